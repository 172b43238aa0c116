import path from 'node:path'
import { readSets, setFolder } from '../../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { writeMeasured } from '../../../../commons/snapshot-sets/on-machine/set-sidecars.ts'
import type { ListedSet } from '../../../../commons/snapshot-sets/schemas.ts'
import type { Output, Progress } from '../../../../contract/define.ts'
import { toAppError } from '../../../../kernel/app-error.ts'
import { measureTrees } from '../../../../tools/btrfs/btrfs-du.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { measureSnapshots } from '../../verbs.ts'
import { fingerprintOf, listSets } from '../sets/list-sets.ts'
import { measureTogether } from './measure-together.ts'
import { snapshotsMessages } from '../../messages.ts'

export interface MeasureOptions extends RunOptions {
  readonly report: (progress: Progress) => void
  /** With the lowest priority for disk and processor. */
  readonly gently?: boolean
}

/** What each alone would free, stored beside it, and what all would free together: at least the sum. */
export async function measureSets(
  stateFolder: string,
  ids: readonly string[],
  options: MeasureOptions,
): Promise<Output<typeof measureSnapshots>> {
  const sets = readSets(stateFolder)
  const wanted = [...new Set(ids)].map((id) => findSet(sets, id))
  const sizes: { id: string; bytes: number }[] = []
  for (const set of wanted) {
    options.report({ done: sizes.length, total: wanted.length, unit: 'steps' })
    sizes.push({ id: set.id, bytes: await measureSet(stateFolder, set, fingerprintOf(sets), options) })
  }
  return { sizes, togetherBytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0) }
}

/** Also what they share with each other. If another tool's snapshots may share it too, only the sum is certain. */
export async function measureAll(
  stateFolder: string,
  ids: readonly string[],
  options: MeasureOptions,
): Promise<Output<typeof measureSnapshots>> {
  const alone = await measureSets(stateFolder, ids, options)
  const { sets, foreign } = await listSets(stateFolder, options)
  if (foreign.some(({ areas }) => areas.length > 0)) return alone
  const together = await measureTogether(stateFolder, sets, new Set(ids), options).catch(notKnown)
  return { ...alone, togetherBytes: Math.max(alone.togetherBytes, together ?? 0) }
}

/** It needs some free space and no swap file. Otherwise the sum is reported, which is certain. */
function notKnown(thrown: unknown): undefined {
  if (toAppError(thrown).code === 'cancelled') throw thrown
  return undefined
}

async function measureSet(
  stateFolder: string,
  set: ListedSet,
  among: string,
  options: MeasureOptions,
): Promise<number> {
  const at = new Date().toISOString()
  const places = set.subvolumes.map((folder) => path.join(setFolder(stateFolder, set.id), folder))
  const trees = await measureTrees(places, options)
  const exclusiveBytes = trees.reduce((sum, tree) => sum + tree.exclusiveBytes, 0)
  writeMeasured(stateFolder, set.id, { exclusiveBytes, at, among })
  return exclusiveBytes
}

export function findSet(sets: readonly ListedSet[], id: string): ListedSet {
  const set = sets.find((candidate) => candidate.id === id)
  if (set !== undefined) return set
  throw snapshotsMessages.gone({}, { details: id })
}
