import { LayoutDashboard } from 'lucide-react'
import type { Overview } from '../../../src-main/contract/overview-calls.ts'
import type { OverviewState } from '../../../src-main/contract/overview/state.ts'
import { overviewTitle, type OverviewTitle } from '../../../src-main/contract/overview/title.ts'
import { toldOf } from '../../../src-main/contract/progress/told.ts'
import { Heading } from '../../components/heading.tsx'
import { laptopsOf } from '../../components/laptop-names.ts'
import { ErrorState, LoadingState, NotRefreshed } from '../../components/list-state.tsx'
import { useCheckAgainKey } from '../../components/use-keys.ts'
import { useTitle } from '../../components/use-title.ts'
import { useStands } from '../../standing/use-stands.ts'
import { useClient, useOverview, useSwitchMirror } from '../../stores/app-context.tsx'
import { askedWay, wayOf } from '../../stores/way.ts'
import type { PageDeclaration } from '../page.ts'
import { RollbackNotices } from '../snapshots/rollback/rollback-notices.tsx'
import { BeforehandCard } from './beforehand-card.tsx'
import { ChangesCard } from './changes-card.tsx'
import { FirstStartCard } from './first-start-card.tsx'
import { GiveUpNotice } from './give-up-notice.tsx'
import { HealthLine } from './health-line.tsx'
import { HeldFoldersNotice } from './held/held-folders-notice.tsx'
import { LastSwitch } from './last-switch.tsx'
import { LaptopPair } from './laptop-pair.tsx'
import { MainButton } from './main-button.tsx'
import { MissedChanges } from './missed-changes.tsx'
import styles from './overview-page.module.css'
import { ElsewhereCard, RunCard } from './run-cards.tsx'
import { SavedNames } from './saved-names.tsx'
import { StandMark } from './stand-mark.tsx'
import { SyncthingNote } from './syncthing-note.tsx'
import { texts } from './texts.ts'
import { ToDecide } from './to-decide.tsx'
import { UnreadableSwitch } from './unreadable-switch.tsx'

export const overviewPage: PageDeclaration = {
  id: 'overview',
  title: texts.page,
  icon: LayoutDashboard,
  component: OverviewPage,
}

function OverviewPage() {
  const { value: known, error, look } = useOverview()
  if (known !== undefined) return <KnownOverview overview={known} />
  if (error !== undefined) {
    return (
      <>
        <Heading title={texts.failedTitle} focusFirst={false} />
        <ErrorState error={error} onTryAgain={() => void look(true)} />
      </>
    )
  }
  return (
    <>
      <Heading title={texts.checkingTitle} focusFirst={false} />
      <LoadingState>{texts.checkingText}</LoadingState>
    </>
  )
}

function KnownOverview({ overview }: { readonly overview: Overview }) {
  const { stands, own, plan: planned, nowMs } = useStands(overview)
  const run = useSwitchMirror((mirror) => mirror.run)
  const { asking, look } = useOverview()
  const client = useClient()
  const progress = run === undefined ? undefined : toldOf(run, own?.kind === 'running' && own.verifying)
  const title = overviewTitle(stands, overview, { nowMs, progress })
  const way = planned ?? wayOf(overview, wayOn(title))
  // Nobody has asked to switch. A failure arrives as an event and is shown where the result would be.
  const plan = () => {
    if (way === undefined || !mayPlan(own?.kind)) return
    void client.call('switchPlan', { ...askedWay(way), quiet: true }).catch(() => undefined)
  }
  const compare = () => {
    void look(true)
    plan()
  }
  useCheckAgainKey(compare)
  useTitle(
    stands.kind === 'running-elsewhere'
      ? texts.titleElsewhere(stands.open.from.label, stands.open.to.label)
      : texts.product,
  )
  const first = way !== undefined && isFirstStart(stands, overview) && (
    <FirstStartCard from={way.from.label} to={way.to.label} />
  )
  return (
    <>
      <Heading
        title={title.title}
        size={stands.kind === 'safe' ? 'large' : 'normal'}
        lead={<Lead {...title} />}
        mark={<StandMark kind={stands.kind} tone={title.tone} />}
        focusFirst={false}
        actions={<MainButton title={title} onCompare={compare} />}
      />
      <Notices overview={overview} stands={stands} nowMs={nowMs} onTryAgain={compare} />
      {stands.kind === 'copying' && <RunCard state={stands.run} />}
      {stands.kind === 'running-elsewhere' && <ElsewhereCard open={stands.open} nowMs={nowMs} />}
      <LaptopPair overview={overview} stands={stands} asking={asking} nowMs={nowMs} />
      <BeforehandCard nowMs={nowMs} />
      {stands.kind === 'never-compared' && first}
      {stands.kind !== 'running-elsewhere' && (
        <ChangesCard overview={overview} stands={stands} way={way} nowMs={nowMs} onCompare={compare} onLooked={plan} />
      )}
      {stands.kind !== 'never-compared' && first}
      <ToDecide way={way} />
      <LastSwitch overview={overview} stands={stands} nowMs={nowMs} />
      <HealthLine overview={overview} nowMs={nowMs} />
      <SyncthingNote overview={overview} />
    </>
  )
}

/** The laptop that would be taken by what is offered first. */
function wayOn({ primary, menu }: OverviewTitle): string | undefined {
  const acts = [primary, ...menu].flatMap((button) => button?.act ?? [])
  return acts.flatMap((act) => (act.kind === 'prepare' ? [act.to] : []))[0]
}

function Lead({ lead, saved }: Pick<OverviewTitle, 'lead' | 'saved'>) {
  return (
    <>
      {lead}
      {saved !== undefined && <SavedNames {...saved} />}
    </>
  )
}

function isFirstStart({ kind }: OverviewState, { holder, history }: Overview): boolean {
  const isQuiet = kind === 'never-compared' || kind === 'differs' || kind === 'same' || kind === 'was-same'
  return isQuiet && holder.kind === 'never-switched' && history.length === 0
}

interface NoticesProps {
  readonly overview: Overview
  readonly stands: OverviewState
  readonly nowMs: number
  readonly onTryAgain: () => void
}

/** What stands above everything else on the page. */
function Notices({ overview, stands, nowMs, onTryAgain }: NoticesProps) {
  const { error } = useOverview()
  const { here, peer, unreadableSwitch } = overview
  return (
    <>
      <div className={styles['notice']}>
        <RollbackNotices laptops={laptopsOf(overview, [])} saidAbove={stands.kind} />
      </div>
      <HeldFoldersNotice />
      {error !== undefined && (
        <div className={styles['notice']}>
          <NotRefreshed error={error} onTryAgain={onTryAgain}>
            {texts.lastKnown(error.hint)}
          </NotRefreshed>
        </div>
      )}
      {unreadableSwitch !== undefined && (
        <div className={styles['notice']}>
          <UnreadableSwitch journal={unreadableSwitch} nowMs={nowMs} />
        </div>
      )}
      <GiveUpNotice openSwitch={overview.openSwitch} />
      <MissedChanges laptops={[here, ...(peer === undefined ? [] : [peer])]} nowMs={nowMs} />
    </>
  )
}

/** A plan is made only where no switch stands in the way of it. */
function mayPlan(kind: string | undefined): boolean {
  return kind === 'idle' || kind === 'planned' || kind === 'plan-failed' || kind === 'done'
}
