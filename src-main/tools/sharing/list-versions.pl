# Lists the files of a subvolume and its snapshots (list-versions.ts): each version once, with the trees that have it. It follows
# place-calls.pl and trees.pl. Standard input: the least size, the second since which nothing may have changed, the number of
# the first tree, and the root folders, each with its length before it. All trees are gone through side by side, by the numbers of inodes: little of them is in memory.
# Standard output: for each version its size in 16 hexadecimal digits, when it was modified, the inode, what tells versions apart, and the numbers of
# the trees, ended by a NUL; at the end how many were left out because they changed after that second, in 16 hexadecimal digits and a NUL.
use strict;
use warnings;

my ($least, $still, $first) = (readField(), readField(), readField());
my @trees;
while (defined(my $place = readField())) {
  my $root = openRoot($place);
  push @trees, { number => $first + @trees, root => $root, from => $root ? [256, 1, 0] : undef, waiting => [] };
}

# The next file of a tree that is a candidate; undef at the end.
sub nextOf {
  my ($tree) = @_;
  my $waiting = $tree->{waiting};
  while (!@$waiting && $tree->{from}) {
    $tree->{from} = searchItems($tree->{root}, $tree->{from}, [~0 - 255, 1], { 1 => 1 }, sub {
      my ($inode, undef, undef, $found, $at) = @_;
      my $item = inodeItem($found, $at);
      push @$waiting, [$inode, $item] if $item->{size} >= $least && canBeShared($item);
    });
  }
  return $waiting->[0];
}

my $written = '';
my $late = 0;
sub write_ {
  my ($inode, $version, $item, $trees) = @_;
  my (undef, undef, $changed, $modified) = split / /, $version;
  # Not while it changes: it would be read for nothing.
  if (secondsOf($changed) > $still || secondsOf($modified) > $still) { $late++; return }
  $written .= sprintf("%016x %s %s %s %s\0", $item->{size}, $modified, $inode, $version, join ',', @$trees);
  flush() if length $written > 1 << 16;
}
sub secondsOf { return unpack 'q', pack 'H16', $_[0] }
sub flush { for (my $sent = 0; $sent < length $written;) { $sent += syswrite(STDOUT, $written, length($written) - $sent, $sent) || exit 1 } $written = '' }

while (1) {
  my $next;
  for my $tree (@trees) {
    my $there = nextOf($tree) or next;
    $next = $there->[0] if !defined $next || $there->[0] < $next;
  }
  last if !defined $next;
  my (%having, %items);
  for my $tree (@trees) {
    my $there = $tree->{waiting}[0];
    next if !$there || $there->[0] != $next;
    shift @{$tree->{waiting}};
    push @{$having{$there->[1]{version}}}, $tree->{number};
    $items{$there->[1]{version}} //= $there->[1];
  }
  write_($next, $_, $items{$_}, $having{$_}) for sort keys %having;
}
$written .= sprintf "%016x\0", $late;
flush();
