/** Checks whether a place can be snapshotted. */
import { existsSync, lstatSync, readlinkSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { assertNever } from '../../../kernel/assert-never.ts'
import { bufferFromBytePath, bytePathFromText, type BytePath } from '../../../kernel/byte-path.ts'
import type { Message } from '../../../kernel/message.ts'
import { isOnBtrfs, isSubvolume, readSubvolumeId } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { findOwnMount, readMountsOf } from '../../../tools/proc/mountinfo.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { snapshotSetsMessages } from '../messages.ts'
import type { Layout } from '../schemas.ts'

export type Problem = Extract<Layout, { kind: 'no-btrfs' | 'elsewhere' | 'hidden' | 'link' }>

/** Undefined when its snapshots can be kept in the state folder. */
export function checkPlace(stateFolder: string, place: string): Problem | undefined {
  if (!isOnBtrfs(place)) return noBtrfs(place)
  if (findOwnMount(place).device !== findOwnMount(stateFolder).device)
    return { kind: 'elsewhere', place, folder: stateFolder }
  return findSubvolumeRoot(place) === undefined ? { kind: 'hidden', place } : undefined
}

/** Undefined for a folder, also where a folder above it is a link. */
export function linkAt(place: string): Problem | undefined {
  const isLink = lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink() === true
  return isLink ? { kind: 'link', place, target: readlinkSync(place) } : undefined
}

export function noBtrfs(place: string): Problem {
  return { kind: 'no-btrfs', place, fsType: findOwnMount(place).fsType }
}

/** ID of the subvolume with this root folder. Read from its mount; btrfs is asked only if it is not mounted by itself. */
export async function subvolumeIdOf(root: string, options: RunOptions): Promise<number> {
  const { target, subvolumeId } = findOwnMount(root)
  return target === bytePathFromText(root) && subvolumeId !== undefined ? subvolumeId : readSubvolumeId(root, options)
}

/** What a set leaves out because of it. */
export function withoutPlace(problem: Problem): Message {
  switch (problem.kind) {
    case 'no-btrfs':
      return snapshotSetsMessages.withoutNoBtrfs({ place: problem.place, fsType: problem.fsType })
    case 'elsewhere':
      return snapshotSetsMessages.withoutElsewhere({ place: problem.place })
    case 'hidden':
      return snapshotSetsMessages.withoutHidden({ place: problem.place })
    case 'link':
      return snapshotSetsMessages.withoutLink({ place: problem.place })
    default:
      return assertNever(problem)
  }
}

/**
 * The root folder of the subvolume that contains `place`: `place` or a folder above it with the same device number (each
 * subvolume has its own), or else another mount of the whole subvolume. `place` may be a bind mount from a subvolume that
 * is not mounted as a whole anywhere: then undefined, never the subvolume that happens to surround it.
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
  return readMountsOf('self')
    .map(({ target }) => bufferFromBytePath(target).toString('utf8'))
    .find((target) => existsSync(target) && isRoot(target))
}

/** From the top level of the file system, with a slash at its end. */
export function placeOnDisk(folder: string): BytePath {
  const real = realpathSync(folder)
  const { fsRoot, target } = findOwnMount(real)
  const place = path.join(fsRoot, path.relative(target, bytePathFromText(real))).slice(1)
  return place === '' ? '' : `${place}/`
}

export interface SwapPlace {
  readonly file: string
  readonly subvolumeId: number
}

/** The kernel refuses to snapshot a subvolume with an active swap file ("Text file busy"). */
export async function findSwapPlaces(files: readonly string[], options: RunOptions): Promise<readonly SwapPlace[]> {
  // In a container the kernel names the host's files.
  const there = files.filter((file) => existsSync(file) && isOnBtrfs(file))
  return Promise.all(
    there.map(async (file) => ({ file, subvolumeId: await readSubvolumeId(path.dirname(file), options) })),
  )
}
