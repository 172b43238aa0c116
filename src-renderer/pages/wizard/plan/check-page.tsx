import { RefreshCw } from 'lucide-react'
import { useEffect } from 'react'
import { otherThanStarted } from '../../../../src-main/contract/started-by.ts'
import type { PlanView, SwitchState } from '../../../../src-main/contract/switch-state.ts'
import { Badge } from '../../../components/badge.tsx'
import { Button } from '../../../components/button.tsx'
import { Card, CardRow } from '../../../components/card.tsx'
import { Heading } from '../../../components/heading.tsx'
import { ErrorState } from '../../../components/list-state.tsx'
import { Notice } from '../../../components/notice.tsx'
import { ProgressBar } from '../../../components/progress-bar.tsx'
import { icons } from '../../../components/icons.ts'
import { useCheckAgainKey } from '../../../components/use-keys.ts'
import { useTitle } from '../../../components/use-title.ts'
import { formatAgo } from '../../../format/time.ts'
import { goTo, pageHash, wizardHash } from '../../../router/route.ts'
import { useClient, useOverview } from '../../../stores/app-context.tsx'
import { isAwaySince } from '../../../../src-main/contract/overview/seen-when.ts'
import { askedWay } from '../../../stores/way.ts'
import { useNow } from '../../../stores/use-now.ts'
import { ChangedSince } from './changed-since.tsx'
import { checkRowsOf, warningsOf } from './check-rows.ts'
import styles from './check-page.module.css'
import { CheckTable } from './check-table.tsx'
import { FooterPrimary } from '../footer-primary.tsx'
import { WizardFrame } from '../wizard-frame.tsx'
import { wizardTitle } from '../wizard-title.ts'
import { blockersOf, checkPage, decidePages, pageAsGoal, reviewPage } from '../wizard-pages.ts'
import { texts } from './texts.ts'

type CheckState = Extract<SwitchState, { kind: 'planning' | 'plan-failed' | 'planned' }>

/** Long enough to be read. */
const restMs = 1_500

interface CheckPageProps {
  readonly state: CheckState
  /** Whether it goes on by itself when all is well: not for somebody who came back to look. */
  readonly goesOn?: boolean
}

export function CheckPage({ state, goesOn = false }: CheckPageProps) {
  const client = useClient()
  const { from, to, scope } = state.kind === 'planned' ? state.plan : state
  const checkAgain = () => {
    // Without a page in the address it goes on by itself when all is well.
    goTo(wizardHash())
    void client.call('switchPlan', askedWay({ from, to, scope })).catch(() => undefined)
  }
  const cancel = () => {
    // A plan that is made stays for the overview; one in the making is given up.
    if (state.kind === 'planning') void client.call('switchDismiss', {}).catch(() => undefined)
    goTo(pageHash('overview'))
  }
  useCheckAgainKey(checkAgain)
  useTitle(wizardTitle({ scope, to }))
  const isAway = useIsAway(state)
  const next = state.kind === 'planned' && !isAway ? wayOn(state.plan) : undefined
  const title = useCheckTitle(state, isAway)
  useGoOn(goesOn && next?.byItself === true ? next.page : undefined)
  return (
    <WizardFrame
      title={wizardTitle({ scope, to })}
      page={checkPage}
      aside={texts.nothingChanged}
      footer={
        <>
          <Button look="quiet" onClick={cancel}>
            {texts.cancel}
          </Button>
          {state.kind === 'planned' && next !== undefined && (
            <Button icon={RefreshCw} onClick={checkAgain} title="F5">
              {texts.checkAgain}
            </Button>
          )}
          {next === undefined && state.kind !== 'planning' && (
            <FooterPrimary icon={RefreshCw} onClick={checkAgain} title="F5">
              {texts.checkAgain}
            </FooterPrimary>
          )}
          {next !== undefined && <FooterPrimary onClick={() => goTo(wizardHash(next.page))}>{next.text}</FooterPrimary>}
        </>
      }
    >
      <Heading {...title} focusKey={isAway ? 'away' : state.kind} />
      {state.kind === 'planning' && <Probing state={state} />}
      {state.kind === 'plan-failed' && (
        <Card>
          <ErrorState error={state.error} onTryAgain={checkAgain} />
        </Card>
      )}
      {state.kind === 'planned' && <Checked plan={state.plan} />}
    </WizardFrame>
  )
}

