/** Which blocks a scrub found damaged, and what of which files is in a block. */
import { run, type RunOptions, type RunResult } from '../run.ts'
import { titles } from '../titles/messages.ts'
import { blockBytes } from './btrfs-extents.ts'

/**
 * What the kernel's log says of a scrub: "checksum error at logical 13631488 on dev /dev/sda2, physical ...". Linux 6.4 to 6.18 name
 * the beginning of the stripe of 64 KiB that the block is in, and log some ten of them in five seconds.
 */
const reportPattern = /error at logical (\d+) on dev (\S+?),? physical/
export const stripeBytes = 65_536

/** Of these devices: beginnings of stripes that contain damaged blocks, each once. */
export function parseScrubReports(lines: readonly string[], devices: readonly string[]): readonly number[] {
  const found = lines.flatMap((line) => {
    const [, logical, device] = reportPattern.exec(line) ?? []
    return logical !== undefined && device !== undefined && devices.includes(device) ? [Number(logical)] : []
  })
  return [...new Set(found.map((logical) => logical - (logical % stripeBytes)))]
}

export const blocksOfStripe = (logical: number): readonly number[] =>
  Array.from({ length: stripeBytes / blockBytes }, (_none, index) => logical + index * blockBytes)

/** A file that has the block: by inode in a subvolume, and where in it. */
export interface BlockUse {
  readonly root: number
  readonly inode: number
  readonly offset: number
}

/**
 * btrfs-inspect-internal(8), `logical-resolve -P`; none for a block of metadata, or one that nothing uses any more. Undefined where the disk
 * does not tell.
 */
export async function findBlockUses(
  place: string,
  logical: number,
  options: RunOptions,
): Promise<readonly BlockUse[] | undefined> {
  const argv = [
    'btrfs',
    'inspect-internal',
    'logical-resolve',
    '-P',
    '-s',
    '65536',
    '--',
    String(logical),
    place,
  ] as const
  return readBlockUses(await run({ title: titles.scrub({ name: place }), argv, exitCodes: [0, 1] }, options))
}

/** ENOENT and EINVAL of the kernel mean that no file has it (btrfs-progs 6.2). Any other failure says nothing of who has it. */
export function readBlockUses({
  exitCode,
  stdout,
  stderr,
}: Pick<RunResult, 'exitCode' | 'stdout' | 'stderr'>): readonly BlockUse[] | undefined {
  if (exitCode !== 0) return /ioctl: (?:No such file or directory|Invalid argument)$/m.test(stderr) ? [] : undefined
  return [...stdout.matchAll(/^inode (\d+) offset (\d+) root (\d+)$/gm)].map(([, inode, offset, root]) => ({
    root: Number(root),
    inode: Number(inode),
    offset: Number(offset),
  }))
}
