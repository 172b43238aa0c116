import path from 'node:path'
import { readSets, setFolder } from '../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { writeMeasured } from '../../../commons/snapshot-sets/on-machine/set-sidecars.ts'
import type { ListedSet } from '../../../commons/snapshot-sets/schemas.ts'
import type { Output, Progress } from '../../../contract/define.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { measureTrees } from '../../../tools/btrfs-du.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { measureSnapshots } from '../verbs.ts'
import { fingerprintOf } from './list-sets.ts'

export interface MeasureOptions extends RunOptions {
  readonly report: (progress: Progress) => void
  /** After everybody else who wants the disk or the processor. */
  readonly gently?: boolean
}

/**
 * What each alone would free, remembered beside it. Together they free at least the sum: what several of them share
 * with one another and with nothing else is in none of the numbers.
 */
export async function measureSets(
  stateFolder: string,
  ids: readonly string[],
  options: MeasureOptions,
): Promise<Output<typeof measureSnapshots>> {
  const sets = readSets(stateFolder)
  const wanted = ids.map((id) => findSet(sets, id))
  const sizes: { id: string; bytes: number }[] = []
  for (const set of wanted) {
    options.report({ done: sizes.length, total: wanted.length, unit: 'steps' })
    sizes.push({ id: set.id, bytes: await measureSet(stateFolder, set, fingerprintOf(sets), options) })
  }
  return { sizes, togetherBytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0) }
}

async function measureSet(
  stateFolder: string,
  set: ListedSet,
  among: string,
  options: MeasureOptions,
): Promise<number> {
  const at = new Date().toISOString()
  const places = set.folders.map((folder) => path.join(setFolder(stateFolder, set.id), folder))
  const trees = await measureTrees(places, options)
  const exclusiveBytes = trees.reduce((sum, tree) => sum + tree.exclusiveBytes, 0)
  writeMeasured(stateFolder, set.id, { exclusiveBytes, at, among })
  return exclusiveBytes
}

export function findSet(sets: readonly ListedSet[], id: string): ListedSet {
  const set = sets.find((candidate) => candidate.id === id)
  if (set !== undefined) return set
  throw new AppError({
    code: 'not-found',
    message: 'This snapshot is not there any more.',
    hint: 'Look at the list again.',
    details: id,
  })
}
