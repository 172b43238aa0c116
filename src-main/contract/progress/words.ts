/** What is said of a run: page, tab, announcements and command line take their words from here. Pure. */
import { capitalized, formatGigabytes, formatLeft, formatPartOf, formatPercent } from '../../kernel/units.ts'
import type { StepStatus } from '../switch-state.ts'
import type { RunProgress } from './observe.ts'
import { texts } from './texts.ts'

/** Only the comparison is the last of it. */
const almostDoneMs = 10_000

type Known = Pick<RunProgress, 'fraction' | 'leftMs'>

/** "About 4 min left", "Estimating…", "Almost done" */
export function leftText(run: Known | undefined, verifying: boolean): string {
  if (run?.leftMs === undefined) return texts.estimating
  return isAlmostDone(run.leftMs, verifying) ? texts.almostDone : capitalized(formatLeft(run.leftMs))
}

/** "54%, 4 min left" */
export function windowTitle(run: Known | undefined, verifying: boolean): string {
  if (run === undefined) return texts.titleSwitching
  const percent = formatPercent(run.fraction)
  if (run.leftMs === undefined) return percent
  if (isAlmostDone(run.leftMs, verifying)) return texts.titleAlmostDone(percent)
  return texts.title(percent, formatLeft(run.leftMs).replace(/^about /, ''))
}

/** "54% done. About 4 min left." */
export function spokenText(run: Known, verifying: boolean): string {
  const done = texts.percentDone(formatPercent(run.fraction))
  return run.leftMs === undefined ? done : `${done} ${leftText(run, verifying)}.`
}

/** "About 2 min left" */
export function laneLeftText(leftMs: number | undefined): string {
  return leftMs === undefined ? '' : capitalized(formatLeft(leftMs))
}

function isAlmostDone(leftMs: number, verifying: boolean): boolean {
  return verifying && leftMs < almostDoneMs
}

/** "13.7 of 25.2 GB copied" and, when there is more than the plan thought, how much more. */
export function copiedText(
  run: Pick<RunProgress, 'doneBytes' | 'totalBytes'> | undefined,
  plannedBytes: number,
): string {
  if (run === undefined || run.totalBytes === 0) return texts.nothingLarge
  const more = run.totalBytes - plannedBytes
  const grown = more > 0.05 * plannedBytes && more > 1e8 ? texts.moreThanExpected(formatGigabytes(more)) : ''
  return texts.copied(formatPartOf(run.doneBytes, run.totalBytes), grown)
}

/** "11.3 of 18.4 GB", "120 of 900 files", "74 of 292 steps" */
export function amountText(status: Extract<StepStatus, { kind: 'running' | 'stopped' | 'failed' }>): string {
  const { kind, progress, copied } = status
  // Of what stands still the bytes say more than what was just being compared.
  if (kind !== 'running' && copied !== undefined) return formatPartOf(copied.done, copied.total)
  if (progress === undefined) return ''
  const { done, total, unit } = progress
  const most = total === undefined ? undefined : Math.max(done, total)
  switch (unit) {
    case 'bytes':
      return most === undefined ? texts.soFar(formatGigabytes(done)) : formatPartOf(done, most)
    case 'files':
      if (most !== undefined) return texts.filesOf(done, most)
      return done === 0 ? '' : texts.filesSoFar(done)
    case 'steps':
      if (most !== undefined) return texts.stepsOf(done, most)
      return done === 0 ? '' : texts.countDone(done)
  }
}
