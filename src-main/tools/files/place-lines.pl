# The placer (place-lines.ts): puts what stands in one tree into another, line by line. It follows place-calls.pl,
# place-entries.pl, place-trees.pl and place-restored.pl. Standard input: id, live root, source root, expected root
# (may be empty), "own" if the source was a state of the living tree, the folders at which parts of the living tree are mounted
# (with NUL between them), then for each line its action, its path, and the name under which what is there is kept (may be
# empty); each with its length before it. Standard output: for each line its
# outcome, the same way.
use strict;
use warnings;

umask 077;

{
  # Whoever reads is woken once for some lines, but is told at least once a second.
  my $linesAtOnce = 16;
  my ($untold, $lines, $toldAt) = ('', 0, time);
  sub tellOutcome {
    my $answer = pack '(N/a)*', map { $_ // '' } @_;
    $untold .= pack('N', length $answer) . $answer;
    $lines += 1;
    tellAll() if $lines == $linesAtOnce || time != $toldAt;
  }

  sub tellAll {
    for (my $sent = 0; $sent < length $untold;) {
      $sent += syswrite(STDOUT, $untold, length($untold) - $sent, $sent) || die "output: $!\n";
    }
    ($untold, $lines, $toldAt) = ('', 0, time);
  }
}

my $id = readField();
my ($live, $source, $expectation) = map { $_ eq '' ? undef : openTree($_) } readField(), readField(), readField();
my $isOwn = readField() eq 'own';
takeLabels() if $isOwn;
# Inner ones first.
my @mounted = grep { $_->{root} } map { { path => $_, root => openMounted($live->{root}, $_) } }
  sort { length $b <=> length $a } split /\0/, readField();

# Smaller files are stored as their folder says.
my $largeBytes = 256 << 10;

# Of the live tree, by "inode device": the change time that we caused, and the folders that we made.
my (%caused, %made);
# By the inode in the source: where its first name was placed, and as what.
my %twins;

# In the living tree each line goes the whole way.
sub openLive {
  my ($folder) = @_;
  my ($part) = grep { index("$folder/", "$_->{path}/") == 0 } @mounted;
  my $below = $part ? substr($folder, length $part->{path}) =~ s{\A/}{}r : $folder;
  my $descriptor = openFolder(($part // $live)->{root}, $below);
  return $descriptor if $descriptor;
  leave('other-file-system') if $!{EXDEV};
  isNoFolder() or refuse('open');
  return undef;
}

# What stands at the path of a line, whose folder is there. Where a part of the tree is mounted it is that part's root.
sub entryLive {
  my ($line) = @_;
  my $path = $line->{folder} eq '' ? $line->{name} : "$line->{folder}/$line->{name}";
  my ($part) = grep { $_->{path} eq $path } @mounted;
  return $part ? look($part->{root}) : entryAt(@$line{'live', 'name'});
}

sub isUntouched { my ($now, $then) = @_; return $now->{id} eq $then->{id} && $now->{changed} eq $then->{changed} }

# The same, but for another name of it that we replaced or removed.
sub isKnown {
  my ($now, $then) = @_;
  return isUntouched($now, $then) || $now->{id} eq $then->{id} && $now->{changed} eq ($caused{$now->{id}} // '');
}

# The same, after a rename, which moves the change time.
sub isMoved {
  my ($now, $then) = @_;
  return 0 if $now->{inode} != $then->{inode} || $now->{kind} ne $then->{kind};
  return $now->{kind} eq 'folder' || !grep { $now->{$_} ne $then->{$_} } qw(mode uid gid size modified);
}

# A change time alone says little: a link more or less moves it. Then everything is compared.
sub isAsExpected {
  my ($there, $expected) = @_;
  return !$there && !$expected if !$there || !$expected;
  return $there->{kind} eq $expected->{kind} if $there->{kind} eq 'folder' || $expected->{kind} eq 'folder';
  return 0 if !isMoved($there, $expected);
  return $there->{changed} eq $expected->{changed}
    || $there->{changed} eq ($caused{$there->{id}} // '')
    || isSame($there, $expected);
}

sub placeEntry {
  my ($line, $isLeading) = @_;
  my $folder = $line->{live} or leave('no-folder');
  my $comes = entryIn($source, $line) or leave('refused', 'source: No such file or directory');
  leave('refused', 'source: a socket or a device') if $comes->{kind} eq 'other';
  my $there = entryLive($line);
  my $expected = entryIn($expectation, $line);
  return placeFolder($comes, $there, $expected) if $there && $comes->{kind} eq 'folder' && $there->{kind} eq 'folder';
  my $twin = findTwin($line, $comes);
  return standing('already', $there) if $there && $twin && $there->{id} eq $twin->{id};
  if (!isAsExpected($there, $expected)) {
    $there && isSame($there, $comes) or leave('changed');
    rememberTwin($line, $comes, $there);
    # Equal, but not yet one with the others that it is linked with.
    return standing('already', $there) if !$twin;
  } elsif ($isLeading && $there && isSame($there, $comes)) {
    rememberTwin($line, $comes, $there);
    return standing('already', $there);
  }
  refuseGuarded($line);
  my @kept;
  my $now = putFresh($line, $comes, $there, $twin, \@kept);
  return (standing('placed', $now, $comes->{isSeparate}), @kept);
}

sub placeFolder {
  my ($comes, $there, $expected) = @_;
  $made{$there->{id}} || $expected && $expected->{kind} eq 'folder' || isAlike($there, $comes) or leave('changed');
  return standing('already', $there) if isSame($there, $comes);
  copyAttributes($comes, $there);
  return standing('placed', look($there->{descriptor}));
}

sub standing {
  my ($outcome, $now, $isSeparate) = @_;
  return ($outcome, $now->{inode}, sprintf('%d.%09d', timeOf($now->{changed})), $isSeparate ? 1 : '');
}

# In a folder that only grows, or does not change at all, something of ours could stay behind.
sub refuseGuarded {
  my ($line) = @_;
  return if !look($line->{live})->{isGuarded};
  $! = 1;
  refuse('folder');
}

# What the first name of the same inode was placed as, if that is what still stands there.
sub findTwin {
  my ($line, $comes) = @_;
  my $known = $comes->{kind} ne 'folder' && $comes->{links} > 1 && $twins{$comes->{id}} or return undef;
  my $folder = openLive($known->{folder});
  my $twin = $folder && entryAt($folder, $known->{name});
  return $twin if $twin && isKnown($twin, $known) && $twin->{device} eq look($line->{live})->{device};
  $comes->{isSeparate} = 1;
  return undef;
}

sub rememberTwin {
  my ($line, $comes, $now) = @_;
  return if $comes->{kind} eq 'folder' || $comes->{links} < 2;
  $twins{$comes->{id}} //= { folder => $line->{folder}, name => $line->{name} };
  @{$twins{$comes->{id}}}{'id', 'changed'} = @$now{'id', 'changed'};
}

# What stands there afterwards. Whatever goes wrong, nothing of ours stays.
sub putFresh {
  my ($line, $comes, $there, $twin, $kept) = @_;
  my $fresh = $twin // makeFresh($line, $comes, $there);
  my $isPut = eval {
    copyAttributes($comes, $fresh) if !$twin;
    $there ? replace($line, $fresh, $there, $kept) : appear($line, $fresh);
    1;
  };
  my $error = $@;
  $error->{kept} ||= $kept->[0] if ref $error;
  discard($line, $fresh) if !$isPut;
  my $now = look($fresh->{descriptor});
  delete $twins{$comes->{id}} if $comes->{isSeparate};
  rememberTwin($line, $comes, $now) if $isPut || $twin;
  die $error if !$isPut;
  $made{$now->{id}} = 1 if $now->{kind} eq 'folder';
  return $now;
}

# A file has no name until it is complete. Others have a temporary one from the beginning, at which the owner of the folder
# could put something else: it has to be what we made.
sub makeFresh {
  my ($line, $comes, $there) = @_;
  return makeFile($line, $comes, $there) if $comes->{kind} eq 'file';
  my ($folder, $name) = @$line{'live', 'temporary'};
  my $target = $comes->{kind} eq 'link' ? linkTarget($comes->{descriptor}) : undef;
  giveTemporaryName($line, sub {
    return call('symlinkat', $target, $$folder, $name) == 0 if defined $target;
    return call('mkdirat', $$folder, $name, 0700) == 0 if $comes->{kind} eq 'folder';
    return call('mknodat', $$folder, $name, 0x1000 | 0600, 0) == 0;
  });
  my $fresh = entryAt($folder, $name) or leave('changed');
  my $isOurs = $fresh->{kind} eq $comes->{kind} && $fresh->{uid} == $> && $fresh->{links} == 1;
  $isOurs &&= $fresh->{size} == 0 if $fresh->{kind} eq 'folder';
  $isOurs &&= linkTarget($fresh->{descriptor}) eq $target if defined $target;
  $isOurs or leave('changed');
  if ($comes->{kind} eq 'folder') {
    my $opened = reopen($fresh->{descriptor}, flag('O_RDONLY') | flag('O_DIRECTORY')) or refuse('open');
    takeNocow($comes, $opened);
  }
  return { %$fresh, isNamed => 1 };
}

sub makeFile {
  my ($line, $comes, $there) = @_;
  my $here = '.';
  my $number = call('openat', ${$line->{live}}, $here, flag('O_TMPFILE') | flag('O_RDWR') | flag('O_CLOEXEC'), 0600);
  $number >= 0 or refuse('create');
  my $descriptor = Descriptor->new($number);
  my $stored = $isOwn ? $comes : $there;
  if ($stored && $stored->{kind} eq 'file') {
    takeNocow($stored, $descriptor) or refuse('set attributes');
  } elsif ($comes->{size} >= $largeBytes) {
    takeNocow($comes, $descriptor);
  }
  copyContents($comes, $descriptor);
  return { %{look($descriptor)}, opened => $descriptor };
}

# Gives something the temporary name, which a run that was killed may have left behind.
sub giveTemporaryName {
  my ($line, $make) = @_;
  return if $make->();
  if ($!{EEXIST}) {
    clearTemporary($line);
    return if $make->();
  }
  leave('changed') if $!{ENOENT};
  refuse('create');
}

sub appear {
  my ($line, $fresh) = @_;
  my ($folder, $name) = @$line{'live', 'name'};
  my $isThere = $fresh->{isNamed}
    ? renameHere($folder, $line->{temporary}, $name, 1)
    : linkHere($fresh->{descriptor}, $folder, $name);
  leave('changed') if !$isThere && ($!{EEXIST} || $!{ENOENT});
  $isThere or refuse('rename');
  return if !$fresh->{isNamed};
  my $now = entryAt($folder, $name);
  $now && $now->{id} eq $fresh->{id} or leave('changed');
}

sub replace {
  my ($line, $fresh, $there, $kept) = @_;
  return $line->{beside} eq '' ? exchange($line, $fresh, $there) : replaceKeeping($line, $fresh, $there, $kept);
}

# Between the last look and the exchange somebody may have been quicker: what came out is looked at before it goes.
sub exchange {
  my ($line, $fresh, $there) = @_;
  my ($folder, $name, $temporary) = @$line{'live', 'name', 'temporary'};
  giveTemporaryName($line, sub { return linkHere($fresh->{descriptor}, $folder, $temporary) }) if !$fresh->{isNamed};
  my $last = glanceAt($folder, $name);
  $last && isUntouched($last, $there) or leave('changed');
  leave('not-empty') if $there->{kind} eq 'folder' && !isEmptyFolder($there->{descriptor});
  renameHere($folder, $temporary, $name, 2) or $!{ENOENT} ? leave('changed') : refuse('rename');
  my ($out, $in) = (glanceAt($folder, $temporary), glanceAt($folder, $name));
  my $isOurs = $in && $in->{id} eq $fresh->{id} && $out && $out->{id} eq $there->{id} && isMoved($out, $there);
  return cause($there) if $isOurs && unlinkHere($folder, $temporary, $out->{kind});
  my $error = $! + 0;
  my $kept = putBack($line, $fresh);
  die { why => 'changed', kept => $kept } if !$isOurs;
  $! = $error;
  leave('not-empty') if $!{ENOTEMPTY};
  refuse('remove');
}

# Its other names see a change time that we caused.
sub cause {
  my ($out) = @_;
  $caused{$out->{id}} = look($out->{descriptor})->{changed} if $out->{kind} ne 'folder' && $out->{links} > 1;
}

# After an exchange that should not have been. What is nobody's of these two is kept under a name that tells.
sub putBack {
  my ($line, $fresh) = @_;
  my ($folder, $name) = @$line{'live', 'name'};
  my $in = entryAt($folder, $name);
  my $isOurs = $in && $in->{id} eq $fresh->{id};
  renameHere($folder, $line->{temporary}, $name, $in ? 2 : 1) if $isOurs || !$in;
  discard($line, $fresh);
  return keepAside($line);
}

sub discard {
  my ($line, $fresh) = @_;
  my ($folder, $temporary) = @$line{'live', 'temporary'};
  my $there = entryAt($folder, $temporary);
  unlinkHere($folder, $temporary, $there->{kind}) if $there && $there->{id} eq $fresh->{id};
}

sub keepAside {
  my ($line) = @_;
  my ($folder, $temporary, $kept) = @$line{'live', 'temporary', 'kept'};
  return '' if !entryAt($folder, $temporary);
  return renameHere($folder, $temporary, $kept, 1) ? $kept : $temporary;
}

sub removeEntry {
  my ($line) = @_;
  my ($folder, $name, $temporary) = @$line{'live', 'name', 'temporary'};
  my $there = $folder && entryAt($folder, $name) or return 'absent';
  isAsExpected($there, entryIn($expectation, $line)) or leave('changed');
  refuseGuarded($line);
  return removeFolder($folder, $name) if $there->{kind} eq 'folder';
  giveTemporaryName($line, sub { return renameHere($folder, $name, $temporary, 1) });
  my $out = glanceAt($folder, $temporary);
  my $isOurs = $out && $out->{id} eq $there->{id} && isMoved($out, $there);
  if ($isOurs && unlinkHere($folder, $temporary, $out->{kind})) {
    cause($there);
    return 'removed';
  }
  my $error = $! + 0;
  my $kept = renameHere($folder, $temporary, $name, 1) ? '' : keepAside($line);
  die { why => 'changed', kept => $kept } if !$isOurs;
  $! = $error;
  refuse('remove');
}

sub removeFolder {
  my ($folder, $name) = @_;
  return 'removed' if unlinkHere($folder, $name, 'folder');
  leave('not-empty') if $!{ENOTEMPTY};
  leave('changed') if $!{ENOENT} || $!{ENOTDIR};
  refuse('remove');
}

sub clearLine {
  my ($line) = @_;
  clearBeside($line) if $line->{live} && $line->{beside} ne '';
  my $isThere = $line->{live} && entryAt($line->{live}, $line->{temporary});
  return 'absent' if !$isThere;
  my $kept = clearTemporary($line);
  die { why => 'changed', kept => $kept } if $kept ne '';
  return 'removed';
}

# What was about to be replaced is still there itself: its further name was for nothing.
sub clearBeside {
  my ($line) = @_;
  my $there = entryAt(@$line{'live', 'name'}) or return;
  undoBeside($line, $there, $line->{beside});
}

# What a run that was killed left at the temporary name: what was to come, or what was to go. Both are elsewhere too. If it
# is neither, somebody changed it just before: it goes back.
sub clearTemporary {
  my ($line) = @_;
  my ($folder, $name, $temporary) = @$line{'live', 'name', 'temporary'};
  my $left = entryAt($folder, $temporary) or return '';
  my ($comes, $expected, $there) = (entryIn($source, $line), entryIn($expectation, $line), entryAt($folder, $name));
  my $isSpare = $expected && isMoved($left, $expected)
    || $comes && ($left->{id} eq $comes->{id} || hasSameContents($left, $comes));
  return '' if $isSpare && unlinkHere($folder, $temporary, $left->{kind});
  if (!$there) {
    return '' if renameHere($folder, $temporary, $name, 1);
  } elsif (!$isSpare && $comes && isSame($there, $comes)) {
    return putBack($line, $there);
  }
  return keepAside($line);
}

sub restoreLine {
  my ($line, $isChosen) = @_;
  $line->{live} or leave('no-folder');
  my $comes = entryIn($source, $line) or leave('refused', 'source: No such file or directory');
  refuseGuarded($line);
  my $isSpare = sub { return !$isChosen && isAsExpected($_[0], entryIn($expectation, $line)) };
  my @kept = restoreEntry($line, { %$comes, around => $source->{descriptor} }, $isSpare);
  return (standing('placed', look($comes->{descriptor})), @kept);
}

my %actions = (
  place => \&placeEntry,
  lead => sub { return placeEntry($_[0], 1) },
  remove => \&removeEntry,
  restore => \&restoreLine,
  keep => sub { return restoreLine($_[0], 1) },
  clear => \&clearLine,
);

for (my $number = 0; defined(my $action = readField()); $number += 1) {
  my ($path, $beside) = (readField(), readField());
  my @answer = eval {
    isInside($path) && ($beside eq '' || isInside($beside) && $beside !~ /\//) or leave('refused', 'not a path inside a tree');
    my $end = rindex $path, '/';
    my $folder = $end < 0 ? '' : substr $path, 0, $end;
    $actions{$action}->({
      folder => $folder, name => substr($path, $end + 1), beside => $beside, live => openLive($folder),
      temporary => ".pc-switcher-place-$id-$number", kept => ".pc-switcher-kept-$id-$number",
    });
  };
  if (my $error = $@) {
    if (!ref $error) {
      tellAll();
      die $error;
    }
    @answer = ('left', @$error{'why', 'detail', 'kept'});
  }
  tellOutcome(@answer);
}
tellAll();
