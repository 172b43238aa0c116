import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { disksMessages } from './messages.ts'
import { disksAnswers } from './on-machine/answers.ts'
import { balanceDisks, balanceInputSchema } from './on-machine/balance-disks.ts'
import { scrubDisks } from './on-machine/scrub-disks.ts'

export const disksAgent: AgentCapability = {
  name: 'disks',
  messages: disksMessages,
  answers: () => disksAnswers,
  ownPaths: ['/usr/lib/systemd/system/timers.target.d/pc-switcher-scrub.conf'],
  jobs: [
    {
      ...{ name: 'scrub', title: disksMessages.scrubJob({}) },
      ...{ timer: 'monthly', onBattery: false },
      run: (host, _all, job) => scrubDisks(host, job),
    },
    {
      ...{ name: 'balance', title: disksMessages.balanceJob({}) },
      ...{ timer: 'off', onBattery: false, input: balanceInputSchema },
      run: (_host, _all, job) => balanceDisks(job),
    },
  ],
}
