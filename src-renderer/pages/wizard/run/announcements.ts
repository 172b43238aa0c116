/** What a screen reader is told of a run: quarters and finished parts, seldom, in sentences. Pure; time is handed in. */
import type { RunningState, RunView } from '../../../stores/run-view.ts'
import { joinTitles, spokenText } from './running-words.ts'
import { texts } from './texts.ts'

export interface SaidProgress {
  readonly text: string
  readonly atMs: number
  readonly quarter: number
  readonly doneSteps: readonly string[]
}

const pauseMs = 15_000
/** Who reads the page later would find a time that is no longer told. */
const heardAfterMs = 5_000

export const nothingSaid: SaidProgress = { text: '', atMs: 0, quarter: 0, doneSteps: [] }

/** The same object when there is nothing new to say, or it is too soon. */
export function sayNext(
  said: SaidProgress,
  state: RunningState,
  run: RunView | undefined,
  nowMs: number,
): SaidProgress {
  const before = said.text !== '' && nowMs - said.atMs >= heardAfterMs ? { ...said, text: '' } : said
  if (nowMs - said.atMs < pauseMs) return before
  const doneSteps = state.plan.steps.filter(({ id }) => state.statuses[id]?.kind === 'done')
  const fresh = doneSteps.filter(({ id }) => !said.doneSteps.includes(id)).map(({ title }) => title)
  const quarter = Math.floor((run?.fraction ?? 0) * 4)
  if (fresh.length === 0 && quarter <= said.quarter) return before
  const parts = [
    fresh.length === 0 ? '' : texts.stepsDone(joinTitles(fresh)),
    run === undefined ? '' : spokenText(run, state.verifying),
  ]
  return {
    text: parts.filter((part) => part !== '').join(' '),
    atMs: nowMs,
    quarter: Math.max(quarter, said.quarter),
    doneSteps: doneSteps.map(({ id }) => id),
  }
}
