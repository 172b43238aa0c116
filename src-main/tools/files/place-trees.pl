# What the programs that look at trees (place-lines.ts, compare-trees.ts) are given: the trees that they name, and what stands
# at a path of one. It follows place-calls.pl.
use strict;
use warnings;

binmode STDIN;

sub openTree {
  my ($root) = @_;
  my $number = call('openat', -100, $root, flag('O_PATH') | flag('O_DIRECTORY') | flag('O_CLOEXEC'), 0);
  $number >= 0 or die "$root: $!\n";
  return { root => Descriptor->new($number) };
}

# Trees of root's own, in which nothing moves: the folder of the line before stays open.
sub entryIn {
  my ($tree, $line) = @_;
  return undef if !defined $tree;
  if (!defined $tree->{folder} || $tree->{folder} ne $line->{folder}) {
    $tree->{folder} = $line->{folder};
    $tree->{descriptor} = openFolder($tree->{root}, $line->{folder});
    $tree->{descriptor} || isNoFolder() or refuse('open');
  }
  return $tree->{descriptor} && entryAt($tree->{descriptor}, $line->{name});
}

sub isNoFolder { return $!{ENOENT} || $!{ENOTDIR} || $!{ELOOP} }

sub isInside { my ($path) = @_; return $path ne '' && $path !~ /\0/ && !grep { /\A\.{0,2}\z/ } split /\//, $path, -1 }
