# Extended attributes of files, ACLs and capabilities among them (attributes.ts). It follows place-calls.pl. Standard input: a regular
# expression for the names of those that are wanted, "gone" if a file may be, then the paths; each with its length before it. Standard
# output: for each file that has some its path and a text, "name=0xhex" a line in order, each with its length before it. In names what
# is not printable is \ooo, and so are a backslash and an equals sign: as setfattr reads them.
use strict;
use warnings;

binmode STDIN;
binmode STDOUT;

my ($wanted, $mayBeGone) = (readField(), readField() eq 'gone');
my ($list, $value) = ("\0" x 65536, "\0" x 65536);

# Nothing where the file system has no attributes, or the file or attribute is gone and may be.
sub failed {
  my ($path) = @_;
  return if $!{EOPNOTSUPP} || $!{ENODATA} || $mayBeGone && ($!{ENOENT} || $!{ENOTDIR} || $!{ELOOP});
  print STDERR "$path: $!\n";
  exit 1;
}

while (defined(my $path = readField())) {
  my $length = call('llistxattr', $path, $list, 65536);
  failed($path) if $length < 0;
  next if $length <= 0;
  my @lines;
  for my $name (grep { $_ =~ $wanted } split /\0/, substr $list, 0, $length) {
    my $size = call('lgetxattr', $path, $name, $value, 65536);
    if ($size < 0) { failed($path) }
    else {
      my $told = $name =~ s/[^\x21-\x7e]|[\\=]/sprintf '\\%03o', ord $&/ger;
      push @lines, "$told=0x" . unpack 'H*', substr $value, 0, $size;
    }
  }
  print pack '(N/a)2', $path, join("\n", sort @lines) if @lines;
}
