/** What a rollback stands on: the top level of the file system, where every subvolume has its name, and its trees in there. */
import { mkdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '../../../../kernel/app-error.ts'
import { bytePathFromText, type BytePath } from '../../../../kernel/byte-path.ts'
import { readSubvolumeId, resolveSubvolume } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { mountOfPath } from '../../../../tools/proc/mountinfo.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { outerIndex } from '../plan/inner-subvolumes.ts'
import { treeName, workFolder, type Journal } from './operation.ts'

/** A place in the work where it can be stopped, for tests: they look at what is there then. */
export type StopPoint = (name: string) => void | Promise<void>

export interface Ground {
  /** A mount of the top level that nobody else sees. */
  readonly top: string
  readonly stateFolder: string
  /** Of the file system, as tables of mounts have it. */
  readonly device: string
  /** The state folder from the top level: "@pc-switcher/root". */
  readonly stateName: BytePath
  readonly stop: StopPoint
  readonly options: RunOptions
}

/** AppError "blocked" when the state folder is not on this file system. */
export async function findGround(
  top: string,
  stateFolder: string,
  stop: StopPoint,
  options: RunOptions,
): Promise<Ground> {
  const id = await readSubvolumeId(stateFolder, options)
  const name = await resolveSubvolume(id, stateFolder, options)
  if (name === undefined) throw lostState(stateFolder)
  const stateName = [name, bytePathFromText(pathWithinSubvolume(stateFolder))].filter((part) => part !== '').join('/')
  const device = deviceOf(stateFolder)
  const ground = { top, stateFolder, device, stateName, stop, options }
  mkdirSync(workFolder(stateFolder), { recursive: true, mode: 0o700 })
  const seen = statSync(Buffer.from(atTop(ground, `${stateName}/rollback/work`), 'latin1'), { throwIfNoEntry: false })
  const own = statSync(workFolder(stateFolder))
  if (seen?.ino !== own.ino || seen.dev !== own.dev) throw lostState(stateFolder)
  return ground
}

/** "0:98", the same for all mounts of one file system. */
export function deviceOf(stateFolder: string): string {
  const mount = mountOfPath(bytePathFromText(stateFolder), 'self')
  if (mount?.fsType !== 'btrfs') throw lostState(stateFolder)
  return mount.device
}

/** From the root of the subvolume that holds it. */
function pathWithinSubvolume(folder: string): string {
  let root = folder
  while (statSync(root).ino !== 256) {
    const above = path.dirname(root)
    if (above === root) throw lostState(folder)
    root = above
  }
  return path.relative(root, folder)
}

export function atTop({ top }: Pick<Ground, 'top'>, name: BytePath): BytePath {
  return `${bytePathFromText(top)}/${name}`
}

/** The tree of a part in the work folder, by way of the top level: an exchange needs both names in one mount. */
export function treeAtTop(ground: Ground, { operationId }: Pick<Journal, 'operationId'>, index: number): BytePath {
  return atTop(ground, `${ground.stateName}/rollback/work/${treeName(operationId, index)}`)
}

/** From the top level; that of a part inside another one is in the tree of that one. */
export function treeNameBelowTop(
  ground: Ground,
  journal: Pick<Journal, 'operationId' | 'parts'>,
  index: number,
): BytePath {
  const part = journal.parts[index]
  const outer = part === undefined ? undefined : outerIndex(journal.parts, part)
  if (outer === undefined || part?.inside === undefined)
    return treeAtTop(ground, journal, index).slice(atTop(ground, '').length)
  return `${treeNameBelowTop(ground, journal, outer)}/${part.inside.path}`
}

/** The same tree for programs that are given text. */
export function treePath(ground: Ground, { operationId }: Pick<Journal, 'operationId'>, index: number): string {
  return path.join(workFolder(ground.stateFolder), treeName(operationId, index))
}

function lostState(stateFolder: string): AppError {
  return new AppError({
    code: 'blocked',
    message: 'The place where pc-switcher keeps its snapshots is not on the disk that is rolled back.',
    hint: 'Nothing was changed. Report this with the details.',
    details: stateFolder,
  })
}
