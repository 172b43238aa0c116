/** What goes on: the switch of this app as far as it is, and one of the other laptop as far as that is known here. */
import { spokenText } from '../../../src-main/contract/progress/words.ts'
import { startedOn } from '../../../src-main/contract/started-by.ts'
import type { StepStatus } from '../../../src-main/contract/switch-state.ts'
import { formatDuration } from '../../../src-main/kernel/units.ts'
import { Card } from '../../components/card.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { formatPercent } from '../../format/amount.ts'
import { formatPoint } from '../../format/time.ts'
import { useSwitchMirror } from '../../stores/app-context.tsx'
import type { RunningState } from '../../stores/run-view.ts'
import { copiedText, leftText } from '../wizard/run/running-words.ts'
import styles from './overview-page.module.css'
import type { OpenSwitch } from '../../../src-main/contract/overview/state.ts'
import { texts } from './texts.ts'

export function RunCard({ state }: { readonly state: RunningState }) {
  const run = useSwitchMirror((mirror) => mirror.run)
  const fraction = run?.fraction ?? 0
  const left = leftText(run, state.verifying)
  return (
    <Card className={styles['run']} aria-label={texts.runCard}>
      <div className={styles['runTop']}>
        <strong className={styles['percent']}>{formatPercent(fraction)}</strong>
        <span className={styles['runLeft']}>{left}</span>
        <span className={styles['soft']}>{copiedText(run, state.plan.estimate.bytes)}</span>
      </div>
      <ProgressBar name={texts.runCard} fraction={fraction} large text={`${formatPercent(fraction)}. ${left}`} />
      <Doing state={state} />
    </Card>
  )
}

/** Each step that runs, and what it is at. */
function Doing({ state: { plan, statuses, verifying } }: { readonly state: RunningState }) {
  const steps = plan.steps.filter(({ id }) => statuses[id]?.kind === 'running')
  if (verifying || steps.length === 0)
    return <p className={styles['soft']}>{verifying ? texts.comparingCopied : texts.starting}</p>
  return (
    <ul>
      {steps.map(({ id, title }) => (
        <li key={id} className={styles['doing']}>
          <span>{title}</span>
          <span className={styles['soft']}>{currentOf(statuses[id])}</span>
        </li>
      ))}
    </ul>
  )
}

function currentOf(status: StepStatus | undefined): string {
  return (status?.kind === 'running' && status.progress?.current) || ''
}

interface ElsewhereCardProps {
  readonly open: OpenSwitch
  readonly nowMs: number
}

/** Which part runs, only the laptop that drives it knows; how far it is, it tells while both are connected. */
export function ElsewhereCard({ open, nowMs }: ElsewhereCardProps) {
  const { since, progress } = open
  const duration = formatDuration(Math.max(0, nowMs - Date.parse(since)))
  return (
    <Card className={styles['run']} aria-label={texts.runCard}>
      <p className={styles['runLeft']}>{texts.runsSince(formatPoint(since, nowMs), duration)}</p>
      {progress === undefined ? (
        <p className={styles['soft']}>{texts.runsElsewhere(startedOn(open).label)}</p>
      ) : (
        <HowFar {...progress} />
      )}
    </Card>
  )
}

function HowFar(progress: NonNullable<OpenSwitch['progress']>) {
  const text = spokenText({ leftMs: undefined, ...progress }, progress.verifying)
  return (
    <>
      <p className={styles['soft']}>{text}</p>
      <ProgressBar name={texts.runCard} fraction={progress.fraction} large text={text} />
    </>
  )
}
