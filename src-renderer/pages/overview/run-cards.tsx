/** What goes on: the switch of this app as far as it is, and one of the other laptop as far as it has told. Both show the same. */
import { spokenText } from '../../../src-main/contract/progress/words.ts'
import { stepsOf, toldRun, type ToldProgress } from '../../../src-main/contract/progress/told.ts'
import { startedOn } from '../../../src-main/contract/started-by.ts'
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
  const begun = { fraction: 0, verifying: state.verifying, steps: stepsOf(state) }
  return (
    <Card className={styles['run']} aria-label={texts.runCard}>
      <HowFar {...(run === undefined ? begun : toldRun(run, state))} />
    </Card>
  )
}

interface ElsewhereCardProps {
  readonly open: OpenSwitch
  readonly nowMs: number
}

/** How far it is, the laptop that drives it tells while both are connected. */
export function ElsewhereCard({ open, nowMs }: ElsewhereCardProps) {
  const { since, progress } = open
  const duration = formatDuration(Math.max(0, nowMs - Date.parse(since)))
  return (
    <Card className={styles['run']} aria-label={texts.runCard}>
      {progress !== undefined && <HowFar {...progress} />}
      <p className={styles['soft']}>{texts.runsSince(formatPoint(since, nowMs), duration)}</p>
      {progress === undefined && <p className={styles['soft']}>{texts.runsElsewhere(startedOn(open).label)}</p>}
    </Card>
  )
}

function HowFar({ fraction, leftMs, verifying, bytes, steps }: ToldProgress) {
  const left = leftText({ fraction, leftMs }, verifying)
  return (
    <>
      <div className={styles['runTop']}>
        <strong className={styles['percent']}>{formatPercent(fraction)}</strong>
        <span className={styles['runLeft']}>{left}</span>
        {bytes !== undefined && (
          <span className={styles['soft']}>
            {copiedText({ doneBytes: bytes.done, totalBytes: bytes.total }, bytes.planned)}
          </span>
        )}
      </div>
      <ProgressBar name={texts.runCard} fraction={fraction} large text={spokenText({ fraction, leftMs }, verifying)} />
      {steps !== undefined && <Doing steps={steps} verifying={verifying} />}
    </>
  )
}

/** Each step that runs, what it is at, and how many are done. */
function Doing({
  steps,
  verifying,
}: {
  readonly steps: NonNullable<ToldProgress['steps']>
  readonly verifying: boolean
}) {
  const running = steps.filter(({ is }) => is === 'running')
  const done = steps.filter(({ is }) => is === 'done').length
  if (verifying || running.length === 0)
    return <p className={styles['soft']}>{verifying ? texts.comparingCopied : texts.starting}</p>
  return (
    <ul>
      {running.map(({ title, current = '' }) => (
        <li key={title} className={styles['doing']}>
          <span>{title}</span>
          <span className={styles['soft']}>{current}</span>
        </li>
      ))}
      <li className={styles['soft']}>{texts.stepsDone(done, steps.length)}</li>
    </ul>
  )
}
