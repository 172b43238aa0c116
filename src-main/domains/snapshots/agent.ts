import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { machinePlaces } from '../../commons/snapshot-sets/on-machine/find-layout.ts'
import { readSwapFiles } from '../../tools/proc/swaps.ts'
import { createSnapshotsAnswers } from './on-machine/answers.ts'
import { snapshotsMessages } from './messages.ts'
import { snapshotsJob } from './on-machine/retention/settings.ts'
import { takeScheduled } from './on-machine/retention/take-scheduled.ts'

export const snapshotsAgent: AgentCapability = {
  name: 'snapshots',
  messages: snapshotsMessages,
  answers: createSnapshotsAnswers,
  jobs: [
    {
      ...snapshotsJob,
      // It takes an instant, and who works on battery loses as much.
      onBattery: true,
      run: ({ stateFolder, logger }, all, { signal }) =>
        takeScheduled(machinePlaces(stateFolder, readSwapFiles(), all.areas), { all, logger, signal }),
    },
  ],
}
