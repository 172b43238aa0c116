# A version of a file in one of the trees (look-at-groups.pl, share-blocks.pl): where it lies on the disk, and the file itself, opened
# without trusting any name. It follows place-calls.pl and trees.pl.
use strict;
use warnings;

my @roots;
sub readRoots {
  my $count = readField();
  @roots = map { openRoot(readField()) } 1 .. $count;
}
sub rootOf { my ($tree) = @_; return $roots[$tree] }

# "2 257 7 8192 … …": the number of its tree, its inode, and what tells its version from others.
sub fileOf {
  my ($words) = @_;
  my ($tree, $inode, $version) = split / /, $words, 3;
  return { tree => $tree, root => rootOf($tree), inode => $inode, version => $version, size => (split / /, $version)[1] };
}

# What of it is on the disk, in its order: [where it begins, length, address of the extent, its length there, shift in it]. Undef with a
# word where it is another version now, or stands in no extent of its own.
sub layoutOf {
  my ($file) = @_;
  my ($item, $inline, @extents);
  return (undef, 'gone') if !$file->{root};
  for (my $from = [$file->{inode}, 1, 0]; $from;) {
    $from = searchItems($file->{root}, $from, [$file->{inode}, 108], { 1 => 1, 108 => 1 }, sub {
      my ($inode, $type, $start, $found, $at) = @_;
      return if $inode != $file->{inode};
      return $item = inodeItem($found, $at) if $type == 1;
      # EXTENT_DATA: inline is kind 0, one without an address is a hole.
      my $kind = unpack 'x' . ($at + 20) . ' C', $$found;
      return $inline = 1 if $kind == 0;
      my ($disk, $diskLength, $shift, $length) = unpack 'x' . ($at + 21) . ' Q4', $$found;
      return if $disk == 0;
      my $last = $extents[-1];
      # What was shared piece by piece lies as it lay before.
      if ($last && $last->[2] == $disk && $last->[0] + $last->[1] == $start && $last->[4] + $last->[1] == $shift) { $last->[1] += $length }
      else { push @extents, [$start, $length, $disk, $diskLength, $shift] }
    });
  }
  return (undef, 'gone') if !$item;
  return (undef, 'changed') if $item->{version} ne $file->{version};
  return (undef, 'not-supported') if $inline || !@extents || !canBeShared($item);
  return \@extents;
}

{
  my $room = 4096;
  my $names = "\0" x $room;
  # INO_PATHS: its names in its tree; the kernel gives 4 KiB of them.
  sub namesOf {
    my ($file) = @_;
    my $ask = pack 'Q2 x32 P', $file->{inode}, $room, $names;
    $file->{root} && call('ioctl', ${$file->{root}{descriptor}}, 0xc0389423, $ask) == 0 or return ();
    my $count = unpack 'x8 L', $names;
    return map { unpack 'x' . (16 + $_) . ' Z*', $names } unpack "x16 Q$count", $names;
  }
  # Whether that file has more names than it gave.
  sub hasMoreNames { return unpack('x12 L', $names) > 0 }
}

my $read = flag('O_RDONLY') | flag('O_NONBLOCK') | flag('O_NOATIME');

# Open for reading; undef with a word. Whoever can write in the tree may exchange names for others at every instant: what was opened has
# to be the inode, of the subvolume, in the version.
sub openFile {
  my ($file) = @_;
  for my $name (namesOf($file)) {
    my $entry = eval { entryAtPath($file->{root}{descriptor}, $name) } or next;
    next if $entry->{kind} ne 'file' || $entry->{inode} != $file->{inode} || $entry->{device} ne $file->{root}{device};
    return (undef, 'changed') if $entry->{size} != $file->{size} || unpack('H24', $entry->{changed}) ne (split / /, $file->{version})[2];
    my $opened = reopen($entry->{descriptor}, $read);
    return $opened ? ($opened, undef, $name) : (undef, 'not-permitted');
  }
  return (undef, 'gone');
}

sub entryAtPath {
  my ($root, $path) = @_;
  my $end = rindex $path, '/';
  my $folder = $end < 0 ? $root : openFolder($root, substr $path, 0, $end) or return undef;
  return entryAt($folder, substr $path, $end + 1);
}

# What is at a place, a buffer at a time, which then has the last of it; false where fewer bytes are there.
sub readInto {
  my ($opened, $buffer, $at, $length) = @_;
  for (my $have = 0; $have < $length;) {
    my $wanted = $length - $have < length $$buffer ? $length - $have : length $$buffer;
    my $count = call('pread64', $$opened, $$buffer, $wanted, $at + $have);
    return 0 if $count <= 0;
    $have += $count;
  }
  return 1;
}

sub answer {
  my ($text) = @_;
  my $framed = pack 'N/a', $text;
  for (my $sent = 0; $sent < length $framed;) { $sent += syswrite(STDOUT, $framed, length($framed) - $sent, $sent) || exit 1 }
}
