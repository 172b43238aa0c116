import { doorsApp } from '../commons/doors/app.ts'
import { heldFoldersApp } from '../commons/held-folders/app.ts'
import { homeSubvolumeApp } from '../commons/home-subvolume/app.ts'
import { jobsApp } from '../commons/jobs/app.ts'
import { keptApp } from '../commons/kept/app.ts'
import { laptopApp } from '../commons/laptop/app.ts'
import { ledgerApp } from '../commons/ledger/app.ts'
import { lookingApp } from '../commons/looking/app.ts'
import { noticesApp } from '../commons/notices/app.ts'
import { personAppApp } from '../commons/person-app/app.ts'
import { personSyncthingApp } from '../commons/person-syncthing/app.ts'
import { placesApp } from '../commons/places/app.ts'
import { placingApp } from '../commons/placing/app.ts'
import { settingsApp } from '../commons/settings/app.ts'
import { snapshotSetsApp } from '../commons/snapshot-sets/app.ts'
import { createSyncthingApp } from '../commons/syncthing/app.ts'
import { createSyncSession } from '../commons/syncthing/on-pair/sync-session.ts'
import { systemStateApp } from '../commons/system-state/app.ts'
import { transfersApp } from '../commons/transfers/app.ts'
import { bundlesApp } from '../domains/bundles/app.ts'
import { checksApp } from '../domains/checks/app.ts'
import { compareApp } from '../domains/compare/app.ts'
import { conflictsApp } from '../domains/conflicts/app.ts'
import { containersApp } from '../domains/containers/app.ts'
import { copiesApp } from '../domains/copies/app.ts'
import { disksApp } from '../domains/disks/app.ts'
import { reclaimApp } from '../domains/reclaim/app.ts'
import { createEtcApp } from '../domains/etc-tracking/app.ts'
import { filesApp } from '../domains/files/app.ts'
import { homeApp } from '../domains/home-sync/app.ts'
import { imagesApp } from '../domains/images/app.ts'
import { liveApp } from '../domains/live/app.ts'
import { packagesApp } from '../domains/packages/app.ts'
import { pairingApp } from '../domains/pairing/app.ts'
import { rollbackApp } from '../domains/rollback/app.ts'
import { snapshotsApp } from '../domains/snapshots/app.ts'
import type { AppCapability } from '../commons/capability/app-capability.ts'
import type { Complete } from './app-calls.ts'

/** What the app can do: one line for each capability. */
export function createAppCapabilities(): readonly AppCapability[] {
  const session = createSyncSession()
  /** In the order in which the wizard lists their steps. */
  const inWizard = [
    checksApp,
    snapshotsApp,
    systemStateApp,
    packagesApp,
    homeApp,
    createEtcApp(session),
    imagesApp,
    containersApp,
  ] as const
  const others = [
    ledgerApp,
    personAppApp,
    personSyncthingApp,
    heldFoldersApp,
    snapshotSetsApp,
    homeSubvolumeApp,
    doorsApp,
    transfersApp,
    placesApp,
    placingApp,
    lookingApp,
    noticesApp,
    jobsApp,
    settingsApp,
    createSyncthingApp(session),
    laptopApp,
    keptApp,
    compareApp,
    filesApp,
    rollbackApp,
    pairingApp,
    copiesApp,
    bundlesApp,
    disksApp,
    reclaimApp,
    conflictsApp,
    liveApp,
  ] as const
  const list = [...inWizard, ...others] as const
  // Does not compile when a call of the contract is answered by nobody, or by two.
  const complete: Complete<typeof list> = list
  return complete
}
