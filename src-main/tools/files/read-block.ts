/** dd(1): whether the disk gives what a file has at a place. btrfs compares each block that it reads with its checksum. */
import { closeSync, constants, openSync } from 'node:fs'
import { bufferFromBytePath, textFromBytePath, type BytePath } from '../../kernel/byte-path.ts'
import { blockBytes } from '../btrfs/btrfs-extents.ts'
import { run, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

/** False also where the file is gone. What is in memory does not count: it is read from the disk. */
export async function canReadBlock(file: BytePath, offset: number, options: RunOptions): Promise<boolean> {
  const handle = openFile(file)
  if (handle === undefined) return false
  try {
    const title = titles.readBlock({ name: textFromBytePath(file) })
    // A path that dd is given is text; this one is bytes.
    const input = `if=/proc/${process.pid}/fd/${handle}`
    // What is compressed is read by way of memory all the same.
    await run({ title, argv: ['dd', input, 'of=/dev/null', 'iflag=nocache', 'count=0', 'status=none'] }, options)
    const at = [`bs=${blockBytes}`, `skip=${Math.floor(offset / blockBytes)}`, 'count=1'] as const
    const argv = ['dd', input, 'of=/dev/null', 'iflag=direct', 'status=none', ...at] as const
    return (await run({ title, argv, exitCodes: [0, 1] }, options)).exitCode === 0
  } finally {
    closeSync(handle)
  }
}

function openFile(file: BytePath): number | undefined {
  try {
    return openSync(bufferFromBytePath(file), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch {
    return undefined
  }
}
