# Asks the kernel on standard input's behalf (btrfs-ioctl.ts): it opens what it is told and hands bytes there and back.
# A question is a length and so many bytes: a place, how to open it, then calls, each a number, the size of its argument,
# how much of it to give back, its beginning, and what to open for it and how.
use strict;
use warnings;
binmode STDIN;
my $head;
while ((read(STDIN, $head, 4) || 0) == 4) {
  my $body;
  my $length = unpack('N', $head);
  (read(STDIN, $body, $length) || 0) == $length or last;
  my ($place, $flags, @calls) = unpack 'N/a N (N N N N/a N/a N)*', $body;
  my $handle;
  my $answer = pack 'N', sysopen($handle, $place, $flags) ? 0 : $! + 0;
  while (defined $handle && defined fileno($handle) && @calls) {
    my ($number, $size, $wanted, $bytes, $opened, $how) = splice @calls, 0, 6;
    my $error = 0;
    my $other;
    $bytes .= "\0" x ($size - length $bytes);
    if ($opened ne '') {
      if (sysopen($other, $opened, $how)) { substr($bytes, 0, 8) = pack 'q', fileno $other }
      else { $error = $! + 0 }
    }
    $error = $! + 0 if !$error && !defined ioctl($handle, $number, $bytes);
    my $end = $error ? 0 : $wanted;
    # Zeros at the end need not be sent.
    while ($end > 256 && substr($bytes, $end >> 1, $end - ($end >> 1)) !~ tr/\0//c) { $end >>= 1 }
    $answer .= pack 'N N/a', $error, substr($bytes, 0, $end);
  }
  # Whoever has the answer may unmount at once what was asked about.
  close $handle if defined $handle && defined fileno $handle;
  $answer = pack('N', length $answer) . $answer;
  for (my $sent = 0; $sent < length $answer;) {
    $sent += syswrite(STDOUT, $answer, length($answer) - $sent, $sent) || exit 1;
  }
}
