/** What goes on: the switch of this app as far as it is, and one of the other laptop as far as that is known here. */
import type { StepId } from '../../../src-main/contract/step-ids.ts'
import { formatDuration } from '../../../src-main/kernel/units.ts'
import { Card } from '../../components/card.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { formatPercent } from '../../format/amount.ts'
import { formatPoint } from '../../format/time.ts'
import { useSwitchMirror } from '../../stores/app-context.tsx'
import type { RunningState } from '../../stores/run-view.ts'
import { copiedText, joinTitles, leftText } from '../wizard/run/running-words.ts'
import styles from './overview-page.module.css'
import type { OpenSwitch } from './overview-state.ts'
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
      <p className={styles['soft']}>{doingText(state)}</p>
    </Card>
  )
}

/** "Packages and home files: ~/Projects/atlas/tiles.parquet" */
function doingText({ plan, statuses, verifying }: RunningState): string {
  if (verifying) return texts.comparingCopied
  const steps = plan.steps.filter(({ id }) => statuses[id]?.kind === 'running')
  if (steps.length === 0) return texts.starting
  const titles = joinTitles(steps.map(({ title }) => title))
  const current = steps.map(({ id }) => currentOf(statuses, id)).find((one) => one !== undefined)
  return current === undefined ? titles : texts.doing(titles, current)
}

function currentOf(statuses: RunningState['statuses'], id: StepId): string | undefined {
  const status = statuses[id]
  return status?.kind === 'running' ? status.progress?.current : undefined
}

interface ElsewhereCardProps {
  readonly open: OpenSwitch
  readonly nowMs: number
}

/** Which part runs and how far it is, only the laptop that is left knows. */
export function ElsewhereCard({ open: { from, since }, nowMs }: ElsewhereCardProps) {
  const duration = formatDuration(Math.max(0, nowMs - Date.parse(since)))
  return (
    <Card className={styles['run']} aria-label={texts.runCard}>
      <p className={styles['runLeft']}>{texts.runsSince(formatPoint(since, nowMs), duration)}</p>
      <p className={styles['soft']}>{texts.runsElsewhere(from.label)}</p>
    </Card>
  )
}
