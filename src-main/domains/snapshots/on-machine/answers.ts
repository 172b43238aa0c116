import { existsSync } from 'node:fs'
import path from 'node:path'
import type { AllInAgent } from '../../../commons/capability/agent-capability.ts'
import { findLayout, machinePlaces } from '../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { readSets, findDescription, setFolder } from '../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { setPinned } from '../../../commons/snapshot-sets/on-machine/set-sidecars.ts'
import { takeSet } from '../../../commons/snapshot-sets/on-machine/take-set.ts'
import type { Description, TakenSubvolume } from '../../../commons/snapshot-sets/schemas.ts'
import type { Output } from '../../../contract/define.ts'
import { answer, type Answer, type AnswerContext } from '../../../machine/machine.ts'
import { isSubvolume, showSubvolume } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { readSwapFiles } from '../../../tools/proc/swaps.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { snapshotsMessages } from '../messages.ts'
import {
  createSnapshots,
  deleteSnapshots,
  examineSnapshots,
  assessSnapshots,
  listSnapshots,
  measureSnapshots,
  pinSnapshot,
  planRemoval,
  pruneSnapshots,
  readLayout,
  readRetention,
  writeRetention,
} from '../verbs.ts'
import { createMeasurer, type Measurer } from './measure/measure-later.ts'
import { findSet, measureAll } from './measure/measure-sets.ts'
import { assessSets, pruneSets } from './retention/prune-sets.ts'
import { changeSettings, readSettings } from './retention/settings.ts'
import { deleteSets, planDeletion } from './sets/delete-sets.ts'
import { createListMemory, listSets, type ListMemory } from './sets/list-sets.ts'
import { createListingTeller } from './sets/tell-listing.ts'

type All = Pick<AllInAgent, 'areas' | 'inUse' | 'beforeSnapshots'>

const placesOf = ({ areas }: All, { host }: AnswerContext) => machinePlaces(host.stateFolder, readSwapFiles(), areas)

/** Each plan and each switch begins with it. */
const answerLayout = (all: All, measurer: Measurer) =>
  answer(readLayout, (_input, context) => {
    measurer.putOff()
    return findLayout(placesOf(all, context), { signal: context.signal })
  })

const answerCreate = (all: All, measurer: Measurer) =>
  answer(createSnapshots, async (request, context) => {
    await all.beforeSnapshots(context.host, context.signal)
    const description = await takeSet(placesOf(all, context), request, context)
    // Not before a switch, which may take longer than that: the disk is about to be needed.
    if (request.reason !== 'before-switch') measurer.soon(context.host)
    return description
  })

const answerExamine = answer(examineSnapshots, (wanted, { host, signal }) =>
  examineSet(host.stateFolder, wanted, { signal }),
)

const answerMeasure = answer(measureSnapshots, ({ ids }, { host, signal, report }) =>
  measureAll(host.stateFolder, ids, { signal, report }),
)

const answerPin = answer(pinSnapshot, ({ id, pinned }, { host }) => {
  findSet(readSets(host.stateFolder), id)
  setPinned(host.stateFolder, id, pinned)
  return Promise.resolve({})
})

const answerReadRetention = answer(readRetention, (_input, { host }) => Promise.resolve(readSettings(host.stateFolder)))

const answerWriteRetention = (all: All) =>
  answer(writeRetention, (wanted, context) =>
    changeSettings(placesOf(all, context), wanted, { signal: context.signal }),
  )

/** Verbs that read every set share what one of them has read. */
function createSetAnswers({ inUse }: All, memory: ListMemory, measurer: Measurer): readonly Answer[] {
  const tell = createListingTeller()
  return [
    answer(listSnapshots, async ({ known }, { host, signal }) =>
      tell(await listSets(host.stateFolder, { signal, memory, inUse }), known),
    ),
    answer(planRemoval, ({ ids }, { host, signal }) => planDeletion(host.stateFolder, ids, { signal, memory, inUse })),
    answer(deleteSnapshots, ({ ids }, { host, signal, report }) =>
      deleteSets(host.stateFolder, ids, { signal, report, memory, inUse }),
    ),
    answer(assessSnapshots, ({ policy }, { host, signal }) =>
      assessSets(host.stateFolder, policy, { signal, memory, inUse }),
    ),
    answer(pruneSnapshots, async (wanted, { host, signal, report }) => {
      const pruned = await pruneSets(host.stateFolder, wanted, { signal, report, memory, inUse })
      measurer.soon(host)
      return pruned
    }),
  ]
}

export function createSnapshotsAnswers(all: All): readonly Answer[] {
  const measurer = createMeasurer()
  return [
    answerLayout(all, measurer),
    answerCreate(all, measurer),
    answerExamine,
    answerMeasure,
    answerPin,
    answerReadRetention,
    answerWriteRetention(all),
    ...createSetAnswers(all, createListMemory(), measurer),
  ]
}

type Examination = Output<typeof examineSnapshots>

/** Reads each snapshot that a set's description names from btrfs. */
export async function examineSet(
  stateFolder: string,
  wanted: Pick<Description, 'switchId' | 'reason'>,
  options: RunOptions,
): Promise<Examination> {
  const description = findDescription(stateFolder, wanted)
  if (description === undefined) {
    throw snapshotsMessages.noneOfSwitch({}, { details: wanted.switchId })
  }
  const folder = setFolder(stateFolder, description.id)
  const found: Examination['found'] = []
  for (const taken of description.snapshots) found.push(await examineSnapshot(folder, taken, options))
  return { description, found }
}

async function examineSnapshot(
  set: string,
  taken: TakenSubvolume,
  options: RunOptions,
): Promise<Examination['found'][number]> {
  const { subvolume } = taken
  const place = path.join(set, subvolume)
  if (!existsSync(place) || !isSubvolume(place))
    return { kind: 'different', subvolume, why: snapshotsMessages.foundMissing({}) }
  const { uuid, parentUuid, readOnly } = await showSubvolume(place, options)
  if (uuid !== taken.uuid || parentUuid !== taken.sourceUuid)
    return { kind: 'different', subvolume, why: snapshotsMessages.foundOther({}) }
  if (!readOnly) return { kind: 'different', subvolume, why: snapshotsMessages.foundWritable({}) }
  return { kind: 'as-described', subvolume }
}
