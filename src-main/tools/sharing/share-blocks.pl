# Shares the blocks of files that are the same (share-blocks.ts). It follows place-calls.pl, trees.pl and files.pl. Standard input: how
# many trees, their root folders, then for each file two fields: the one whose blocks stay, and the one that gets them. Standard output
# for each file its word and how many bytes of it were shared.
#
# Only FIDEDUPERANGE (ioctl_fideduperange(2)) changes anything: the kernel compares every byte while both are locked.
use strict;
use warnings;

readRoots();
my ($kept, $keptWords);
my $most = 16 << 20;
my $piece = $most;
my ($one, $other) = ("\0" x (1 << 20), "\0" x (1 << 20));

# What the kernel said, as a word: EPERM, EACCES; EAGAIN (it is being sent), EBUSY, ETXTBSY, EROFS; ENOENT, ESTALE.
my %words = (1 => 'not-permitted', 13 => 'not-permitted', 11 => 'busy', 16 => 'busy', 26 => 'busy', 30 => 'busy', 2 => 'gone', 116 => 'gone');
sub wordOf { my ($errno) = @_; return $words{$errno} // 'not-supported' }

sub nowSeconds { my $time = "\0" x 16; call('clock_gettime', 1, $time); my ($s, $n) = unpack 'q2', $time; return $s + $n / 1e9 }

# Where both lie in the same place already, nothing is to be done. Each layout is asked from the beginning to the end: what is passed is not looked at again.
sub liesAsIn {
  my ($layouts, $from, $to) = @_;
  my @cut = map { join ',', map { "$_->[0] $_->[1] $_->[2] $_->[4]" } cutOf($_, $from, $to) } @$layouts;
  return $cut[0] eq $cut[1];
}
sub cutOf {
  my ($layout, $from, $to) = @_;
  my $extents = $layout->{extents};
  $layout->{passed}++ while $layout->{passed} < @$extents && $extents->[$layout->{passed}][0] + $extents->[$layout->{passed}][1] <= $from;
  my @cut;
  for (my $index = $layout->{passed}; $index < @$extents && $extents->[$index][0] < $to; $index++) {
    my ($start, $length, $disk, undef, $shift) = @{$extents->[$index]};
    my ($begin, $end) = ($start > $from ? $start : $from, $start + $length < $to ? $start + $length : $to);
    push @cut, [$begin, $end - $begin, $disk, 0, $shift + $begin - $start] if $begin < $end;
  }
  return @cut;
}

# One after the other from the beginning: the kernel reads what is not in memory block by block.
sub readAhead { my ($file, $at, $length) = @_; readInto($file, \$one, $at, $length) }

sub share {
  my ($from, $into) = @_;
  my ($layout, $why) = layoutOf($from);
  return ($why, 0) if !$layout;
  if (!$kept || $keptWords ne "$from->{tree} $from->{inode} $from->{version}") {
    ($kept, $why) = openFile($from);
    $keptWords = "$from->{tree} $from->{inode} $from->{version}";
    return ($why, 0) if !$kept;
  }
  (my $opened, $why) = openFile($into);
  return ($why, 0) if !$opened;
  (my $layoutInto, $why) = layoutOf($into);
  return ($why, 0) if !$layoutInto;
  my @layouts = map { { extents => $_, passed => 0 } } $layout, $layoutInto;
  my $shared = 0;
  for (my $at = 0; $at < $from->{size};) {
    my $length = $from->{size} - $at < $piece ? $from->{size} - $at : $piece;
    if (liesAsIn(\@layouts, $at, $at + $length)) { $at += $length; next }
    readAhead($_, $at, $length) for $kept, $opened;
    my $began = nowSeconds();
    my $request = pack 'Q2 S S L q Q2 l L', $at, $length, 1, 0, 0, $$opened, $at, 0, 0, 0;
    call('ioctl', $$kept, 0xc0189436, $request) == 0 or return (wordOf($! + 0), $shared);
    my ($done, $status) = unpack 'x40 Q l', $request;
    die "share: $!\n" if ($status == -28 || $status == -122) && ($! = -$status);
    return (wordOf(-$status), $shared) if $status < 0;
    return ('differs', $shared) if $status == 1;
    return ('not-supported', $shared) if $done == 0;
    ($at, $shared) = ($at + $done, $shared + $done);
    # Both are locked meanwhile.
    my $took = nowSeconds() - $began;
    $piece = $took > 0.1 ? ($piece > 1 << 20 ? $piece / 2 : $piece) : $took < 0.03 && $piece < $most ? $piece * 2 : $piece;
  }
  return ('shared', $shared);
}

while (defined(my $from = readField())) {
  my ($word, $bytes) = share(fileOf($from), fileOf(readField()));
  answer("$word $bytes");
}
