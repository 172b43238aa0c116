import type { SyncSession } from '../commons/syncthing/on-pair/sync-session.ts'
import type { SystemState } from '../commons/system-state/on-pair/open-system-state.ts'
import { createRecordStep } from '../commons/system-state/on-pair/record-step.ts'
import { createChecksStep } from '../domains/checks/on-pair/checks-step.ts'
import { createEtcStep } from '../domains/etc-tracking/on-pair/etc-step.ts'
import { etcRulesContributor } from '../domains/etc-tracking/on-pair/rules-file.ts'
import { createHomeStep } from '../domains/home-sync/on-pair/home-step.ts'
import { createImagesStep } from '../domains/images/on-pair/images-step.ts'
import { packagesManifests } from '../domains/packages/on-pair/packages-manifest.ts'
import { createPackagesStep } from '../domains/packages/on-pair/packages-step.ts'
import { createSnapshotsStep } from '../domains/snapshots/on-pair/snapshots-step.ts'
import { anyStep } from '../switch/any-step.ts'
import type { AnyStep } from '../switch/step.ts'

/** What several steps share: the repository of the person and the two Syncthings. */
export interface Shared {
  readonly systemState: SystemState
  readonly sync: SyncSession
}

/** The steps of a switch, in the order the wizard lists them; what waits for what is in each step's `after`. */
export function createSteps({ systemState, sync }: Shared): readonly AnyStep[] {
  return [
    anyStep(createChecksStep()),
    anyStep(createSnapshotsStep()),
    anyStep(createRecordStep(systemState, [packagesManifests, etcRulesContributor(systemState)])),
    anyStep(createPackagesStep()),
    anyStep(createHomeStep(sync)),
    anyStep(createEtcStep(systemState, sync)),
    anyStep(createImagesStep()),
  ]
}
