import type { AllInAgent } from '../../../commons/capability/agent-capability.ts'
import { answer, type Answer, type AnswerContext } from '../../../machine/machine.ts'
import { findLayout, machinePlaces } from '../../../commons/snapshot-sets/on-machine/find-layout.ts'
import { setPinned } from '../../../commons/snapshot-sets/on-machine/set-sidecars.ts'
import { readSets } from '../../../commons/snapshot-sets/on-machine/set-folder.ts'
import { takeSet } from '../../../commons/snapshot-sets/on-machine/take-set.ts'
import { readSwapFiles } from '../../../tools/proc/swaps.ts'
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
import { deleteSets, planDeletion } from './sets/delete-sets.ts'
import { examineSet } from './sets/examine-set.ts'
import { createListMemory, listSets, type ListMemory } from './sets/list-sets.ts'
import { createListingTeller } from './sets/tell-listing.ts'
import { findSet, measureAll } from './measure/measure-sets.ts'
import { createMeasurer, type Measurer } from './measure/measure-later.ts'
import { assessSets, pruneSets } from './retention/prune-sets.ts'
import { changeSettings, readSettings } from './retention/settings.ts'

type All = Pick<AllInAgent, 'areas' | 'inUse'>

const placesOf = ({ areas }: All, { host }: AnswerContext) => machinePlaces(host.stateFolder, readSwapFiles(), areas)

/** Each plan and each switch begins with it. */
const answerLayout = (all: All, measurer: Measurer) =>
  answer(readLayout, (_input, context) => {
    measurer.putOff()
    return findLayout(placesOf(all, context), { signal: context.signal })
  })

const answerCreate = (all: All, measurer: Measurer) =>
  answer(createSnapshots, async (request, context) => {
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
