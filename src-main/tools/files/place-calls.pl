# System calls of the placer (place-lines.ts) and its like that perl has no words for, the descriptors that they give, and what these
# programs are given: fields of bytes, each with its length before it.
# A failure is a `die` with what place-lines.pl tells of the line; $! is what the kernel said.
use strict;
use warnings;
use Config;

my (%numbers, %flags);

# Undef at the end. What was cut off is no field.
sub readField {
  my $count = read(STDIN, my $length, 4);
  return undef if defined $count && $count == 0;
  my $wanted = $count && $count == 4 ? unpack 'N', $length : die "input: cut off\n";
  $count = read(STDIN, my $field, $wanted);
  return defined $count && $count == $wanted ? $field : die "input: cut off\n";
}

{
  # x86_64, aarch64: the system call tables of the kernel, and its fcntl.h. The numbers belong to what perl was built for.
  my %rows = (
    close => [3, 57],
    ioctl => [16, 29],
    pread64 => [17, 67],
    fdatasync => [75, 83],
    fchmod => [91, 52],
    fchown => [93, 55],
    openat => [257, 56],
    openat2 => [437, 437],
    clock_gettime => [228, 113],
    statx => [332, 291],
    mkdirat => [258, 34],
    mknodat => [259, 33],
    symlinkat => [266, 36],
    readlinkat => [267, 78],
    linkat => [265, 37],
    unlinkat => [263, 35],
    renameat2 => [316, 276],
    fchownat => [260, 54],
    utimensat => [280, 88],
    setxattr => [188, 5],
    fsetxattr => [190, 7],
    getxattr => [191, 8],
    fgetxattr => [193, 10],
    listxattr => [194, 11],
    llistxattr => [195, 12],
    lgetxattr => [192, 9],
    flistxattr => [196, 13],
    removexattr => [197, 14],
    fremovexattr => [199, 16],
    O_DIRECTORY => [0x10000, 0x4000],
    O_NOFOLLOW => [0x20000, 0x8000],
  );
  my %columns = (x86_64 => 0, aarch64 => 1);
  my ($built) = $Config{ivsize} == 8 ? $Config{archname} =~ /^(x86_64|aarch64)-linux-gnu(?!x32)/ : ();
  # EX_UNAVAILABLE of sysexits.h.
  exit 69 if !defined $built;
  %numbers = map { ($_, $rows{$_}[$columns{$built}]) } keys %rows;

  %flags = (
    O_RDONLY => 0, O_RDWR => 2, O_NONBLOCK => 0x800, O_NOATIME => 0x40000, O_CLOEXEC => 0x80000, O_PATH => 0x200000,
    # It contains O_DIRECTORY.
    O_TMPFILE => 0x400000 | $numbers{O_DIRECTORY},
    map { ($_, $numbers{$_}) } qw(O_DIRECTORY O_NOFOLLOW),
  );
}

# Of a string the kernel is given the address: it must be a variable.
sub call { return syscall($numbers{+shift}, @_) }

sub flag { return $flags{$_[0]} }

{
  # A descriptor that is closed when nobody has it any more.
  package Descriptor;
  my $close = $numbers{close};
  sub new { my ($class, $number) = @_; return bless \$number, $class }
  # A name that leads to what is open itself, also to a link (proc(5)): for calls that take only names.
  sub name { return "/proc/self/fd/${$_[0]}" }
  sub DESTROY { local $!; syscall($close, ${$_[0]}) }
}

