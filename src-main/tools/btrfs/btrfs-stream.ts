/**
 * btrfs-send(8) into btrfs-receive(8): a snapshot as it is, onto another btrfs. `receive` makes it writable under the snapshot's own
 * name, and sets its received UUID and the read-only flag at the very end.
 */
import { isDeepStrictEqual } from 'node:util'
import { readOwnText } from '../files/own-file.ts'
import { toAppError } from '../../kernel/app-error.ts'
import { textFromBytePath } from '../../kernel/byte-path.ts'
import { toolsMessages } from '../messages.ts'
import { findOwnMount } from '../proc/mountinfo.ts'
import { runPiped, type Command, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { isUnreadable } from '../unreadable.ts'

export interface SnapshotStream {
  /** A read-only snapshot. */
  readonly snapshot: string
  /** An earlier one that the other side has, unchanged on both. Without it everything is sent. */
  readonly parent?: string | undefined
  /** A folder on the other file system, in which nothing has the name of the snapshot. */
  readonly into: string
}

/**
 * @throws AppError "disk-full", "blocked" for one that is read-only, "not-verified" where the disk cannot read the snapshot, "tool-failed".
 * What came is left there, and is writable.
 */
export async function sendInto(
  { snapshot, parent, into }: SnapshotStream,
  options: RunOptions & { readonly onBytes?: (bytes: number) => void },
): Promise<void> {
  const since = parent === undefined ? [] : ['-p', parent]
  const send = ['btrfs', '-q', 'send', ...asStored(), ...since, '--', snapshot] as const
  const title = titles.sendSnapshot({ name: snapshot })
  try {
    await runPiped({ title, argv: send }, receiveCommand(snapshot, into), options)
  } catch (thrown) {
    const { problem, details } = toAppError(thrown)
    const isOfSource = isDeepStrictEqual(problem?.data['title'], title)
    if (isOfSource && isUnreadable(thrown)) throw toolsMessages.snapshotUnreadable({ name: snapshot }, { details })
    throw thrown
  }
}

/**
 * Whoever made the stream, or the disk that it is sent from, may have put anything into it: `receive` goes wherever its names and
 * links lead, as root. Confined to the folder it cannot leave it, and still finds what it builds on elsewhere: it asks for that
 * by UUID, through what it opened before. A device of the stream's is made, and cannot be opened there.
 */
export function receiveCommand(snapshot: string, into: string): Command {
  const receive = ['btrfs', '-q', 'receive', '--chroot', '--', into] as const
  const mount = textFromBytePath(findOwnMount(into).target)
  return { title: titles.receiveSnapshot({ name: snapshot }), argv: [...withoutDevices, mount, ...receive] }
}

/**
 * The mount, then the command that sees it so. It has mounts of its own that follow ours: what is unmounted meanwhile is unmounted
 * for it too, and its disk is let go.
 */
const withoutDevices = [
  ...['unshare', '--mount', '--propagation', 'slave', '--'],
  ...['/bin/sh', '-c', 'mount -o remount,bind,nodev -- "$1" && shift && exec "$@"', 'sh'],
] as const

/** Compressed data crosses as it is, where this kernel can (6.0 and later). */
function asStored(): readonly string[] {
  try {
    const version = Number(readOwnText('/sys/fs/btrfs/features/send_stream_version', 'latin1'))
    return version >= 2 ? ['--proto', '2', '--compressed-data'] : []
  } catch {
    // An older kernel has no such file.
    return []
  }
}
