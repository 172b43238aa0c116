/**
 * Restores files and folders from a snapshot of this laptop. Nothing under a real name changes until the last step: a
 * snapshot is taken, everything is prepared in a staging folder, and the placer puts it into its place from there.
 */
import path from 'node:path'
import { findLayout, holdingHomes, type Places } from '../../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { layoutError } from '../../../../commons/snapshot-sets/on-machine/layout-error.ts'
import { takeSet } from '../../../../commons/snapshot-sets/on-machine/take-set.ts'
import { timeOfSetName } from '../../../../commons/snapshot-sets/set-name.ts'
import { textFromBytePath } from '../../../../kernel/byte-path.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { whileUsed } from './fetched.ts'
import { sourceRootOf } from './source-root.ts'
import type { RestoreChoice, RestorePlace, RestoreInspection } from '../../restore-schemas.ts'
import { createDescribe } from '../tree/entry-facts.ts'
import { finishPlacing, type Finished } from './finish-placing.ts'
import { outermost } from '../tree/ancestors.ts'
import { readSource } from './read-source.ts'
import { stageHere } from './stage-here.ts'
import { makeStaging, removeStaging } from './staging.ts'
import { sweepRestores } from './sweep.ts'
import { wholeChoice } from './whole-sets.ts'
import { digestSteps, inspectSteps, type RestoreStep } from './inspect-restore.ts'
import { changesNothing, wordInspection } from './inspection-words.ts'
import type { WorkOptions } from '../tree/work-options.ts'
import { withTree, type OpenTree } from '../tree/with-tree.ts'
import { filesMessages } from '../../messages.ts'

export interface RestoreRequest {
  readonly operationId: string
  readonly choice: RestoreChoice
  readonly place: RestorePlace
  readonly digest: string
}

export async function inspectRestore(
  places: Places,
  { choice: chosen, place }: Pick<RestoreRequest, 'choice' | 'place'>,
  options: RunOptions,
): Promise<RestoreInspection> {
  return withTree(places, { kind: 'now', subvolume: chosen.subvolume }, options, async ({ root }) => {
    const choice = wholeChoice(sourceRootOf(places.stateFolder, chosen), chosen, place)
    const steps = await stepsHere(places.stateFolder, { choice, place }, root, options)
    return wordInspection({
      steps,
      paths: choice.paths,
      place,
      instant: choice.fetched === undefined,
      describe: createDescribe(),
      notes: [],
    })
  })
}

export async function restoreHere(places: Places, asked: RestoreRequest, options: WorkOptions): Promise<Finished> {
  await sweepRestores(places, options)
  const choice = wholeChoice(sourceRootOf(places.stateFolder, asked.choice), asked.choice, asked.place)
  const request = { ...asked, choice }
  const live = { kind: 'now', subvolume: choice.subvolume } as const
  const restore = async (open: OpenTree): Promise<Finished> => {
    const steps = await stepsHere(places.stateFolder, request, open.root, options)
    if (digestSteps(steps, choice.paths) !== request.digest) throw filesMessages.planChanged({})
    if (changesNothing(steps)) return nothingToDo(choice, open)
    const keptSet = await takeBefore(places, choice, request.operationId, options)
    return stageAndPlace(places, request, { open, steps, keptSet }, options)
  }
  return whileUsed(choice.fetched, () => withTree(places, live, options, restore))
}

interface Underway {
  readonly open: OpenTree
  readonly steps: readonly RestoreStep[]
  readonly keptSet: string
}

async function stageAndPlace(
  { stateFolder }: Places,
  request: RestoreRequest,
  { open, steps, keptSet }: Underway,
  options: WorkOptions,
): Promise<Finished> {
  const { choice, place, operationId } = request
  const sourceRoot = sourceRootOf(stateFolder, choice)
  const ownStaging = { operationId, liveRoot: open.root }
  try {
    const staging = makeStaging(stateFolder, { ...ownStaging, subvolume: choice.subvolume, setId: heldBy(choice) })
    try {
      options.report({ done: 1, total: 3, unit: 'steps', current: filesMessages.preparing({}) })
      await stageHere({ sourceRoot, staged: staging.path, paths: choice.paths, steps }, options)
      options.report({ done: 2, total: 3, unit: 'steps', current: filesMessages.placing({}) })
      const at = new Date(timeOfSetName(choice.setId) ?? Date.now())
      const { subvolume, paths } = choice
      const from = { staged: staging.path, attributesFrom: sourceRoot, isOwn: true }
      return await finishPlacing({
        ...{ stateFolder, operationId, subvolume, open, keptSet },
        ...from,
        ...{ paths, place, at, steps },
      })
    } finally {
      staging.close()
    }
  } finally {
    await removeStaging(stateFolder, ownStaging, options)
  }
}

async function stepsHere(
  stateFolder: string,
  { choice, place }: Pick<RestoreRequest, 'choice' | 'place'>,
  liveRoot: string,
  options: RunOptions,
): Promise<readonly RestoreStep[]> {
  const source = await readSource(stateFolder, choice, options)
  const sourceRoot = sourceRootOf(stateFolder, choice)
  const { subvolume, paths } = choice
  return inspectSteps({ subvolume, source, paths, place, sourceRoot, liveRoot }, options)
}

/** Takes a snapshot of the whole subvolume as it is now. Returns the set's ID. */
export async function takeBefore(
  places: Places,
  { subvolume, paths }: Pick<RestoreChoice, 'subvolume' | 'paths'>,
  operationId: string,
  options: WorkOptions,
): Promise<string> {
  const only = subvolume.startsWith('nested/') ? await subvolumesAround(places, options) : [subvolume]
  const [first] = outermost(paths)
  const occasion =
    paths.length === 1 && first !== undefined
      ? filesMessages.beforeItem({ path: textFromBytePath(first) })
      : filesMessages.beforeItems({ items: paths.length })
  const { id } = await takeSet(
    places,
    { switchId: operationId, reason: 'before-restore', occasion },
    { ...options, report: () => undefined, only },
  )
  return id
}

/** Nested subvolumes are snapshotted with the one that they are in. */
async function subvolumesAround(places: Places, options: RunOptions): Promise<readonly string[]> {
  const layout = await findLayout(places, options)
  if (layout.kind !== 'ready') throw layoutError(layout)
  return holdingHomes(layout.subvolumes).map(({ subvolume }) => subvolume)
}

export function nothingToDo({ paths }: Pick<RestoreChoice, 'paths'>, open: OpenTree): Finished {
  const places = outermost(paths).map((one) => path.join(open.shown, textFromBytePath(one)))
  return { files: 0, bytes: 0, places, keptAs: [], left: [] }
}

/** What was fetched is not in a set of this laptop. */
const heldBy = ({ setId, fetched }: RestoreChoice): string | undefined => (fetched === undefined ? setId : undefined)
