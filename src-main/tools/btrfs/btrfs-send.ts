/**
 * What has to be done to make one read-only snapshot of another, without the data: BTRFS_IOC_SEND (linux/btrfs.h), for
 * which btrfs-send(8) asks the kernel too. Asked directly, what it says comes here without a program in between that
 * reads and writes all of it, a tenth of the time of a comparison. Node cannot call ioctl(2); perl can (btrfs-ioctl.ts).
 */
import { constants } from 'node:fs'
import { ioctlNumber } from './btrfs-ioctl.ts'
import { lookUpFolder } from './btrfs-roots.ts'
import { run, type RunOptions } from '../run.ts'
import { createSendReader, type SendCommand } from './btrfs-send-stream.ts'

export interface SendRequest {
  /** The earlier one. Of an unrelated one btrfs says nothing: it describes two whole trees and calls it a success. */
  readonly parent: string
  readonly snapshot: string
}

/** By this word in its argv it is known to send (btrfs-senders.ts). */
export const sendWord = 'btrfs-send'

const flags = { noFileData: 1 }
const argumentBytes = 72
const folderOf = lookUpFolder(0, 256)

/** As much as an ordinary pipe may hold, and how often it is emptied. */
const pipe = { bytes: 2 ** 20, setSize: 1031, seconds: 0.004 }

/**
 * The kernel says little at a time, thousands of times; handed on each time, that would cost a tenth of the whole. So one
 * process asks and another empties the pipe now and then. Both places stay open to the end: by that, too, it is seen that
 * they are needed. No place to take data from is named.
 */
const script = `
use strict; my (undef, $parent, $snapshot) = @ARGV;
sub opened { sysopen(my $handle, $_[0], ${constants.O_DIRECTORY}) or die "$_[0]: $!\n"; $handle }
my ($from, $of) = (opened($parent), opened($snapshot));
my $tree = pack 'x8 Q x${folderOf.size - 16}', 256;
defined ioctl($from, ${folderOf.number}, $tree) or die "$parent: $!\n";
pipe my $said, my $says or die "pipe: $!\n"; fcntl($says, ${pipe.setSize}, ${pipe.bytes});
my $asker = fork; defined $asker or die "fork: $!\n";
if (!$asker) {
  close $said;
  my $request = pack 'q x16 a8 Q x32', fileno $says, $tree, ${flags.noFileData};
  defined ioctl($of, ${ioctlNumber('write', 38, argumentBytes)}, $request) or die "$snapshot: $!\n";
  exit 0;
}
close $says;
for (my $piece; ; select undef, undef, undef, ${pipe.seconds}) {
  my $length = sysread $said, $piece, ${pipe.bytes};
  last if !$length;
  for (my $sent = 0; $sent < $length;) { $sent += syswrite(STDOUT, $piece, $length - $sent, $sent) || die "output: $!\n" }
}
waitpid $asker, 0; exit($? ? 1 : 0);
`

/** Neither snapshot can be deleted while it is read (EPERM). */
export function sendArgv({ parent, snapshot }: SendRequest): readonly [string, ...string[]] {
  return ['perl', '-e', script, sendWord, parent, snapshot]
}

/**
 * Calls `tell` with each command in order. What `tell` throws ends it. It only reads, and ends by itself when nobody
 * reads what it writes; so it needs no dieWithParent, which would cost as much as a small comparison.
 */
export async function readSend(
  request: SendRequest,
  tell: (command: SendCommand) => void,
  options: RunOptions,
): Promise<void> {
  const reader = createSendReader(tell)
  await run(
    {
      title: 'ask btrfs what is different between two snapshots',
      argv: sendArgv(request),
      onBytes: (piece) => reader.push(piece),
    },
    options,
  )
  reader.end()
}
