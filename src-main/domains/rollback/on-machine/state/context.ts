/**
 * The rollback context: the running laptop (mounts, users, services; tests have their own), and the top level of the
 * file system, which contains all subvolumes and the trees of the rollback.
 */
import { mkdirSync, statSync } from 'node:fs'
import path from 'node:path'
import type { AreaId } from '../../../../commons/snapshot-sets/schemas.ts'
import type { AppError } from '../../../../kernel/app-error.ts'
import { bytePathFromText, type BytePath } from '../../../../kernel/byte-path.ts'
import { readSubvolumeId, resolveSubvolume } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import { mountOfPath } from '../../../../tools/proc/mountinfo.ts'
import type { InNamespace } from '../../../../tools/mounts/mount.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { outerIndex } from '../plan/inner-subvolumes.ts'
import type { UserNames } from '../in-use/users.ts'
import { treeName, workFolder, type RollbackJournal } from './operation.ts'
import { rollbackMessages } from '../../messages.ts'

/** A stop point for tests, at which they inspect the disk. */
export type StopPoint = (name: string) => void | Promise<void>

export interface LaptopContext {
  /** PID whose mount namespace is used, and the argv prefix (nsenter) to run in it. */
  readonly mountNamespacePid: number
  readonly within: InNamespace
  /** Device of the file system, as in mountinfo: subvolume IDs are valid only on one file system. */
  readonly device: string
  readonly names: UserNames
  /** Of the account that pc-switcher works for. */
  readonly home: string
  readonly stopUnit: (unit: string) => Promise<void>
  readonly startUnit: (unit: string) => Promise<void>
  /**
   * Durably forgets what is known of the contents of these areas, so that everything is compared again; of a switch that is
   * undone, only what has been known since.
   */
  readonly forget: (areas: readonly AreaId[], undoes?: string) => Promise<void>
  readonly bootId: string
  /** For the log: details that the sentence for the person leaves out. */
  readonly log: (error: AppError) => void
}

export interface RollbackContext extends LaptopContext {
  /** A private mount of the top level. */
  readonly top: string
  readonly stateFolder: string
  /** The state folder from the top level: "@pc-switcher/root". */
  readonly stateName: BytePath
  readonly stop: StopPoint
  readonly options: RunOptions
}

/** `top` is a private mount of the top level. */
export interface RollbackPlace {
  readonly top: string
  readonly stateFolder: string
  readonly stop?: StopPoint
  readonly options?: RunOptions
}

/** AppError "blocked" when the state folder is not on this file system. */
export async function openContext(laptop: LaptopContext, place: RollbackPlace): Promise<RollbackContext> {
  const { top, stateFolder, stop = () => undefined, options = {} } = place
  const id = await readSubvolumeId(stateFolder, options)
  const name = await resolveSubvolume(id, stateFolder, options)
  if (name === undefined) throw lostState(stateFolder)
  const stateName = [name, bytePathFromText(pathWithinSubvolume(stateFolder))].filter((part) => part !== '').join('/')
  const context = { ...laptop, top, stateFolder, stateName, stop, options }
  mkdirSync(workFolder(stateFolder), { recursive: true, mode: 0o700 })
  const seen = statSync(Buffer.from(atTop(context, `${stateName}/rollback/work`), 'latin1'), { throwIfNoEntry: false })
  const own = statSync(workFolder(stateFolder))
  if (seen?.ino !== own.ino || seen.dev !== own.dev) throw lostState(stateFolder)
  return context
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

export function atTop({ top }: Pick<RollbackContext, 'top'>, name: BytePath): BytePath {
  return `${bytePathFromText(top)}/${name}`
}

/** The tree of a subvolume in the work folder, through the top level: an exchange needs both names in one mount. */
export function treeAtTop(
  context: RollbackContext,
  { operationId }: Pick<RollbackJournal, 'operationId'>,
  index: number,
): BytePath {
  return atTop(context, `${context.stateName}/rollback/work/${treeName(operationId, index)}`)
}

/** From the top level; that of a subvolume inside another one is in the tree of that one. */
export function treeNameBelowTop(
  context: RollbackContext,
  journal: Pick<RollbackJournal, 'operationId' | 'subvolumes'>,
  index: number,
): BytePath {
  const subvolume = journal.subvolumes[index]
  const outer = subvolume === undefined ? undefined : outerIndex(journal.subvolumes, subvolume)
  if (outer === undefined || subvolume?.inside === undefined)
    return treeAtTop(context, journal, index).slice(atTop(context, '').length)
  return `${treeNameBelowTop(context, journal, outer)}/${subvolume.inside.path}`
}

/** The same tree as a path of text. */
export function treePath(
  context: RollbackContext,
  { operationId }: Pick<RollbackJournal, 'operationId'>,
  index: number,
): string {
  return path.join(workFolder(context.stateFolder), treeName(operationId, index))
}

function lostState(stateFolder: string): AppError {
  return rollbackMessages.stateElsewhere({}, { details: stateFolder })
}
