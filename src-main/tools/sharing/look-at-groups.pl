# Finds out which of the files of one size are the same, and what sharing them would give (look-at-groups.ts). It follows
# place-calls.pl, trees.pl and files.pl, and changes nothing. Standard input: how many trees, their root folders; how many paths are
# asked about, each with the number of its tree before it; how many are left out, likewise; then for each size one field: files, each
# after a NUL. Standard output for each size: its groups, fields after NULs.
use strict;
use warnings;

readRoots();
my ($asked, $leftOut) = map { my %of; for (1 .. readField()) { my $tree = readField(); push @{$of{$tree}}, readField() } \%of } 1, 2;

sub isBelow {
  my ($name, $paths) = @_;
  for my $path (@$paths) { return 1 if $path eq '' || $name eq $path || index($name, "$path/") == 0 }
  return 0;
}

# A word for what was not asked about, or is to be left alone by any of its names.
sub whyLeftOut {
  my ($file) = @_;
  my ($wanted, $unwanted) = ($asked->{$file->{tree}}, $leftOut->{$file->{tree}});
  return undef if !$unwanted && (!$wanted || grep { $_ eq '' } @$wanted);
  my @names = namesOf($file);
  my $hasMore = hasMoreNames();
  return 'not-asked' if $wanted && !grep { isBelow($_, $wanted) } @names;
  return 'left-out' if $unwanted && ($hasMore || grep { isBelow($_, $unwanted) } @names);
  return undef;
}

my $sample = 1 << 16;
my $buffer = "\0" x $sample;

# Begin, middle and end; a guess is enough, for the kernel compares every byte. Sums of words take no memory.
sub sampleOf {
  my ($opened, $size, $part) = @_;
  my $at = $part == 0 ? 0 : $part == 1 ? int($size / 2) & ~4095 : $size > $sample ? ($size - $sample) & ~4095 : 0;
  my $length = $size - $at < $sample ? $size - $at : $sample;
  readInto($opened, \$buffer, $at, $length) or return undef;
  return join ' ', map { unpack '%64Q*', substr $buffer, $_ * 4096, $_ * 4096 + 4096 > $length ? $length - $_ * 4096 : 4096 } 0 .. int(($length - 1) / 4096);
}

{
  my @rooms = map { "\0" x $_ } 1 << 16, 1 << 20;
  my %numbers;
  # INO_LOOKUP of the root folder: the number of its tree.
  sub treeNumber {
    my ($tree) = @_;
    return $numbers{$tree} //= do {
      my $ask = pack 'x8 Q x4080', 256;
      call('ioctl', ${rootOf($tree)->{descriptor}}, 0xd0009412, $ask) == 0 ? unpack 'Q', $ask : 0;
    };
  }
  # LOGICAL_INO_V2 with IGNORE_OFFSET: "tree inode" of all files that hold an extent; undef where they are too many to be told.
  sub holdersOf {
    my ($root, $disk) = @_;
    for my $room (@rooms) {
      my $ask = pack 'Q2 x24 Q P', $disk, length $room, 1, $room;
      call('ioctl', ${$root->{descriptor}}, 0xc038943b, $ask) == 0 or return undef;
      my ($count, $missed) = unpack 'x8 L2', $room;
      next if $missed;
      my @found = unpack "x16 Q$count", $room;
      my %holders;
      for (my $at = 0; $at + 2 < @found; $at += 3) { $holders{"$found[$at + 2] $found[$at]"} = 1 }
      return \%holders;
    }
    return undef;
  }
}

# Of so many extents of a file it is looked who holds them; what the others give is taken to be likewise.
my $extentsAtMost = 64;

# All files that lie in the same places are one layout.
sub layoutsOf {
  my ($files) = @_;
  my (%layouts, @layouts);
  for my $file (@$files) {
    my $leftOut = whyLeftOut($file);
    my ($extents, $why) = $leftOut ? (undef, $leftOut) : layoutOf($file);
    $file->{word} = $why // 'ok';
    next if !$extents;
    my $key = join ',', map { "@$_" } @$extents;
    push @layouts, $layouts{$key} = { extents => $extents, files => [] } if !$layouts{$key};
    push @{$layouts{$key}{files}}, $file;
  }
  return @layouts;
}

