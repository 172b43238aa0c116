import { LayoutDashboard } from 'lucide-react'
import { useRef } from 'react'
import type { Overview } from '../../../src-main/contract/overview-calls.ts'
import { Button, LinkButton } from '../../components/button.tsx'
import { Heading } from '../../components/heading.tsx'
import { ErrorState, LoadingState, NotRefreshed } from '../../components/list-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { useCheckAgainKey, usePrimaryKey } from '../../components/use-keys.ts'
import { useTitle } from '../../components/use-title.ts'
import { proofPage, switchToHash, wizardHash } from '../../router/route.ts'
import { useClient, useOverview, useSwitchState } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { useNow } from '../../stores/use-now.ts'
import { askedWay, wayOf } from '../../stores/way.ts'
import { RollbackNotices } from '../snapshots/rollback/rollback-notices.tsx'
import { laptopsOf } from '../../components/laptop-names.ts'
import type { PageDeclaration } from '../page.ts'
import { BeforehandCard } from './beforehand-card.tsx'
import { ChangesCard } from './changes-card.tsx'
import { FirstStartCard } from './first-start-card.tsx'
import { GiveUpNotice } from './give-up-notice.tsx'
import { HeldFoldersNotice } from './held/held-folders-notice.tsx'
import { HistoryCard } from './history-card.tsx'
import { InConflict } from './in-conflict.tsx'
import { LaptopPair } from './laptop-pair.tsx'
import { MissedChanges } from './missed-changes.tsx'
import { UnreadableSwitch } from './unreadable-switch.tsx'
import { SavedSinceCard } from './saved-since-card.tsx'
import { overviewState, aboutWork, planThatHolds, type OverviewState } from './overview-state.ts'
import { overviewTitle, type OverviewTitle, type Primary } from './overview-title.ts'
import { SyncthingNote } from './syncthing-note.tsx'
import { ElsewhereCard, RunCard } from './run-cards.tsx'
import styles from './overview-page.module.css'
import { texts } from './texts.ts'

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
  const nowMs = useNow(5_000)
  const state = aboutWork(useSwitchState())
  const { asking, look } = useOverview()
  const client = useClient()
  const stands = overviewState(overview, state, nowMs)
  const title = overviewTitle(stands, overview, nowMs)
  const way = planThatHolds(overview, state) ?? wayOf(overview)
  const compare = () => {
    void look(true)
    // A failure arrives as an event and is shown where the result would be.
    if (way !== undefined && mayPlan(state?.kind)) void client.call('switchPlan', askedWay(way)).catch(() => undefined)
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
        lead={<Lead {...title} />}
        tone={title.tone}
        focusFirst={false}
        actions={<Actions {...title} />}
      />
      <Notices overview={overview} nowMs={nowMs} onTryAgain={compare} />
      <SavedSinceCard stands={stands} overview={overview} nowMs={nowMs} />
      {stands.kind === 'copying' && <RunCard state={stands.run} />}
      {stands.kind === 'running-elsewhere' && <ElsewhereCard open={stands.open} nowMs={nowMs} />}
      <LaptopPair overview={overview} asking={asking} nowMs={nowMs} />
      <SyncthingNote overview={overview} />
      <BeforehandCard nowMs={nowMs} />
      {stands.kind === 'never-compared' && first}
      {stands.kind !== 'running-elsewhere' && <ChangesCard overview={overview} nowMs={nowMs} onCompare={compare} />}
      {stands.kind !== 'never-compared' && first}
      <HistoryCard overview={overview} nowMs={nowMs} />
    </>
  )
}

function isFirstStart({ kind }: OverviewState, { holder, history }: Overview): boolean {
  const isQuiet = kind === 'never-compared' || kind === 'differs' || kind === 'same' || kind === 'was-same'
  return isQuiet && holder.kind === 'never-switched' && history.length === 0
}

interface NoticesProps {
  readonly overview: Overview
  readonly nowMs: number
  readonly onTryAgain: () => void
}

/** What stands above everything else on the page. */
function Notices({ overview, nowMs, onTryAgain }: NoticesProps) {
  const { error } = useOverview()
  const { here, peer, unreadableSwitch } = overview
  return (
    <>
      <div className={styles['notice']}>
        <RollbackNotices laptops={laptopsOf(overview, [])} />
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
      <InConflict laptops={[here, ...(peer === undefined ? [] : [peer])]} />
    </>
  )
}

/** A plan is made only where no switch stands in the way of it. */
function mayPlan(kind: string | undefined): boolean {
  return kind === 'idle' || kind === 'planned' || kind === 'plan-failed'
}

function Lead({ lead, showsProof }: Pick<OverviewTitle, 'lead' | 'showsProof'>) {
  if (showsProof !== true) return lead
  return (
    <>
      {lead}{' '}
      <LinkButton href={wizardHash(proofPage)} look="link">
        {texts.showProof}
      </LinkButton>
    </>
  )
}

function Actions({ primary, otherWay }: Pick<OverviewTitle, 'primary' | 'otherWay'>) {
  return (
    <>
      {otherWay !== undefined && (
        <LinkButton href={switchToHash(otherWay.to)} look="quiet" size="large">
          {otherWay.text}
        </LinkButton>
      )}
      {primary !== undefined && <MainButton primary={primary} />}
    </>
  )
}

function MainButton({ primary }: { readonly primary: Primary }) {
  return primary.resumes === true ? <ResumeFromAfar text={primary.text} /> : <PrimaryLink primary={primary} />
}

/** The other laptop's program goes on with it; the overview tells when it is done. */
function ResumeFromAfar({ text }: { readonly text: string }) {
  const client = useClient()
  const { look } = useOverview()
  const resume = useAction(async () => {
    await client.call('switchResume', {})
    await look(true)
  })
  return (
    <>
      <Button look="primary" size="large" disabled={resume.busy} onClick={() => resume.start()}>
        {text}
      </Button>
      {resume.error !== undefined && (
        <Notice tone="amber" title={resume.error.message}>
          {resume.error.hint}
        </Notice>
      )}
    </>
  )
}

function PrimaryLink({ primary: { text, strong, to } }: { readonly primary: Primary }) {
  const link = useRef<HTMLAnchorElement>(null)
  usePrimaryKey(link)
  return (
    <LinkButton
      ref={link}
      href={to === undefined ? wizardHash() : switchToHash(to)}
      look={strong ? 'primary' : 'secondary'}
      size="large"
    >
      {text}
    </LinkButton>
  )
}
