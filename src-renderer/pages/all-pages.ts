/** Every page around which the sidebar stands, one line for each, in the order of the sidebar. */
import { activityPage } from './activity/page.tsx'
import { bundlesPage } from './bundles/page.tsx'
import { conflictsPage } from './conflicts/page.tsx'
import { copiesPage } from './copies/page.tsx'
import { declaredPage } from './declared/page.tsx'
import { disksPage } from './disks/page.tsx'
import { helpPage } from './help/page.tsx'
import { overviewPage } from './overview/page.tsx'
import { packagesPage } from './packages/page.tsx'
import { rulesPage } from './rules/page.tsx'
import { settingsPage } from './settings/page.tsx'
import { snapshotsPage } from './snapshots/page.tsx'
import type { PageDeclaration } from './page.ts'

export const allPages: readonly PageDeclaration[] = [
  overviewPage,
  snapshotsPage,
  rulesPage,
  packagesPage,
  copiesPage,
  bundlesPage,
  disksPage,
  activityPage,
  settingsPage,
  conflictsPage,
  declaredPage,
  helpPage,
]