/** Whether the other laptop has not answered since it was checked. */
function useIsAway(state: CheckState): boolean {
  const { value } = useOverview()
  return state.kind === 'planned' && isAwaySince(state.plan.at, value)
}

interface CheckTitle {
  readonly title: string
  readonly lead: string
  readonly tone?: 'amber'
}

/** What was checked is told with its time: it may have become otherwise. */
function useCheckTitle(state: CheckState, isAway: boolean): CheckTitle {
  const nowMs = useNow(15_000)
  if (state.kind !== 'planned') return checkTitle(state)
  const when = texts.checkedAt(formatAgo(Date.parse(state.plan.at), nowMs))
  if (isAway)
    return { title: texts.away(otherThanStarted(state.plan).label), lead: `${when} ${texts.awayText}`, tone: 'amber' }
  const { title, lead } = checkTitle(state)
  return { title, lead: `${when} ${lead}` }
}

function useGoOn(page: string | undefined): void {
  useEffect(() => {
    if (page === undefined) return
    const timer = window.setTimeout(() => goTo(wizardHash(page)), restMs)
    return () => window.clearTimeout(timer)
  }, [page])
}

interface WayOn {
  readonly page: string
  readonly text: string
  readonly byItself: boolean
}

/** Absent as long as something has to be mended first. */
function wayOn(plan: PlanView): WayOn | undefined {
  if (blockersOf(plan).length > 0) return undefined
  const page = decidePages(plan)[0] ?? reviewPage
  const warnings = warningsOf(checkRowsOf(plan))
  const [only] = warnings
  const onBattery = warnings.length === 1 && only?.icon === 'power'
  return {
    page,
    text: onBattery ? texts.continueOnBattery : texts.continueTo(pageAsGoal(plan, page)),
    byItself: warnings.length === 0,
  }
}

function checkTitle(state: CheckState): { readonly title: string; readonly lead: string } {
  if (state.kind === 'planning') {
    return {
      title: texts.checking,
      lead: texts.checkingLead(state.from.label, state.to.label),
    }
  }
  if (state.kind === 'plan-failed') return { title: texts.checkFailed, lead: texts.checkFailedLead }
  const { from, to } = state.plan
  const toFix = blockersOf(state.plan).length
  const lead = texts.direction(from.label, to.label)
  if (toFix > 0)
    return {
      title: toFix === 1 ? texts.oneToFix : texts.toFix(toFix),
      lead,
    }
  const warnings = warningsOf(checkRowsOf(state.plan)).length
  if (warnings > 0) return { title: texts.readyWithWarnings(warnings), lead }
  return { title: texts.ready, lead }
}

function Probing({ state }: { readonly state: Extract<CheckState, { kind: 'planning' }> }) {
  const { steps, probed, from, to, told } = state
  return (
    <Card>
      <div className={styles['progress']}>
        <ProgressBar
          name={texts.comparing(from.label, to.label)}
          fraction={steps.length === 0 ? 0 : probed.length / steps.length}
        />
        <p>{texts.checkedOf(probed.length, steps.length)}</p>
      </div>
      {steps.map((step) => {
        const done = probed.includes(step.id)
        return (
          <CardRow
            key={step.id}
            icon={icons[step.icon]}
            title={step.title}
            side={done ? <Badge ticked>{texts.checked}</Badge> : <Badge>{texts.checkingStep}</Badge>}
          >
            {told?.stepId === step.id ? told.sentence : ''}
          </CardRow>
        )
      })}
    </Card>
  )
}

function Checked({ plan }: { readonly plan: PlanView }) {
  const rows = checkRowsOf(plan)
  return (
    <div className={styles['stack']}>
      <ChangedSince plan={plan} />
      {blockersOf(plan).map(({ title, text }) => (
        <Notice key={title} tone="amber" title={title}>
          {text}
        </Notice>
      ))}
      {rows.length > 0 && <CheckTable rows={rows} plan={plan} />}
    </div>
  )
}
