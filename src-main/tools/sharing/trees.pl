# What the programs that give room back (list-versions.ts, share-blocks.ts) ask btrfs: items of the tree of a subvolume, by the
# open root folder of it (linux/btrfs_tree.h). It follows place-calls.pl.
use strict;
use warnings;

binmode STDIN;
binmode STDOUT;

# The root folder of a subvolume; undef when there is none any more. The path is root's own, or where a file system is mounted.
sub openRoot {
  my ($place) = @_;
  my $flags = flag('O_RDONLY') | flag('O_DIRECTORY') | flag('O_NOFOLLOW') | flag('O_CLOEXEC');
  my $number = call('openat', -100, $place, $flags, 0);
  return undef if $number < 0;
  my $root = Descriptor->new($number);
  my $is = look($root);
  # Every subvolume's root folder has this number.
  return $is->{inode} == 256 ? { descriptor => $root, device => $is->{device} } : undef;
}

{
  my $room = 1 << 17;
  my $found = "\0" x (112 + $room);
  # TREE_SEARCH_V2 from one key (inode, type, offset) to the end of another (inode, type): calls back for each item of a kind that is
  # wanted, with inode, type, offset and where in the answer it is, and gives the key to go on from. Undef at the end, and where the
  # subvolume is gone.
  sub searchItems {
    my ($root, $from, $to, $wanted, $tell) = @_;
    my ($inode, $type, $offset) = @$from;
    my $head = pack 'Q7 L4 x32 Q', 0, $inode, $to->[0], $offset, ~0, 0, ~0, $type, $to->[1], ~0 & 0xffffffff, 0, $room;
    substr $found, 0, 112, $head;
    call('ioctl', ${$root->{descriptor}}, 0xc0709411, $found) == 0 or return undef;
    my $count = unpack 'x64 L', $found;
    my $at = 112;
    for (1 .. $count) {
      my $length;
      ($inode, $offset, $type, $length) = unpack "x$at x8 Q2 L2", $found;
      $at += 32;
      $tell->($inode, $type, $offset, \$found, $at) if $wanted->{$type};
      $at += $length;
    }
    return undef if !$count;
    return $offset == ~0 ? [$inode, $type + 1, 0] : [$inode, $type, $offset + 1];
  }
}

# INODE_ITEM: what tells one version of a file from another. Times as the kernel has them, seconds and nanoseconds.
sub inodeItem {
  my ($found, $at) = @_;
  my ($generation, $size, $bytes, $links, $mode, $flags, $changed, $modified) =
    unpack "x$at Q x8 Q2 x8 L x8 L x8 Q x52 H24 H24", $$found;
  return {
    generation => $generation, size => $size, bytes => $bytes, links => $links, mode => $mode, flags => $flags,
    version => "$generation $size $changed $modified",
  };
}

# NODATASUM, NODATACOW, IMMUTABLE, APPEND: the kernel shares none of them. A swap file is one.
my $unshared = 0x01 | 0x02 | 0x40 | 0x80;

# A file with contents that can be shared, in which something is written down at all.
sub canBeShared {
  my ($item) = @_;
  return ($item->{mode} & 0xf000) == 0x8000 && $item->{links} > 0 && !($item->{flags} & $unshared) && $item->{bytes} > 0;
}
