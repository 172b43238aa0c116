/** Does work while something is mounted at a folder that nobody but root can enter, and takes it away whatever happens. */
import { mkdirSync, rmdirSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import type { RunOptions } from '../run.ts'
import { mountBound, mountBtrfs, unmount } from './mount.ts'

interface Wanted {
  /** The device. */
  readonly source: string
  /** "subvolid=5", and more words of mount(8). */
  readonly subvolume: string
  readonly at: string
}

/**
 * The top of a disk that may be anybody's, and that others may have mounted too: no link on it leads anywhere, for any program, whatever is
 * swapped meanwhile (nosymfollow: Linux 5.10, mount(8) of util-linux 2.38; seen with 2.38.1). Links can still be made, and read as links.
 */
export const topOfDisk = 'subvolid=5,compress=zstd,nosymfollow'

export function withMounted<T>(
  { source, subvolume, at }: Wanted,
  options: RunOptions,
  work: () => Promise<T>,
): Promise<T> {
  const words = `${subvolume},nosuid,nodev,noexec`
  return whileThere(at, options, () => mountBtrfs({ source, target: at, options: words }, [], options), work)
}

/** A folder that is seen at `at` too. */
export function withBound<T>(
  { source, at }: Pick<Wanted, 'source' | 'at'>,
  options: RunOptions,
  work: () => Promise<T>,
): Promise<T> {
  return whileThere(at, options, () => mountBound({ source, target: at }, options), work)
}

async function whileThere<T>(
  at: string,
  options: RunOptions,
  mount: () => Promise<void>,
  work: () => Promise<T>,
): Promise<T> {
  mkdirSync(at, { recursive: true, mode: 0o700 })
  // Of one that was killed.
  await unmount(at, [], options)
  await mount()
  try {
    return await work()
  } finally {
    await takeAway(at)
  }
}

/**
 * What was stopped in the middle lets go of it a moment after it was told to end. What still does not then is left for who mounts there
 * next, or looks after it: what was done is done.
 */
export async function takeAway(at: string): Promise<void> {
  for (const deadline = Date.now() + 5_000; (await unmount(at, [], {})) === 'busy';) {
    if (Date.now() > deadline) return
    await pause(100)
  }
  rmdirSync(at)
}
