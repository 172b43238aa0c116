/** Every catalogue of what an agent can say. A new one is one line here. */
import { agentMessages } from '../agent/messages.ts'
import { ledgerMessages } from '../commons/ledger/messages.ts'
import { personAppMessages } from '../commons/person-app/messages.ts'
import { snapshotSetsMessages } from '../commons/snapshot-sets/messages.ts'
import { syncthingMessages } from '../commons/syncthing/messages.ts'
import { transfersMessages } from '../commons/transfers/messages.ts'
import type { Catalogue } from '../contract/catalogue.ts'
import { generalMessages } from '../contract/general-messages.ts'
import { createWording, type Wording } from '../contract/wording.ts'
import { compareMessages } from '../domains/compare/messages.ts'
import { etcMessages } from '../domains/etc-tracking/messages.ts'
import { filesMessages } from '../domains/files/messages.ts'
import { homeMessages } from '../domains/home-sync/messages.ts'
import { imagesMessages } from '../domains/images/messages.ts'
import { packagesMessages } from '../domains/packages/messages.ts'
import { rollbackMessages } from '../domains/rollback/messages.ts'
import { snapshotsMessages } from '../domains/snapshots/messages.ts'
import { machineMessages } from '../machine/messages.ts'
import { toolsMessages } from '../tools/messages.ts'

export const catalogues: readonly Catalogue[] = [
  generalMessages,
  machineMessages,
  toolsMessages,
  agentMessages,
  ledgerMessages,
  personAppMessages,
  snapshotSetsMessages,
  syncthingMessages,
  transfersMessages,
  compareMessages,
  etcMessages,
  filesMessages,
  homeMessages,
  imagesMessages,
  packagesMessages,
  rollbackMessages,
  snapshotsMessages,
]

export const wording: Wording = createWording(catalogues)
