import type { AgentCapability } from '../../commons/capability/agent-capability.ts'
import { homeArea } from '../../commons/snapshot-sets/areas.ts'
import { sweepNeutralFolders } from '../../tools/git/git.ts'
import { homeMessages } from './messages.ts'
import { createHomeAnswers } from './on-machine/answers.ts'
import { runScheduledWalk } from './on-machine/full/scheduled-walk.ts'
import { clearAbandonedWork } from './on-machine/full/work-folder.ts'
import { clearAbandoned } from './on-machine/place.ts'
import { placesOf } from './on-machine/places.ts'
import { homeTransfers } from './on-machine/incoming.ts'
import { attributesTransfers, sparseTransfers } from './on-machine/sparse-files.ts'
import { commitsTransfers } from './on-machine/repositories/commits-folder.ts'
import { makeRoom } from './on-machine/scan/make-room.ts'
import { forgetBases } from './on-machine/memory/bases.ts'

export const homeAgent: AgentCapability = {
  name: 'home-sync',
  messages: homeMessages,
  answers: createHomeAnswers,
  atStart: (host, { areas }) => {
    sweepNeutralFolders()
    return Promise.all([clearAbandoned(placesOf({ areas }, host), {}), clearAbandonedWork(host.stateFolder)])
  },
  makeRoom: ({ stateFolder }, request) => makeRoom(stateFolder, request),
  jobs: [
    {
      ...{ name: 'home-walk', title: homeMessages.walkJob({}) },
      ...{ timer: 'weekly', onBattery: true },
      run: (host, all, { signal }) => runScheduledWalk(host, all, signal),
    },
  ],
  ownPaths: ['/usr/lib/systemd/system/timers.target.d/pc-switcher-home-walk.conf'],
  transferAreas: [homeTransfers, attributesTransfers, sparseTransfers, commitsTransfers],
  forget: (stateFolder, replaced, undoes) => {
    if (replaced.length === 0 || replaced.includes(homeArea.id)) forgetBases(stateFolder, undoes)
  },
}
