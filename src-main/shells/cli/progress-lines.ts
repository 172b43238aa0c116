/** A running switch in lines: the words that the page has, too. Pure. */
import { isMeasured, stepFraction } from '../../contract/progress/lane.ts'
import { bytesPerSecond, laneLeft, type RunProgress } from '../../contract/progress/observe.ts'
import { proofProgress, type RunningState } from '../../contract/progress/time-left.ts'
import { amountText, copiedText, laneLeftText, leftText, spokenText } from '../../contract/progress/words.ts'
import type { StepInfo } from '../../contract/switch-state.ts'
import { formatPercent, formatSpeed } from '../../kernel/units.ts'
import { progressTexts as texts } from './texts.ts'

/** For a terminal: the whole, then each lane that runs. */
export function progressLines(state: RunningState, run: RunProgress, nowMs: number): readonly string[] {
  const { plan, statuses, verifying } = state
  const speed = bytesPerSecond(statuses)
  const whole = [
    formatPercent(run.fraction),
    leftText(run, verifying),
    copiedText(run, plan.estimate.bytes),
    speed === undefined ? '' : formatSpeed(speed),
  ]
  const running = plan.steps.filter(({ id }) => statuses[id]?.kind === 'running')
  return [
    row(texts.whole, whole),
    ...running.map((step) => laneRow(state, run, step, nowMs)),
    ...comparisonRows(state, nowMs),
  ]
}

function laneRow(state: RunningState, run: RunProgress, { id, title }: StepInfo, nowMs: number): string {
  const status = state.statuses[id]
  if (status?.kind !== 'running') return row(title, [])
  const { progress } = status
  return row(title, [
    progress !== undefined && isMeasured(progress) ? formatPercent(stepFraction(status)) : '',
    amountText(status),
    laneLeftText(laneLeft(state, run, id, nowMs)),
    progress?.current ?? '',
  ])
}

function comparisonRows(state: RunningState, nowMs: number): readonly string[] {
  const proof = proofProgress(state, nowMs)
  if (proof === undefined) return []
  const doing = Object.values(state.proving?.steps ?? {}).flatMap((status) =>
    status.kind === 'running' && status.progress?.current !== undefined ? [status.progress.current] : [],
  )
  const { length } = state.plan.steps
  return [
    row(texts.comparison, [
      formatPercent(proof.fraction),
      texts.areasCompared(proof.proven, length),
      ...doing.slice(0, 1),
    ]),
  ]
}

function row(title: string, parts: readonly string[]): string {
  return `  ${title.padEnd(18)} ${parts.filter((part) => part !== '').join('  ')}`
}

/** For a log: one line now and then. */
export function progressLine({ plan, statuses, verifying }: RunningState, run: RunProgress): string {
  const lanes = plan.steps.flatMap(({ id, title }) => {
    const status = statuses[id]
    const amount = status?.kind === 'running' ? amountText(status) : ''
    return amount === '' ? [] : [texts.laneAmount(title, amount)]
  })
  return [spokenText(run, verifying), ...lanes].join(' ')
}