# How a line ends that is left alone.
sub leave { my ($why, $detail) = @_; die { why => $why, detail => $detail // '' } }
# What the kernel refused, in its words. A full disk ends everything: run.ts knows these words.
sub refuse { my ($what) = @_; die "$what: $!\n" if $!{ENOSPC} || $!{EDQUOT}; leave('refused', "$what: $!") }

{
  # RESOLVE_NO_XDEV, and _NO_MAGICLINKS, _NO_SYMLINKS, _BENEATH (openat2(2), Linux 5.6).
  my ($here, $below) = (0x01, 0x02 | 0x04 | 0x08);
  my $openat2 = $numbers{openat2};
  sub openResolving {
    my ($folder, $path, $flags, $resolve) = @_;
    my $how = pack 'Q3', $flags | $flags{O_CLOEXEC}, 0, $resolve;
    # Directly: there are some for each line.
    my $number = syscall($openat2, $$folder, $path, $how, length $how);
    return $number < 0 ? undef : Descriptor->new($number);
  }

  # Never through a link, never out of the folder, never over a mount point.
  sub openInside { return openResolving(@_, $here | $below) }

  my $folderFlags = $flags{O_PATH} | $flags{O_DIRECTORY} | $flags{O_NOFOLLOW};

  # The root of what is mounted at a path of less than PATH_MAX; undef with $!.
  sub openMounted {
    my ($folder, $path) = @_;
    return openResolving($folder, $path, $folderFlags, $below);
  }

  # The folder at a path of any length; undef with $!.
  sub openFolder {
    my ($root, $path) = @_;
    # PATH_MAX is 4096.
    while (length $path > 4000) {
      my $end = rindex $path, '/', 4000;
      $root = openInside($root, substr($path, 0, $end), $folderFlags) or return undef;
      $path = substr $path, $end + 1;
    }
    return openInside($root, $path eq '' ? '.' : $path, $folderFlags);
  }
}

# Again, what is open: to read or write it.
sub reopen {
  my ($descriptor, $flags) = @_;
  my $name = $descriptor->name;
  my $number = call('openat', -100, $name, $flags | flag('O_CLOEXEC'), 0);
  return $number < 0 ? undef : Descriptor->new($number);
}

{
  my $stat = "\0" x 256;
  my %kinds = (0x8000 => 'file', 0x4000 => 'folder', 0xa000 => 'link', 0x1000 => 'fifo');
  my $statx = $numbers{statx};
  sub lookBy {
    my ($folder, $name, $flags, $descriptor) = @_;
    # STATX_BASIC_STATS.
    syscall($statx, $$folder, $name, $flags, 0x7ff, $stat) == 0 or return undef;
    my ($attributes, $links, $uid, $gid, $mode, $inode, $size, $accessed, $changed, $modified, $device) =
      unpack 'x8 Q L3 S x2 Q2 x16 a12 x4 x16 a12 x4 a12 x4 x8 a8', $stat;
    return {
      descriptor => $descriptor, kind => $kinds{$mode & 0xf000} // 'other', mode => $mode, uid => $uid, gid => $gid,
      size => $size, links => $links, inode => $inode, device => $device, id => "$inode $device",
      isGuarded => $attributes & 0x30, # STATX_ATTR_IMMUTABLE, STATX_ATTR_APPEND
      accessed => $accessed, changed => $changed, modified => $modified,
    };
  }

  # What is open, as it is now: { descriptor, kind, mode, uid, … }. Times and devices are as the kernel has them, to be compared.
  sub look {
    my ($descriptor) = @_;
    # AT_EMPTY_PATH.
    return lookBy($descriptor, my $empty = '', 0x1000, $descriptor) // refuse('statx');
  }

  # What is at a name, without opening it: to be compared with what is open already. Undef when nothing is.
  sub glanceAt {
    my ($folder, $name) = @_;
    # AT_SYMLINK_NOFOLLOW, AT_NO_AUTOMOUNT.
    my $there = lookBy($folder, $name, 0x100 | 0x800);
    return $there if $there || $!{ENOENT};
    refuse('statx');
  }
}

# Seconds and nanoseconds.
sub timeOf { my ($time) = @_; return unpack 'q L', $time }

{
  my $entryFlags = $flags{O_PATH} | $flags{O_NOFOLLOW};
  # What is at a name; undef when nothing is.
  sub entryAt {
    my ($folder, $name) = @_;
    my $descriptor = openInside($folder, $name, $entryFlags);
    return look($descriptor) if $descriptor;
    return undef if $!{ENOENT};
    leave('other-file-system') if $!{EXDEV};
    refuse('open');
  }
}

# 0 or RENAME_NOREPLACE (1) or RENAME_EXCHANGE (2), within one folder.
sub renameHere { my ($folder, $from, $to, $flags) = @_; return call('renameat2', $$folder, $from, $$folder, $to, $flags) == 0 }

# AT_REMOVEDIR is 0x200.
sub unlinkHere { my ($folder, $name, $kind) = @_; return call('unlinkat', $$folder, $name, $kind eq 'folder' ? 0x200 : 0) == 0 }

# A further name for what is open, also for a file that has none yet. AT_EMPTY_PATH wants CAP_DAC_READ_SEARCH, and says ENOENT
# without it; AT_SYMLINK_FOLLOW goes by a name.
sub linkHere {
  my ($descriptor, $folder, $name) = @_;
  my $empty = '';
  return 1 if call('linkat', $$descriptor, $empty, $$folder, $name, 0x1000) == 0;
  return 0 if !$!{ENOENT};
  my $from = $descriptor->name;
  return call('linkat', -100, $from, $$folder, $name, 0x400) == 0;
}

sub linkTarget {
  my ($descriptor) = @_;
  my ($empty, $target) = ('', "\0" x 4096);
  my $length = call('readlinkat', $$descriptor, $empty, $target, 4096);
  $length >= 0 or refuse('readlink');
  return substr $target, 0, $length;
}

sub isEmptyFolder {
  my ($descriptor) = @_;
  opendir my $folder, $descriptor->name or refuse('read folder');
  return !grep { $_ ne '.' && $_ ne '..' } readdir $folder;
}
