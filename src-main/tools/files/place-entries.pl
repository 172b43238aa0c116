# What a thing in a tree is made of (place-lines.ts): contents and attributes, compared and copied. All goes by descriptors;
# nothing here knows where in a tree it is.
use strict;
use warnings;

{
  # Labels of this laptop, and how its disk stores a file: a new file has them from its folder, and keeps those.
  my $own = qr/^(?:btrfs\.|security\.(?!capability$))/;
  # They come as well. What the kernel signs by itself (evm(7)) cannot.
  sub takeLabels { $own = qr/^security\.(?:evm|ima)$/ }
  sub isOwnAttribute { my ($name) = @_; return $name =~ $own }
}

# By what the calls for attributes find it: what is open for more than its path by the number, which those that begin with an f
# take, anything else by its name, which takes longer.
sub placeOf {
  my ($entry) = @_;
  my $opened = $entry->{opened};
  return defined $opened ? ('f', $$opened) : ('', $entry->{descriptor}->name);
}

{
  my $list = "\0" x 65536;
  my $value = "\0" x 65536;
  # Name to value; ACLs and capabilities are among them.
  sub attributesOf {
    my ($entry) = @_;
    my ($by, $at) = placeOf($entry);
    my $length = call("${by}listxattr", $at, $list, length $list);
    $length >= 0 or refuse('listxattr');
    my %attributes;
    for my $name (grep { !isOwnAttribute($_) } split /\0/, substr $list, 0, $length) {
      my $size = call("${by}getxattr", $at, $name, $value, length $value);
      $size >= 0 or refuse('getxattr');
      $attributes{$name} = substr $value, 0, $size;
    }
    return \%attributes;
  }
}

# Of a folder, and of a FIFO, the kind alone.
sub hasSameContents {
  my ($one, $other) = @_;
  my $kind = $one->{kind};
  return 0 if $kind ne $other->{kind} || $kind eq 'other';
  return linkTarget($one->{descriptor}) eq linkTarget($other->{descriptor}) if $kind eq 'link';
  return $kind ne 'file' || $one->{size} == $other->{size} && hasSameBytes($one, $other);
}

# Type, mode, owner, attributes and what is in it; of a folder not the names in it. Times and links are another matter.
sub isAlike { my ($one, $other) = @_; return hasSameAttributes($one, $other) && hasSameContents($one, $other) }

# Mode, owner, and those that have a name.
sub hasSameAttributes {
  my ($one, $other) = @_;
  for my $field (qw(mode uid gid)) { return 0 if $one->{$field} != $other->{$field} }
  my ($attributes, $others) = (attributesOf($one), attributesOf($other));
  return 0 if keys %$attributes != keys %$others;
  for my $name (keys %$attributes) {
    return 0 if !defined $others->{$name} || $attributes->{$name} ne $others->{$name};
  }
  return 1;
}

sub isSame { my ($one, $other) = @_; return $one->{modified} eq $other->{modified} && isAlike($one, $other) }

# Never waits for whoever has a lease on the file.
sub readingFlags { return flag('O_RDONLY') | flag('O_NONBLOCK') | flag('O_NOATIME') }

# What it is opened for is kept, and closed with it.
sub openForReading {
  my ($entry) = @_;
  return $entry->{opened} //= reopen($entry->{descriptor}, readingFlags()) // refuse('open');
}

# Read at once: bytes.
my $smallBytes = 128 * 1024;

{
  my $small = "\0" x ($smallBytes + 1);
  # All of a small file; undef where it is no longer as large as it was when it was looked at.
  sub readWhole {
    my ($entry) = @_;
    my $opened = openForReading($entry);
    my $count = call('pread64', $$opened, $small, $entry->{size} + 1, 0);
    $count >= 0 or refuse('read');
    return $count == $entry->{size} ? substr($small, 0, $count) : undef;
  }
}

sub contentsOf {
  my ($entry) = @_;
  sysopen my $handle, $entry->{descriptor}->name, readingFlags() or refuse('open');
  return $handle;
}

my $pieceBytes = 1 << 20;

# Fewer than were asked for only at the end.
sub readPiece {
  my ($handle, $wanted) = @_;
  my $bytes = '';
  while (length $bytes < $wanted) {
    my $count = sysread $handle, $bytes, $wanted - length $bytes, length $bytes;
    defined $count or refuse('read');
    last if $count == 0;
  }
  return $bytes;
}

sub hasSameBytes {
  my ($one, $other) = @_;
  my ($size, $others) = ($one->{size}, $other->{size});
  return 1 if $size == 0 && $others == 0;
  if ($size <= $smallBytes && $size == $others) {
    my ($bytes, $second) = (readWhole($one), readWhole($other));
    return defined $bytes && defined $second && $bytes eq $second;
  }
  my ($handle, $second) = (contentsOf($one), contentsOf($other));
  while (1) {
    my $bytes = readPiece($handle, $pieceBytes);
    return 0 if $bytes ne readPiece($second, $pieceBytes);
    return 1 if $bytes eq '';
  }
}

