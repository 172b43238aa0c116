/** Every page around which the sidebar stands, one line for each. Tabs are in this order, rooms in that of contract/room.ts. */
import { activityPage } from './activity/page.tsx'
import { bundlesPage } from './bundles/page.tsx'
import { conflictsPage } from './conflicts/page.tsx'
import { copiesPage } from './copies/page.tsx'
import { declaredPage } from './declared/page.tsx'
import { disksPage } from './disks/page.tsx'
import { etcPage } from './etc/page.tsx'
import { helpPage } from './help/page.tsx'
import { homePage } from './home/page.tsx'
import { overviewPage } from './overview/page.tsx'
import { packagesPage } from './packages/page.tsx'
import { settingsPage } from './settings/page.tsx'
import { snapshotsPage } from './snapshots/page.tsx'
import type { PageDeclaration } from './page.ts'

export const allPages: readonly PageDeclaration[] = [
  overviewPage,
  homePage,
  packagesPage,
  etcPage,
  declaredPage,
  conflictsPage,
  snapshotsPage,
  copiesPage,
  bundlesPage,
  disksPage,
  activityPage,
  settingsPage,
  helpPage,
]
