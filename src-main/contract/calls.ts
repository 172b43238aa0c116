/** Every call a client can make, one line for each list. Client, dispatcher, command line and test double come from it. */
import { activityCalls } from './activity-calls.ts'
import { beforehandCalls } from './beforehand-calls.ts'
import { bundlesCalls } from './bundles-calls.ts'
import { compareCalls } from './compare-calls.ts'
import { conflictsCalls } from './conflicts-calls.ts'
import { containersCalls } from './containers-calls.ts'
import { copiesCalls } from './copies-calls.ts'
import { disksCalls } from './disks-calls.ts'
import { doctorCalls } from './doctor-calls.ts'
import { etcCalls } from './etc-calls.ts'
import { filesCalls } from './files-calls.ts'
import { heldFoldersCalls } from './held-folders-calls.ts'
import { homeCalls } from './home-calls.ts'
import { jobsCalls } from './jobs-calls.ts'
import { keptCalls } from './kept-calls.ts'
import { liveCalls } from './live-calls.ts'
import { overviewCalls } from './overview-calls.ts'
import { packageRulesCalls } from './package-rules-calls.ts'
import { packagesCalls } from './packages-calls.ts'
import { pageCalls } from './page-calls.ts'
import { pairingCalls } from './pairing-calls.ts'
import { reclaimCalls } from './reclaim-calls.ts'
import { rollbackCalls } from './rollback-calls.ts'
import { settingsCalls } from './settings-calls.ts'
import { snapshotCalls } from './snapshot-calls.ts'
import { switchCalls } from './switch-calls.ts'
import { systemStateCalls } from './system-state-calls.ts'
import { taskCalls } from './task.ts'
import { verifyCalls } from './verify-calls.ts'
import { whyCalls } from './why-calls.ts'

export const calls = {
  ...overviewCalls,
  ...switchCalls,
  ...snapshotCalls,
  ...compareCalls,
  ...conflictsCalls,
  ...filesCalls,
  ...rollbackCalls,
  ...homeCalls,
  ...heldFoldersCalls,
  ...liveCalls,
  ...beforehandCalls,
  ...verifyCalls,
  ...keptCalls,
  ...copiesCalls,
  ...bundlesCalls,
  ...containersCalls,
  ...disksCalls,
  ...reclaimCalls,
  ...jobsCalls,
  ...packagesCalls,
  ...packageRulesCalls,
  ...systemStateCalls,
  ...etcCalls,
  ...taskCalls,
  ...activityCalls,
  ...settingsCalls,
  ...pageCalls,
  ...pairingCalls,
  ...doctorCalls,
  ...whyCalls,
} as const

export type CallKey = keyof typeof calls
