import { ActivityPage } from '../pages/activity/activity-page.tsx'
import { DeclaredPage } from '../pages/declared/declared-page.tsx'
import { BundlesPage } from '../pages/bundles/bundles-page.tsx'
import { ConflictsPage } from '../pages/conflicts/conflicts-page.tsx'
import { CopiesPage } from '../pages/copies/copies-page.tsx'
import { DisksPage } from '../pages/disks/disks-page.tsx'
import { HelpPage } from '../pages/help/help-page.tsx'
import { OverviewPage } from '../pages/overview/overview-page.tsx'
import { PackagesPage } from '../pages/packages/packages-page.tsx'
import { RulesPage } from '../pages/rules/rules-page.tsx'
import { SettingsPage } from '../pages/settings/settings-page.tsx'
import { SnapshotsPage } from '../pages/snapshots/snapshots-page.tsx'
import { Scroller } from '../components/scroller.tsx'
import { useKeys } from '../components/use-keys.ts'
import { assertNever } from '../../src-main/kernel/assert-never.ts'
import { goTo, pageHash, shellPages, type ShellRoute } from '../router/route.ts'
import styles from './shell.module.css'
import { Sidebar } from './sidebar.tsx'
import { SwitchBanner } from './switch-banner.tsx'

type ShellProps = Omit<ShellRoute, 'kind'>

/** The window for looking and for single acts; the wizard has its own. */
export function Shell(props: ShellProps) {
  const { page, item } = props
  useKeys((event) => {
    if (!event.ctrlKey || event.altKey || event.shiftKey || event.metaKey) return
    const wanted = shellPages[Number(event.key) - 1]
    if (wanted === undefined) return
    event.preventDefault()
    goTo(pageHash(wanted))
  })
  return (
    <div className={styles['shell']}>
      <Sidebar page={page} item={item} />
      <main className={styles['main']}>
        <SwitchBanner page={page} />
        <Scroller className={styles['page']}>
          <Page {...props} />
        </Scroller>
      </main>
    </div>
  )
}

function Page({ page, item, rest, file }: ShellProps) {
  switch (page) {
    case 'overview':
      return <OverviewPage />
    case 'snapshots':
      return <SnapshotsPage item={item} rest={rest ?? []} file={file} />
    case 'rules':
      return <RulesPage item={item} />
    case 'packages':
      return <PackagesPage item={item} />
    case 'copies':
      return <CopiesPage />
    case 'bundles':
      return <BundlesPage />
    case 'disks':
      return <DisksPage />
    case 'activity':
      return <ActivityPage item={item} />
    case 'settings':
      return <SettingsPage item={item} />
    case 'page':
      return <DeclaredPage id={item ?? ''} />
    case 'conflicts':
      return <ConflictsPage />
    case 'help':
      return <HelpPage />
    default:
      return assertNever(page)
  }
}
