/** What stands against snapshots of one place. */
import { existsSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { isOnBtrfs, isSubvolume, showSubvolume } from '../../../tools/btrfs-subvolume.ts'
import { findMount } from '../../../tools/findmnt.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { Layout, Source } from '../schemas.ts'

export type Problem = Extract<Layout, { kind: 'no-btrfs' | 'elsewhere' }>

/** Undefined when its snapshots can be kept in the state folder. */
export async function judgePlace(
  stateFolder: string,
  place: string,
  options: RunOptions,
): Promise<Problem | undefined> {
  if (!isOnBtrfs(place)) return noBtrfs(place, options)
  const [own, state] = await Promise.all([findMount(place, options), findMount(stateFolder, options)])
  return own.uuid === state.uuid ? undefined : { kind: 'elsewhere', place, folder: stateFolder }
}

export async function noBtrfs(place: string, options: RunOptions): Promise<Problem> {
  return { kind: 'no-btrfs', place, fsType: (await findMount(place, options)).fsType }
}

/** "/home, which is on ext4" */
export function problemWords(problem: Problem): string {
  return problem.kind === 'no-btrfs'
    ? `${problem.place}, which is on ${problem.fsType}`
    : `${problem.place}, which is on another file system`
}

/** The closest folder above that is the root of a subvolume; every mount point of btrfs's whole subvolumes is one. */
export function findSubvolumeRoot(place: string): string {
  let folder = realpathSync(place)
  while (!isSubvolume(folder)) {
    const above = path.dirname(folder)
    if (above === folder) throw new Error(`${place} is on btrfs, but no folder above it is a subvolume`)
    folder = above
  }
  return folder
}

/** The kernel refuses to snapshot a subvolume with an active swap file ("Text file busy"). */
export async function findSwapFile(
  files: readonly string[],
  sources: readonly Pick<Source, 'uuid' | 'path'>[],
  options: RunOptions,
): Promise<{ readonly file: string; readonly place: string } | undefined> {
  for (const file of files) {
    // In a container the kernel names the host's files.
    if (!existsSync(file) || !isOnBtrfs(file)) continue
    const { uuid } = await showSubvolume(findSubvolumeRoot(path.dirname(file)), options)
    const source = sources.find((candidate) => candidate.uuid === uuid)
    if (source !== undefined) return { file, place: source.path }
  }
  return undefined
}
