/** btrfs-filesystem(8), `usage`: how much room there is, and how full the metadata is. */
import { run, unreadableAnswer, type RunOptions } from './run.ts'

export interface BtrfsUsage {
  readonly totalBytes: number
  readonly usedBytes: number
  /** What can be written at least, whatever profile the next chunks get. */
  readonly freeBytes: number
  readonly unallocatedBytes: number
  readonly metadataBytes: number
  readonly metadataUsedBytes: number
}

export async function readBtrfsUsage(path: string, options: RunOptions): Promise<BtrfsUsage> {
  const { stdout } = await run(
    { title: `ask how much room ${path} has`, argv: ['btrfs', 'filesystem', 'usage', '-b', '--', path] },
    options,
  )
  return parseBtrfsUsage(stdout)
}

/** btrfs-progs 6.2 to 6.14 print the same; their JSON form leaves out what is unallocated. */
export function parseBtrfsUsage(text: string): BtrfsUsage {
  const field = (pattern: RegExp): number => {
    const digits = pattern.exec(text)?.[1]
    if (digits === undefined) throw unreadableAnswer('btrfs filesystem usage', text)
    return Number(digits)
  }
  return {
    totalBytes: field(/^ {4}Device size:\s+(\d+)$/m),
    usedBytes: field(/^ {4}Used:\s+(\d+)$/m),
    freeBytes: field(/^ {4}Free \(estimated\):\s+\d+\s+\(min: (\d+)\)$/m),
    unallocatedBytes: field(/^ {4}Device unallocated:\s+(\d+)$/m),
    metadataBytes: field(/^(?:Data\+)?Metadata,\S+: Size:(\d+), Used:\d+/m),
    metadataUsedBytes: field(/^(?:Data\+)?Metadata,\S+: Size:\d+, Used:(\d+)/m),
  }
}
