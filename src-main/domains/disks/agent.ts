import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { disksMessages } from './messages.ts'
import { disksAnswers } from './on-machine/answers.ts'
import { scrubDisks } from './on-machine/scrub-disks.ts'

export const disksAgent: AgentCapability = {
  name: 'disks',
  messages: disksMessages,
  answers: () => disksAnswers,
  jobs: [
    {
      ...{ name: 'scrub', title: disksMessages.scrubJob({}) },
      ...{ timer: 'off', onBattery: false },
      run: (_host, _all, job) => scrubDisks(job),
    },
  ],
}
