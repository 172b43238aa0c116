# What the programs that look at trees (place-lines.ts, compare-trees.ts) are given: fields of bytes, each with its length before
# it, the trees that they name, and what stands at a path of one. It follows place-calls.pl.
use strict;
use warnings;

binmode STDIN;

# Undef at the end. What was cut off is no field.
sub readField {
  my $count = read(STDIN, my $length, 4);
  return undef if defined $count && $count == 0;
  my $wanted = $count && $count == 4 ? unpack 'N', $length : die "input: cut off\n";
  $count = read(STDIN, my $field, $wanted);
  return defined $count && $count == $wanted ? $field : die "input: cut off\n";
}

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