sub sampledAlike {
  my ($layouts, $part) = @_;
  my %alike;
  for my $layout (@$layouts) {
    for my $file (@{$layout->{files}}) {
      my ($opened, $why, $name) = openFile($file);
      if (!$opened) { $file->{word} = $why; next }
      $layout->{name} = $name;
      my $sample = sampleOf($opened, $file->{size}, $part);
      push @{$alike{$sample}}, $layout if defined $sample;
      last;
    }
  }
  return grep { @$_ > 1 } values %alike;
}

# What is freed when all share the layout that gives most, and what when nothing else holds their blocks any more.
sub assess {
  my ($layouts) = @_;
  my %mine;
  for my $layout (@$layouts) { $mine{treeNumber($_->{tree}) . " $_->{inode}"} = 1 for @{$layout->{files}} }
  my %worth;
  my ($now, $all) = (0, 0);
  for my $layout (@$layouts) {
    ($layout->{now}, $layout->{all}, $layout->{holders}) = (0, 0, 0);
    my $root = $layout->{files}[0]{root};
    my (%own, $looked);
    $own{$_->[2]} = $_->[3] for @{$layout->{extents}};
    my @disks = sort { $a <=> $b } keys %own;
    my $scale = @disks > $extentsAtMost ? @disks / $extentsAtMost : 1;
    for my $disk (@disks[0 .. ($#disks < $extentsAtMost ? $#disks : $extentsAtMost - 1)]) {
      if (!$worth{$disk}) {
        my $holders = holdersOf($root, $disk);
        my $isMine = $holders && !grep { !$mine{$_} } keys %$holders;
        $worth{$disk} = { now => $isMine ? $own{$disk} * $scale : 0, all => $own{$disk} * $scale, holders => $holders ? scalar keys %$holders : 1 << 20 };
        $now += $worth{$disk}{now};
        $all += $worth{$disk}{all};
      }
      $layout->{$_} += $worth{$disk}{$_} for qw(now all);
      $layout->{holders} = $worth{$disk}{holders} if $worth{$disk}{holders} > $layout->{holders};
    }
  }
  my ($keeper) = sort {
    $a->{now} <=> $b->{now} || $b->{holders} <=> $a->{holders} || modifiedOf($a) <=> modifiedOf($b) || $a->{files}[0]{inode} <=> $b->{files}[0]{inode}
  } @$layouts;
  return ($keeper, int($now - $keeper->{now}), int($all - $keeper->{all}));
}

sub modifiedOf { my ($layout) = @_; return unpack 'q', pack 'H16', (split / /, $layout->{files}[0]{version})[3] }

# Of each group: what it gives now, what later, how many files it is, and of each layout, the one that stays first, its name and its files.
while (defined(my $question = readField())) {
  my @files = map { my $file = fileOf($_); $file->{words} = $_; $file } split /\0/, $question;
  my @layouts = layoutsOf(\@files);
  my @groups = @layouts > 1 ? ([@layouts]) : ();
  for my $part ($files[0]{size} > $sample ? (0, 1, 2) : 0) { @groups = map { sampledAlike($_, $part) } @groups }
  my @told;
  for my $group (@groups) {
    my ($keeper, $now, $later) = assess($group);
    my @ordered = ($keeper, grep { $_ != $keeper } @$group);
    push @told, $now, $later, scalar @ordered;
    push @told, $_->{name}, $_->{files}[0]{tree}, scalar @{$_->{files}}, map { $_->{words} } @{$_->{files}} for @ordered;
  }
  my %left;
  $left{$_->{word}}++ for @files;
  answer(join "\0", scalar @groups, @told, map { "$_ $left{$_}" } sort keys %left);
}
