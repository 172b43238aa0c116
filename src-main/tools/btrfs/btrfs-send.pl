# BTRFS_IOC_SEND from one snapshot to another, without data (btrfs-send.ts), to standard output.
# The kernel says little at a time, thousands of times; handed on each time, that would cost a tenth of the whole. So one
# process asks and another empties the pipe now and then. Both places stay open to the end: by that, too, it is seen that
# they are needed. No place to take data from is named.
use strict;
use warnings;
my (undef, $parent, $snapshot, $directory, $lookUp, $lookUpBytes, $send, $flags, $setPipeSize, $pipeBytes, $pause) = @ARGV;

sub opened { sysopen(my $handle, $_[0], $directory) or die "$_[0]: $!\n"; return $handle }

my ($from, $of) = (opened($parent), opened($snapshot));
# The number of the parent's tree: looked up from its root folder, inode 256.
my $tree = pack 'x8 Q x' . ($lookUpBytes - 16), 256;
defined ioctl($from, $lookUp, $tree) or die "$parent: $!\n";
pipe my $said, my $says or die "pipe: $!\n";
fcntl($says, $setPipeSize, $pipeBytes + 0);
my $asker = fork;
defined $asker or die "fork: $!\n";
if (!$asker) {
  close $said;
  my $request = pack 'q x16 a8 Q x32', fileno $says, $tree, $flags;
  defined ioctl($of, $send, $request) or die "$snapshot: $!\n";
  exit 0;
}
close $says;
for (my $piece; ; select undef, undef, undef, $pause) {
  my $length = sysread $said, $piece, $pipeBytes;
  last if !$length;
  for (my $sent = 0; $sent < $length;) {
    $sent += syswrite(STDOUT, $piece, $length - $sent, $sent) || die "output: $!\n";
  }
}
waitpid $asker, 0;
exit($? & 127 ? 1 : $? >> 8);
