# Whether what stands at paths of one tree is known to be what stands there in another (compare-trees.ts). It follows
# place-calls.pl, place-entries.pl, place-trees.pl and same-blocks.pl. Standard input: both roots, then the paths; each with its
# length before it. Standard output: for each path a 1 or a 0.
use strict;
use warnings;

my ($one, $other) = (openTree(readField()), openTree(readField()));
$| = 1;

sub isSameIn {
  my ($line) = @_;
  my ($here, $there) = (entryIn($one, $line), entryIn($other, $line));
  return $here && $there && isKnownSame($here, $there);
}

while (defined(my $path = readField())) {
  my $end = rindex $path, '/';
  my $line = { folder => $end < 0 ? '' : substr($path, 0, $end), name => substr($path, $end + 1) };
  # What the disk does not give is not known to be the same.
  my $isSame = eval { isInside($path) && isSameIn($line) };
  die $@ if $@ && !ref $@;
  print $isSame ? 1 : 0;
}
