import { createSyncthingAnswers } from '../commons/syncthing/on-machine/answers.ts'
import { transfersAnswers } from '../commons/transfers/on-machine/answers.ts'
import { createAwakeAnswers } from '../commons/awake/on-machine/answers.ts'
import { ledgerAnswers } from '../commons/ledger/on-machine/answers.ts'
import { createCompareAnswers } from '../domains/compare/on-machine/answers.ts'
import { createSnapshotsAnswers } from '../domains/snapshots/on-machine/answers.ts'
import { checksAnswers } from '../domains/checks/on-machine/answers.ts'
import { requireSafeRules } from '../domains/etc-tracking/compile-rules.ts'
import { etcAnswers } from '../domains/etc-tracking/on-machine/answers.ts'
import { homeAnswers } from '../domains/home-sync/on-machine/answers.ts'
import { createFilesAnswers } from '../domains/files/on-machine/answers.ts'
import { imagesAnswers } from '../domains/images/on-machine/answers.ts'
import { personAppAnswers } from '../commons/person-app/on-machine/answers.ts'
import { createRollbackAnswers } from '../domains/rollback/on-machine/answers.ts'
import { packagesAnswers } from '../domains/packages/on-machine/answers.ts'
import type { Answer } from '../machine/machine.ts'
import { laptopAround } from './laptop-around.ts'

/** Everything that root does for us. This list is the security border: each domain adds its own line. */
export const agentAnswers: readonly Answer[] = [
  ...ledgerAnswers,
  ...personAppAnswers,
  ...createAwakeAnswers(),
  ...checksAnswers,
  ...createSnapshotsAnswers(),
  ...createFilesAnswers(),
  ...createCompareAnswers(),
  ...createRollbackAnswers((host, isAskedHere) => laptopAround({ ...host, isAskedHere })),
  ...packagesAnswers,
  ...transfersAnswers,
  ...homeAnswers,
  ...imagesAnswers,
  ...etcAnswers,
  ...createSyncthingAnswers({ etc: requireSafeRules }),
]
