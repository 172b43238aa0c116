import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { machinePlaces } from '../../commons/snapshot-sets/on-machine/find-layout.ts'
import { readSwapFiles } from '../../tools/proc/swaps.ts'
import { createSnapshotsAnswers } from './on-machine/answers.ts'
import { scheduledName } from './on-machine/retention/settings.ts'
import { takeScheduled } from './on-machine/retention/take-scheduled.ts'

export const snapshotsAgent: AgentCapability = {
  name: 'snapshots',
  answers: createSnapshotsAnswers,
  scheduled: [
    {
      name: scheduledName,
      run: ({ stateFolder, logger }, all, signal) =>
        takeScheduled(machinePlaces(stateFolder, readSwapFiles(), all.areas), { all, logger, signal }),
    },
  ],
}
