import type { AgentCapability } from '../commons/capability/agent-capability.ts'
import { doorsAgent } from '../commons/doors/agent.ts'
import { heldFoldersAgent } from '../commons/held-folders/agent.ts'
import { homeSubvolumeAgent } from '../commons/home-subvolume/agent.ts'
import { jobsAgent } from '../commons/jobs/agent.ts'
import { laptopAgent } from '../commons/laptop/agent.ts'
import { ledgerAgent } from '../commons/ledger/agent.ts'
import { noticesAgent } from '../commons/notices/agent.ts'
import { personAppAgent } from '../commons/person-app/agent.ts'
import { personSyncthingAgent } from '../commons/person-syncthing/agent.ts'
import { syncthingAgent } from '../commons/syncthing/agent.ts'
import { placesAgent } from '../commons/places/agent.ts'
import { transfersAgent } from '../commons/transfers/agent.ts'
import { bundlesAgent } from '../domains/bundles/agent.ts'
import { checksAgent } from '../domains/checks/agent.ts'
import { compareAgent } from '../domains/compare/agent.ts'
import { conflictsAgent } from '../domains/conflicts/agent.ts'
import { containersAgent } from '../domains/containers/agent.ts'
import { copiesAgent } from '../domains/copies/agent.ts'
import { disksAgent } from '../domains/disks/agent.ts'
import { reclaimAgent } from '../domains/reclaim/agent.ts'
import { etcAgent } from '../domains/etc-tracking/agent.ts'
import { filesAgent } from '../domains/files/agent.ts'
import { homeAgent } from '../domains/home-sync/agent.ts'
import { imagesAgent } from '../domains/images/agent.ts'
import { liveAgent } from '../domains/live/agent.ts'
import { packagesAgent } from '../domains/packages/agent.ts'
import { pairingAgent } from '../domains/pairing/agent.ts'
import { rollbackAgent } from '../domains/rollback/agent.ts'
import { snapshotsAgent } from '../domains/snapshots/agent.ts'

/** What the agent can do: one line for each capability. What they answer is everything that root does for us. */
export const agentCapabilities: readonly AgentCapability[] = [
  ledgerAgent,
  laptopAgent,
  homeSubvolumeAgent,
  doorsAgent,
  personAppAgent,
  personSyncthingAgent,
  heldFoldersAgent,
  noticesAgent,
  jobsAgent,
  checksAgent,
  pairingAgent,
  snapshotsAgent,
  filesAgent,
  compareAgent,
  rollbackAgent,
  packagesAgent,
  transfersAgent,
  homeAgent,
  imagesAgent,
  containersAgent,
  etcAgent,
  syncthingAgent,
  placesAgent,
  copiesAgent,
  bundlesAgent,
  disksAgent,
  reclaimAgent,
  conflictsAgent,
  liveAgent,
]
