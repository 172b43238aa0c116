import { mkdirSync, rmdirSync } from 'node:fs'
import { mountBtrfs, unmount } from '../../../tools/mounts/mount.ts'
import type { RunOptions } from '../../../tools/run.ts'

interface Wanted {
  /** The device. */
  readonly source: string
  /** "subvolid=5" */
  readonly subvolume: string
  readonly at: string
}

/** Does `work` while a subvolume is mounted at a folder that nobody but root can enter. */
export async function withMounted<T>(
  { source, subvolume, at }: Wanted,
  options: RunOptions,
  work: () => Promise<T>,
): Promise<T> {
  mkdirSync(at, { recursive: true, mode: 0o700 })
  // Of one that was killed.
  await unmount(at, [], options)
  await mountBtrfs({ source, target: at, options: `${subvolume},nosuid,nodev,noexec` }, [], options)
  try {
    return await work()
  } finally {
    await unmount(at, [], {})
    rmdirSync(at)
  }
}
