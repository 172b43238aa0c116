/** What restores that were killed left behind: names of the placer, staging folders, notes and holds. */
import type { Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import { clearLeftovers } from '../../../../tools/files/place-lines.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { findEtc } from '../restore-etc/find-etc.ts'
import { withTree } from '../tree/with-tree.ts'
import { expectedIn } from './place-restored.ts'
import {
  findAbandoned,
  forgetRestore,
  removeUnfinishedNotes,
  type AbandonedRestore,
  type NotedPlacing,
} from './restore-note.ts'
import { openStaging, removeStaging } from './staging.ts'

/** Those that are running are left alone. */
export async function sweepRestores(places: Places, options: RunOptions): Promise<void> {
  removeUnfinishedNotes(places.stateFolder)
  for (const abandoned of findAbandoned(places.stateFolder)) {
    await sweep(places, abandoned, options).catch((thrown: unknown) => {
      if (!(thrown instanceof AppError)) throw thrown
      // It is gone with its subvolume or snapshot. Any other failure is tried again next time.
      if (thrown.code === 'not-found') forgetRestore(places.stateFolder, abandoned.operationId)
    })
  }
}

async function sweep(places: Places, abandoned: AbandonedRestore, options: RunOptions): Promise<void> {
  const { operationId, subvolume, placing } = abandoned
  if (placing?.etcSet !== undefined) await clearEtc(places, { ...placing, etcSet: placing.etcSet }, options)
  await withTree(places, { kind: 'now', subvolume }, options, async ({ root }) => {
    if (placing !== undefined && placing.etcSet === undefined)
      await clearStaged(places.stateFolder, { ...abandoned, placing }, root, options)
    await removeStaging(places.stateFolder, { operationId, liveRoot: root }, options)
  })
}

async function clearEtc(
  places: Places,
  { id, keptSet, etcSet, lines }: NotedPlacing & { readonly etcSet: string },
  options: RunOptions,
): Promise<void> {
  const [sourceRoot, expectedRoot] = [await findEtc(places, etcSet, options), await findEtc(places, keptSet, options)]
  await clearLeftovers({ id, liveRoot: places.areas.system, sourceRoot, expectedRoot, lines }, options)
}

async function clearStaged(
  stateFolder: string,
  { operationId, subvolume, placing: { id, keptSet, lines } }: AbandonedRestore & { readonly placing: NotedPlacing },
  liveRoot: string,
  options: RunOptions,
): Promise<void> {
  const staging = openStaging(liveRoot, operationId)
  if (staging === undefined) return
  const expectedRoot = expectedIn(stateFolder, keptSet, subvolume)
  try {
    await clearLeftovers({ id, liveRoot, sourceRoot: staging.path, expectedRoot, lines }, options)
  } finally {
    staging.close()
  }
}
