/** What stands against snapshots of one place. */
import { existsSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { assertNever } from '../../../kernel/assert-never.ts'
import { isOnBtrfs, isSubvolume, showSubvolume } from '../../../tools/btrfs-subvolume.ts'
import { findMount } from '../../../tools/findmnt.ts'
import { readOwnMounts } from '../../../tools/mountinfo.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { Layout, Source } from '../schemas.ts'

export type Problem = Extract<Layout, { kind: 'no-btrfs' | 'elsewhere' | 'hidden' }>

/** Undefined when its snapshots can be kept in the state folder. */
export async function judgePlace(
  stateFolder: string,
  place: string,
  options: RunOptions,
): Promise<Problem | undefined> {
  if (!isOnBtrfs(place)) return noBtrfs(place, options)
  const [own, state] = await Promise.all([findMount(place, options), findMount(stateFolder, options)])
  if (own.uuid !== state.uuid) return { kind: 'elsewhere', place, folder: stateFolder }
  return findSubvolumeRoot(place) === undefined ? { kind: 'hidden', place } : undefined
}

export async function noBtrfs(place: string, options: RunOptions): Promise<Problem> {
  return { kind: 'no-btrfs', place, fsType: (await findMount(place, options)).fsType }
}

/** "/home, which is on ext4" */
export function problemWords(problem: Problem): string {
  switch (problem.kind) {
    case 'no-btrfs':
      return `${problem.place}, which is on ${problem.fsType}`
    case 'elsewhere':
      return `${problem.place}, which is on another file system`
    case 'hidden':
      return `${problem.place}, whose subvolume is not mounted as a whole`
    default:
      return assertNever(problem)
  }
}

/**
 * The root folder of the subvolume that holds `place`: the closest folder above it of the same subvolume (each has a
 * device number of its own), or where else that subvolume is mounted whole. A folder may be a bind mount of one that is
 * mounted nowhere as a whole: then undefined, and never the subvolume that happens to be around it.
 */
export function findSubvolumeRoot(place: string): string | undefined {
  const { dev } = statSync(place)
  const isRoot = (folder: string) => isSubvolume(folder) && statSync(folder).dev === dev
  let folder = realpathSync(place)
  for (;;) {
    if (isRoot(folder)) return folder
    const above = path.dirname(folder)
    if (above === folder || statSync(above).dev !== dev) break
    folder = above
  }
  return readOwnMounts()
    .map(({ target }) => target)
    .find((target) => existsSync(target) && isRoot(target))
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
    const root = findSubvolumeRoot(path.dirname(file))
    if (root === undefined) continue
    const { uuid } = await showSubvolume(root, options)
    const source = sources.find((candidate) => candidate.uuid === uuid)
    if (source !== undefined) return { file, place: source.path }
  }
  return undefined
}
