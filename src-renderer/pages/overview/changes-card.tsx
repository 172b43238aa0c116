import { Check, ChevronRight, RefreshCw } from 'lucide-react'
import type { Overview } from '../../../src-main/contract/overview-calls.ts'
import type { Question } from '../../../src-main/contract/preview.ts'
import { aboutWork, planThatHolds, type OverviewState } from '../../../src-main/contract/overview/state.ts'
import type { PlanView, StepInfo, SwitchState } from '../../../src-main/contract/switch-state.ts'
import { formatCount } from '../../../src-main/kernel/units.ts'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { SectionTitle } from '../../components/heading.tsx'
import { ErrorState } from '../../components/list-state.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { icons } from '../../components/icons.ts'
import { formatGigabytes } from '../../format/amount.ts'
import { formatAgo } from '../../format/time.ts'
import { wizardHash } from '../../router/route.ts'
import { useSwitchState } from '../../stores/app-context.tsx'
import type { ShownWay } from '../../stores/way.ts'
import styles from './overview-page.module.css'
import { areasOf, areasThatDiffer } from '../../../src-main/contract/overview/plan-areas.ts'
import { texts } from './texts.ts'
import { useQuietComparison } from './use-quiet-comparison.ts'

interface ChangesCardProps {
  readonly overview: Overview
  readonly stands: OverviewState
  /** In which what is not compared yet would be. */
  readonly way: ShownWay | undefined
  readonly nowMs: number
  readonly onCompare: () => void
  /** Somebody looks at the page, and nothing is compared yet. */
  readonly onLooked: () => void
}

/** What the newest plan says would change. Without a plan, and with one of before the last switch, nothing is claimed. */
export function ChangesCard({ overview, stands, way: usual, nowMs, onCompare, onLooked }: ChangesCardProps) {
  const whole = useSwitchState()
  const state = aboutWork(whole)
  useQuietComparison(mayCompare(overview, stands, whole, nowMs), onLooked)
  if (usual === undefined || state === undefined || stands.kind === 'waits-for-restart') return undefined
  if (state.kind === 'running' || state.kind === 'interrupted' || state.kind === 'done') return undefined
  const plan = planThatHolds(overview, state)
  const { to } = plan ?? (state.kind === 'planning' || state.kind === 'plan-failed' ? state : usual)
  return (
    <>
      <SectionTitle
        side={
          <span className={styles['checked']}>
            <span>{checkedText(state, nowMs)}</span>
            {state.kind === 'planned' && (
              <Button look="quiet" size="small" icon={RefreshCw} onClick={onCompare} title="F5">
                {texts.checkAgain}
              </Button>
            )}
          </span>
        }
      >
        {texts.changesTitle(to.label)}
      </SectionTitle>
      <Card>
        {plan !== undefined && <PlannedRows plan={plan} />}
        {state.kind === 'planning' && <Comparing state={state} />}
        {state.kind === 'plan-failed' && <ErrorState error={state.error} onTryAgain={onCompare} />}
        {plan === undefined && state.kind !== 'planning' && state.kind !== 'plan-failed' && (
          <NotCompared onCompare={onCompare} />
        )}
      </Card>
    </>
  )
}

function NotCompared({ onCompare }: Pick<ChangesCardProps, 'onCompare'>) {
  return (
    <div className={styles['line']}>
      <div className={styles['past']}>
        <RefreshCw size={18} aria-hidden />
        <strong>{texts.notCompared}</strong>
        <span className={styles['summary']}>{texts.comparingIsSafe}</span>
        <Button size="small" onClick={onCompare}>
          {texts.compare}
        </Button>
      </div>
    </div>
  )
}

/** For as long a window may show the proof of a switch that has just ended. */
const readMs = 10 * 60_000

/** Not where a person reads the proof of a switch, nor before they have begun with the first one. */
function mayCompare(
  overview: Overview,
  { kind }: OverviewState,
  state: SwitchState | undefined,
  nowMs: number,
): boolean {
  const isRead = state?.kind === 'done' && nowMs - Date.parse(state.proof.finishedAt) > readMs
  const isOld = state?.kind === 'planned' && planThatHolds(overview, state) === undefined
  const isQuiet = state?.kind === 'idle' || isRead || isOld
  const isKnown = !['never-compared', 'waits-for-restart', 'third-holds'].includes(kind)
  const { peer, openSwitch } = overview
  return isQuiet && isKnown && openSwitch === undefined && peer?.connection.kind === 'reachable'
}

function checkedText(state: NonNullable<ReturnType<typeof useSwitchState>>, nowMs: number): string {
  if (state.kind === 'planning') return texts.checking
  return state.kind === 'planned' ? texts.checked(formatAgo(Date.parse(state.plan.at), nowMs)) : ''
}

function Comparing({ state }: { readonly state: Extract<SwitchState, { kind: 'planning' }> }) {
  const [probed, steps] = [state.probed.length, state.steps.length]
  return (
    <div className={styles['comparing']}>
      <p>{state.told?.sentence ?? texts.comparingSteps(probed, steps)}</p>
      <ProgressBar name={texts.comparing} fraction={steps === 0 ? 0 : probed / steps} />
    </div>
  )
}

function PlannedRows({ plan }: { readonly plan: PlanView }) {
  const areas = areasOf(plan)
  const differing = areasThatDiffer(plan)
  const same = areas.filter((step) => !differing.includes(step) && plan.previews[step.id]?.turnedOff !== true)
  return (
    <ul>
      {differing.map((step) => (
        <li key={step.id} className={styles['line']}>
          <PlannedRow step={step} plan={plan} />
        </li>
      ))}
      {(same.length > 0 || differing.length === 0) && (
        <li className={styles['line']}>
          <div className={styles['past']}>
            <Check size={18} aria-hidden />
            <strong>{differing.length === 0 ? texts.nothing : texts.nothingNew}</strong>
            <span className={styles['summary']}>{texts.inAreas(same.map(({ title }) => title))}</span>
          </div>
        </li>
      )}
    </ul>
  )
}

function askedText(questions: readonly Question[]): string {
  if (questions.some(({ form }) => form !== 'rule')) return texts.questionCount(questions.length)
  return questions.length === 1 ? texts.oneNeedsRule : texts.needRule(formatCount(questions.length))
}

function PlannedRow({ step, plan }: { readonly step: StepInfo; readonly plan: PlanView }) {
  const Icon = icons[step.icon]
  const preview = plan.previews[step.id]
  if (preview === undefined) return undefined
  const { pages, questions, estimate, summary, blockers } = preview
  return (
    <a href={wizardHash(pages[0]?.id)} className={styles['change']}>
      <Icon size={18} aria-hidden />
      <strong>{step.title}</strong>
      <span className={styles['summary']}>{summary}</span>
      {blockers.length > 0 && <Badge tone="amber">{texts.toFix(blockers.length)}</Badge>}
      {questions.length > 0 && <Badge tone="amber">{askedText(questions)}</Badge>}
      {estimate.bytes > 0 && <span>{formatGigabytes(estimate.bytes)}</span>}
      <ChevronRight size={16} aria-hidden />
    </a>
  )
}
