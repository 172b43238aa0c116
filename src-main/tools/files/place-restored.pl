# Restoring (place-lines.ts): what was made ready in a folder of root's in the same subvolume comes itself, a folder with all
# that is in it. What it takes the place of is kept beside it, unless that is a file of the snapshot that nobody chose. What
# is placed keeps a file beside it by the same way, under the name that its line says.
use strict;
use warnings;

# Under which names something was kept beside it. `comes` has the folder `around` it.
sub restoreEntry {
  my ($line, $comes, $isSpare) = @_;
  my @kept;
  # Whoever saves there at the same instant makes it begin again.
  for (1 .. 20) {
    my $isPut = eval { takePlace($line, $comes, $isSpare, \@kept); 1 };
    return @kept if $isPut;
    my $error = $@;
    discard($line, $comes);
    die $error if !ref $error;
    $error->{kept} ||= $kept[0];
    die $error if $error->{why} ne 'changed' || $error->{kept};
  }
  leave('changed');
}

sub takePlace {
  my ($line, $comes, $isSpare, $kept) = @_;
  my $there = entryAt(@$line{'live', 'name'}) or return comeNew($line, $comes);
  my $isFolder = $there->{kind} eq 'folder' || $comes->{kind} eq 'folder';
  return exchange($line, $comes, $there) if !$isFolder && $isSpare->($there);
  replaceKeeping($line, $comes, $there, $kept, $isFolder);
}

sub replaceKeeping {
  my ($line, $comes, $there, $kept, $isFolder) = @_;
  my $beside = keepBeside($line, $there, $isFolder);
  my $isPut = eval { $isFolder ? comeNew($line, $comes) : exchange($line, $comes, look($there->{descriptor})); 1 };
  my $error = $@;
  push @$kept, $beside if $isPut || !undoBeside($line, $there, $beside, $isFolder);
  die $error if !$isPut;
}

sub comeNew {
  my ($line, $comes) = @_;
  return appear($line, $comes) if $comes->{kind} ne 'folder';
  my ($folder, $name, $from) = (@$line{'live', 'name'}, $comes->{around});
  return if call('renameat2', $$from, $name, $$folder, $name, 1) == 0;
  leave('changed') if $!{EEXIST} || $!{ENOENT};
  refuse('rename');
}

# A further name, so that the first one never disappears. Folders have but one name, and nothing is renamed over them.
sub keepBeside {
  my ($line, $there, $isMoved) = @_;
  my ($folder, $name, $wanted) = @$line{'live', 'name', 'beside'};
  for my $beside ($wanted ne '' ? $wanted : map { besideName($name, $_) } 1 .. 999) {
    my $isKept = $isMoved ? renameHere($folder, $name, $beside, 1) : linkHere($there->{descriptor}, $folder, $beside);
    return $beside if $isKept;
    leave('changed') if $!{ENOENT};
    $!{EEXIST} or refuse('keep');
  }
  leave('refused', 'keep: no name is free') if $wanted eq '';
  # A run that was killed may have got as far.
  isOneFile($there, entryAt($folder, $wanted)) or leave('changed');
  return $wanted;
}

# Two names of one file.
sub isOneFile { my ($one, $other) = @_; return $one && $other && $one->{kind} ne 'folder' && $one->{id} eq $other->{id} }

# "report.odt.bak", "report.odt.bak2". A name has 255 bytes at most; no letter of several bytes is cut.
sub besideName {
  my ($name, $number) = @_;
  if (length $name > 248) {
    $name = substr $name, 0, 249;
    $name =~ s/(?:[\xc0-\xff][\x80-\xbf]*|.)\z//s;
  }
  return $name . '.bak' . ($number == 1 ? '' : $number);
}

sub undoBeside {
  my ($line, $there, $beside, $isMoved) = @_;
  my ($folder, $name) = @$line{'live', 'name'};
  return renameHere($folder, $beside, $name, 1) if $isMoved;
  my $kept = entryAt($folder, $beside);
  return isOneFile($kept, $there) && unlinkHere($folder, $beside, $kept->{kind});
}
