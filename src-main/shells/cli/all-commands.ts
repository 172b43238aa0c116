/** Every group of commands, one line for each; --help lists them by room, those of a room in this order. */
import { appCommands } from './app/program.ts'
import { bundleCommands } from './bundles/program.ts'
import { callCommands } from './call/program.ts'
import { completionCommands } from './completion/program.ts'
import { conflictsCommands } from './conflicts/program.ts'
import { containersCommands } from './containers/program.ts'
import { copiesCommands } from './copies/program.ts'
import { disksCommands } from './disks/program.ts'
import { etcCommands } from './etc/program.ts'
import { heldFoldersCommands } from './held-folders/program.ts'
import { helpCommands } from './help/program.ts'
import { homeCommands } from './home/program.ts'
import { jobCommands } from './jobs/program.ts'
import { keptCommands } from './kept/program.ts'
import { laptopCommands } from './laptops/program.ts'
import { liveCommands } from './live/program.ts'
import { packagesCommands } from './packages/program.ts'
import { pageCommands } from './pages/program.ts'
import { pairCommands } from './pair/program.ts'
import { reclaimCommands } from './reclaim/program.ts'
import { snapshotCommands } from './snapshots/program.ts'
import { switchCommands } from './switches/program.ts'
import { verifyCommands } from './verify/program.ts'
import { whyCommands } from './why/program.ts'
import type { CommandGroup } from './program-parts.ts'

export const allCommands: readonly CommandGroup[] = [
  switchCommands,
  verifyCommands,
  snapshotCommands,
  whyCommands,
  homeCommands,
  keptCommands,
  heldFoldersCommands,
  copiesCommands,
  bundleCommands,
  jobCommands,
  disksCommands,
  reclaimCommands,
  packagesCommands,
  containersCommands,
  conflictsCommands,
  liveCommands,
  pairCommands,
  pageCommands,
  etcCommands,
  laptopCommands,
  callCommands,
  appCommands,
  completionCommands,
  helpCommands,
]
