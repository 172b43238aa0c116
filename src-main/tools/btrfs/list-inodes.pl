# Of all inodes of the subvolume of a folder (list-inodes.ts) items of its tree as the kernel has them (TREE_SEARCH_V2, linux/btrfs.h),
# in their order, each with its head. Its arguments: the folder, and what is wanted. "names": INODE_ITEM, INODE_REF, INODE_EXTREF, of a
# link what it says (EXTENT_DATA), and of a folder the entries that are subvolumes (DIR_INDEX). "acls": XATTR_ITEM of access lists.
use strict;
use warnings;
use Fcntl;

sub fail { print STDERR "$_[0]: $!\n"; exit 1 }

binmode STDOUT;
my ($place, $asked) = @ARGV;
sysopen my $folder, $place, O_RDONLY | O_DIRECTORY | O_NOFOLLOW or fail($place);

my $room = 1 << 20;
my $found = "\0" x (112 + $room);
# From the first inode that a person can have to the last one.
my ($inode, $type, $offset, $last) = (256, 0, 0, ~0 - 255);
my $isLink = 0;
# system.posix_acl_access and _default, as a tree is keyed by them (btrfs_name_hash). Others may have the same number.
my %isAcl = (0x797eb1ff => 1, 0x15e77ddb => 1);
while (1) {
  substr $found, 0, 112, pack 'Q7 L4 x32 Q', 0, $inode, $last, $offset, ~0, 0, ~0, $type, 255, ~0 & 0xffffffff, 0, $room;
  ioctl $folder, 0xc0709411, $found or fail('search');
  my $count = unpack 'x64 L', $found;
  last if $count == 0;
  my ($wanted, $at) = ('', 112);
  for (1 .. $count) {
    ($inode, $offset, $type, my $length) = unpack "x$at x8 Q2 L2", $found;
    my $bytes = 32 + $length;
    $isLink = (unpack('L', substr $found, $at + 84, 4) & 0xf000) == 0xa000 if $type == 1;
    my $isWanted = $asked eq 'acls' ? $type == 24 && $isAcl{$offset}
      : $type == 1 || $type == 12 || $type == 13 || $type == 108 && $isLink
      # A key of type ROOT_ITEM.
      || $type == 96 && ord(substr $found, $at + 40, 1) == 132;
    $wanted .= substr $found, $at, $bytes if $isWanted;
    $at += $bytes;
  }
  for (my $sent = 0; $sent < length $wanted;) {
    $sent += syswrite(STDOUT, $wanted, length($wanted) - $sent, $sent) || fail('output');
  }
  ($type, $offset) = $offset == ~0 ? ($type + 1, 0) : ($type, $offset + 1);
}