# Shares the blocks where the disk can (FICLONE), otherwise copies the bytes and keeps the holes; then they have to be on the
# disk before the name is: an exchange does not wait for them. `to` is empty, and open for writing.
sub copyContents {
  my ($from, $to) = @_;
  return if $from->{size} == 0 || shareContents($from, $to);
  my $source = contentsOf($from);
  sysopen my $target, $to->name, flag('O_RDWR') or refuse('open');
  truncate $target, $from->{size} or refuse('truncate');
  # SEEK_DATA (3), SEEK_HOLE (4): after the last data there is no more (ENXIO).
  for (my $end = 0; defined(my $begin = sysseek $source, $end, 3);) {
    $end = sysseek $source, $begin, 4 or refuse('seek');
    copyRange($source, $target, $begin, $end);
  }
  call('fdatasync', fileno $target) == 0 or refuse('write');
}

sub shareContents {
  my ($from, $to) = @_;
  my $source = openForReading($from);
  return 1 if call('ioctl', $$to, 0x40049409, $$source) == 0;
  $!{EINVAL} || $!{EXDEV} || $!{EOPNOTSUPP} || $!{ETXTBSY} or refuse('clone');
  return 0;
}

sub copyRange {
  my ($source, $target, $begin, $end) = @_;
  sysseek $source, $begin, 0 or refuse('seek');
  sysseek $target, $begin, 0 or refuse('seek');
  while ($begin < $end) {
    my $bytes = readPiece($source, $end - $begin < $pieceBytes ? $end - $begin : $pieceBytes);
    return if $bytes eq '';
    for (my $sent = 0; $sent < length $bytes;) {
      $sent += syswrite($target, $bytes, length($bytes) - $sent, $sent) || refuse('write');
    }
    $begin += length $bytes;
  }
}

{
  # FS_NOCOW_FL: written in place instead of copied on write (chattr +C).
  my $nocow = 0x00800000;
  sub flagsOf {
    my ($descriptor) = @_;
    my $flags = pack 'Q', 0;
    return call('ioctl', $$descriptor, 0x80086601, $flags) == 0 ? unpack('L', $flags) : 0;
  }
  # Whether the fresh one, a folder or an empty file, is as the other one now: what is compressed cannot be.
  sub takeNocow {
    my ($entry, $fresh) = @_;
    my $there = reopen($entry->{descriptor}, flag('O_RDONLY') | flag('O_NONBLOCK')) or refuse('open');
    return 1 if !(flagsOf($there) & $nocow);
    my $flags = pack 'Q', flagsOf($fresh) | $nocow;
    return call('ioctl', $$fresh, 0x40086602, $flags) == 0;
  }
}

# Owner first, because a change of owner takes set-id bits and capabilities away; times last. All but the names and
# contents: a new thing has the ACL of its folder, which goes if it should not be there. What is right stays untouched.
sub copyAttributes {
  my ($from, $to) = @_;
  my ($by, $at) = placeOf($to);
  my $isOwned = $from->{uid} == $to->{uid} && $from->{gid} == $to->{gid};
  $isOwned || changeOwner($by, $at, @$from{'uid', 'gid'}) or refuse('chown');
  # An ACL has part of the mode.
  my $isMode = copyExtended($from, $to) == 0 && $isOwned && $from->{mode} == $to->{mode};
  $isMode || $from->{kind} eq 'link' || changeMode($by, $at, $from->{mode} & 07777) or refuse('chmod');
  my $times = pack 'q4', timeOf($from->{accessed}), timeOf($from->{modified});
  ($by ? call('utimensat', $at, 0, $times, 0) : call('utimensat', -100, $at, $times, 0)) == 0 or refuse('set times');
}

sub changeOwner {
  my ($by, $at, $user, $group) = @_;
  return ($by ? call('fchown', $at, $user, $group) : call('fchownat', -100, $at, $user, $group, 0)) == 0;
}

sub changeMode {
  my ($by, $at, $mode) = @_;
  return $by ? call('fchmod', $at, $mode) == 0 : chmod $mode, $at;
}

# How many were set or removed.
sub copyExtended {
  my ($from, $to) = @_;
  my ($by, $at) = placeOf($to);
  my ($wanted, $there) = (attributesOf($from), attributesOf($to));
  my @spare = grep { !exists $wanted->{$_} } keys %$there;
  for my $name (@spare) { call("${by}removexattr", $at, my $attribute = $name) == 0 or refuse('removexattr') }
  my @missing = grep { !exists $there->{$_} || $there->{$_} ne $wanted->{$_} } keys %$wanted;
  for my $name (@missing) {
    my ($attribute, $value) = ($name, $wanted->{$name});
    call("${by}setxattr", $at, $attribute, $value, length $value, 0) == 0 or refuse('setxattr');
  }
  return @spare + @missing;
}
