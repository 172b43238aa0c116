/** What the running page says in words. Pure. */
import type { StepStatus } from '../../../../src-main/contract/switch-state.ts'
import { formatCount } from '../../../../src-main/kernel/units.ts'
import { formatGigabytes, formatPartOf, formatPercent } from '../../../format/amount.ts'
import { capitalized, formatLeft } from '../../../format/time.ts'
import type { RunningState, RunView } from '../../../stores/run-view.ts'
import { inSentence } from '../wizard-pages.ts'
import { texts } from './texts.ts'

/** "About 4 min left", "Estimating…", "Almost done" */
export function leftText(run: RunView | undefined, verifying: boolean): string {
  if (verifying) return texts.almostDone
  if (run?.leftMs === undefined) return texts.estimating
  return run.fraction >= 0.98 ? texts.almostDone : capitalized(formatLeft(run.leftMs))
}

/** "54%, 4 min left" */
export function windowTitle(run: RunView | undefined, verifying: boolean): string {
  if (verifying) return texts.titleAlmostDone
  if (run === undefined) return texts.titleSwitching
  const left = run.leftMs === undefined ? '' : `, ${formatLeft(run.leftMs).replace(/^about /, '')}`
  return `${formatPercent(run.fraction)}${left}`
}

/** "13.7 of 25.2 GB copied" and, when there is more than the plan thought, how much more. */
export function copiedText(run: RunView | undefined, plannedBytes: number): string {
  if (run === undefined || run.totalBytes === 0) return texts.nothingLarge
  const more = run.totalBytes - plannedBytes
  const grown = more > 0.05 * plannedBytes && more > 1e8 ? `, ${texts.moreThanExpected(formatGigabytes(more))}` : ''
  return texts.copied(formatPartOf(run.doneBytes, run.totalBytes), grown)
}

/** "Packages and home files are copied at the same time." */
export function sideBySideText({ plan, statuses }: RunningState): string {
  const running = plan.steps.filter(({ id }) => statuses[id]?.kind === 'running').map(({ title }) => title)
  if (running.length < 2) return ''
  return texts.sideBySide(joinTitles(running))
}

export function joinTitles(titles: readonly string[]): string {
  const words = titles.map((title, index) => (index === 0 ? title : inSentence(title)))
  const last = words.at(-1) ?? ''
  return words.length < 2 ? last : texts.andList(words.slice(0, -1).join(', '), last)
}

/** "11.3 of 18.4 GB", "13 of 19 done" */
export function amountText(status: Extract<StepStatus, { kind: 'running' | 'stopped' | 'failed' }>): string {
  const { progress } = status
  if (progress === undefined) return ''
  const { done, total, unit } = progress
  if (unit === 'bytes')
    return total === undefined ? texts.soFar(formatGigabytes(done)) : formatPartOf(done, Math.max(done, total))
  if (total === undefined) return unit === 'files' ? texts.filesSoFar(done) : texts.countDone(formatCount(done))
  return texts.countOfDone(formatCount(done), formatCount(Math.max(done, total)))
}

/** After so long without news a lane says so. */
const silentMs = 30_000

/** Says no more than is known: a tool that is busy for long also reports nothing. */
export function silenceText(status: StepStatus | undefined, nowMs: number): string | undefined {
  if (status?.kind !== 'running') return undefined
  const silent = nowMs - Date.parse(status.answeredAt)
  return silent < silentMs ? undefined : texts.noProgress(Math.floor(silent / 1_000))
}
