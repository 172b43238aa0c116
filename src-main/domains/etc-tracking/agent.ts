import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { systemArea } from '../../commons/snapshot-sets/areas.ts'
import { createEtcAnswers } from './on-machine/answers.ts'
import { etcMessages } from './messages.ts'
import { etcLastEqual } from './on-machine/etc-memory.ts'
import { clearAbandoned } from './on-machine/place.ts'
import { neverEntries } from './on-machine/never-entries.ts'
import { takeBack } from './on-machine/trial.ts'
import { createNeverList } from './never-list.ts'

export const etcAgent: AgentCapability = {
  name: 'etc-tracking',
  messages: etcMessages,
  answers: ({ ownPaths }) => createEtcAnswers(createNeverList(neverEntries(ownPaths))),
  jobs: [
    {
      ...{ name: 'etc-take-back', title: etcMessages.takeBackJob({}) },
      // Armed for the time of a trial (on-machine/trial.ts), and done at once whatever else the laptop does.
      ...{ timer: 'none', onBattery: true },
      run: async (host, _all, { signal }) =>
        etcMessages.tookBack({ files: (await takeBack(host, { isBlamed: true }, { signal })).length }),
    },
  ],
  ownPaths: ['/usr/lib/systemd/system/multi-user.target.d/pc-switcher-etc-take-back.conf'],
  atStart: ({ stateFolder }) => clearAbandoned(stateFolder, {}),
  forget: (stateFolder, replaced, undoes) => {
    if (replaced.includes(systemArea.id)) etcLastEqual.forget(stateFolder, undoes)
  },
}
