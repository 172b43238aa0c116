# Whether two files are known to have the same contents without reading much of them. Only for trees in which nothing is written:
# the kernel tells of blocks on the disk, and not of what waits in memory to be written elsewhere. It follows place-entries.pl.
use strict;
use warnings;

# More is not read for it: bytes.
my $readAtMost = 128 * 1024;

sub isKnownSame {
  my ($one, $other) = @_;
  return 0 if $one->{modified} ne $other->{modified} || $one->{kind} ne $other->{kind};
  # By what is open, attributes are found sooner than by a name.
  if ($one->{kind} eq 'file') { openForReading($_) for $one, $other }
  return 0 if !hasSameAttributes($one, $other);
  return hasSameContents($one, $other) if $one->{kind} ne 'file' || $one->{size} <= $readAtMost;
  return 0 if $other->{kind} ne 'file' || $one->{size} != $other->{size};
  return hasSameBlocks(contentsOf($one), contentsOf($other));
}

# The same blocks of one disk from beginning to end (FS_IOC_FIEMAP, 512 extents at a time). Not known to be: what stands in its
# inode, and what is compressed, of which the kernel does not say which part.
sub hasSameBlocks {
  my ($one, $other) = @_;
  for (my $from = 0;;) {
    my ($extents, $end, $isLast) = extentsOf($one, $from);
    return 0 if !defined $extents;
    my ($others, undef, $isOthersLast) = extentsOf($other, $from);
    return 0 if !defined $others || $extents ne $others || $isLast != $isOthersLast;
    return 1 if $isLast;
    $from = $end;
  }
}

{
  my $atOnce = 512;
  my $map = "\0" x (32 + $atOnce * 56);
  # FIEMAP_FLAG_SYNC: what waits in memory is written first.
  my $synced = 0x01;
  # FIEMAP_EXTENT_UNKNOWN, _DELALLOC, _ENCODED, _DATA_ENCRYPTED, _NOT_ALIGNED, _DATA_INLINE, _DATA_TAIL.
  my $untold = 0x02 | 0x04 | 0x08 | 0x80 | 0x100 | 0x200 | 0x400;
  # Where they lie in the file and on the disk, where the last of them ends, and whether none comes after it. Undefined when
  # the kernel does not tell, or nothing is there.
  sub extentsOf {
    my ($handle, $from) = @_;
    substr $map, 0, 32, pack 'Q2 L4', $from, (~0 >> 1) - $from, $synced, 0, $atOnce, 0;
    call('ioctl', fileno $handle, 0xc020660b, $map) == 0 or return undef;
    my $count = unpack 'x20 L', $map;
    my ($extents, $end, $isLast) = ('', $from, 0);
    for my $index (0 .. $count - 1) {
      my ($logical, $physical, $length, $flags) = unpack 'Q3 x16 L', substr $map, 32 + $index * 56, 56;
      return undef if $flags & $untold;
      # FIEMAP_EXTENT_UNWRITTEN (0x800), which reads as zeros.
      $extents .= pack 'Q3 L', $logical, $physical, $length, $flags & 0x800;
      ($end, $isLast) = ($logical + $length, $flags & 1);
    }
    return $count == 0 ? undef : ($extents, $end, $isLast);
  }
}
