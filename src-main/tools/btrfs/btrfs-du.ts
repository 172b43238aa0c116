/** btrfs-filesystem(8), `du`: what only these trees hold. It reads where every file lies: seconds for a large one. */
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

export interface TreeSize {
  /** Held by nothing else on the file system. */
  readonly exclusiveBytes: number
  /** Held by something else too, each place counted once. */
  readonly sharedBytes: number
}

/** In the order of `paths`. The paths must not hold newlines. */
export async function measureTrees(
  paths: readonly string[],
  options: RunOptions & { readonly gently?: boolean },
): Promise<readonly TreeSize[]> {
  if (paths.length === 0) return []
  const argv = ['btrfs', 'filesystem', 'du', '--summarize', '--raw', '--', ...paths] as const
  const { stdout } = await run(
    {
      title: titles.measureSnapshots({}),
      // nice(1) and ionice(1): the idle class gets the disk when nobody else wants it.
      argv: options.gently === true ? ['nice', '-n', '19', 'ionice', '-c', '3', ...argv] : [...argv],
      diesWithAgent: true,
    },
    options,
  )
  return parseDu(stdout, paths.length)
}

/** btrfs-progs 6.2 to 6.14: a head, then a line for each argument; "-" where there is nothing to share. */
export function parseDu(text: string, count: number): readonly TreeSize[] {
  const lines = [...text.matchAll(/^\s*\d+\s+(\d+)\s+(\d+|-)\s+\S.*$/gm)]
  if (lines.length !== count) throw unreadableAnswer('btrfs filesystem du', text)
  return lines.map(([, exclusive, shared]) => ({
    exclusiveBytes: Number(exclusive),
    sharedBytes: shared === '-' ? 0 : Number(shared),
  }))
}
