/** File systems side by side: what goes wrong with one is no failure of the others. */
import type { RunOptions } from '../../../tools/run.ts'
import { disksMessages } from '../messages.ts'
import type { MountedFileSystem } from './list-file-systems.ts'

export interface FailedFileSystem {
  readonly mounted: MountedFileSystem
  readonly thrown: unknown
}

interface EachFileSystem<T> {
  readonly answers: readonly T[]
  readonly failed: readonly FailedFileSystem[]
}

/** Rejects only where all of it was given up. */
export async function askEachFileSystem<T>(
  all: readonly MountedFileSystem[],
  ask: (mounted: MountedFileSystem) => Promise<T>,
  { signal }: RunOptions,
): Promise<EachFileSystem<T>> {
  const answers: T[] = []
  const failed: FailedFileSystem[] = []
  const asked = await Promise.allSettled(all.map(async (mounted) => ask(mounted)))
  signal?.throwIfAborted()
  for (const [index, mounted] of all.entries()) {
    const one = asked[index]
    if (one?.status === 'fulfilled') answers.push(one.value)
    else failed.push({ mounted, thrown: one?.reason })
  }
  return { answers, failed }
}

/** Of one that cannot be read nobody knows its UUID: it may be the one that is meant. */
export function whyNotFound(id: string, [first]: readonly FailedFileSystem[]): unknown {
  return first === undefined ? disksMessages.noDisk({ id }) : first.thrown
}
