# renameat2(2) with RENAME_EXCHANGE (2) from the working folder (AT_FDCWD, -100). Its argument: the number of the call.
# The two names come over standard input with a zero byte between them, because they may be any bytes.
use strict;
use warnings;
binmode STDIN;
local $/;
my ($one, $other) = split /\0/, <STDIN>;
exit 0 if syscall(0 + $ARGV[0], -100, $one, -100, $other, 2) == 0;
print STDERR "renameat2: $!\n";
exit 1;
