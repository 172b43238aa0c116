/** What was answered in which steps, so that they can be taken back one after the other. Pure. */
import type { Answers } from '../../src-main/contract/preview.ts'

/** What each question of a step had before, undefined where it had no answer, and what the step answered. */
export type AnswerStep = Readonly<Record<string, { readonly before: string | undefined; readonly after: string }>>

export interface Stepped {
  readonly answers: Answers
  /** The latest last. */
  readonly steps: readonly AnswerStep[]
}

/** Nobody takes back more than this, and a step may be about thousands. */
const stepsAtMost = 100

/** What changes nothing is no step. */
export function withStep({ answers, steps }: Stepped, changes: Answers): Stepped {
  const changed = Object.entries(changes).filter(([id, choice]) => answers[id] !== choice)
  if (changed.length === 0) return { answers, steps }
  const step = Object.fromEntries(changed.map(([id, after]) => [id, { before: answers[id], after }]))
  return { answers: { ...answers, ...changes }, steps: [...steps, step].slice(-stepsAtMost) }
}

/** What would be taken back next of these: how many answers, none when there is nothing. */
export function countToUndo(stepped: Stepped, ids: ReadonlySet<string>): number {
  const step = latestStep(stepped, ids)
  return step === undefined ? 0 : stillOf(step, stepped.answers).length
}

/** As it was before the latest step that answered one of these. */
export function withoutStep({ answers, steps }: Stepped, ids: ReadonlySet<string>): Stepped {
  const step = latestStep({ answers, steps }, ids)
  if (step === undefined) return { answers, steps }
  const back = Object.fromEntries(stillOf(step, answers).map(([id, { before }]) => [id, before]))
  const left = Object.entries({ ...answers, ...back }).filter((entry): entry is [string, string] => {
    return entry[1] !== undefined
  })
  return { answers: Object.fromEntries(left), steps: steps.filter((one) => one !== step) }
}

function latestStep({ answers, steps }: Stepped, ids: ReadonlySet<string>): AnswerStep | undefined {
  return steps.findLast((step) => stillOf(step, answers).some(([id]) => ids.has(id)))
}

/** Without what another window has answered since: that is not this step's to take back. */
function stillOf(step: AnswerStep, answers: Answers) {
  return Object.entries(step).filter(([id, { after }]) => answers[id] === after)
}
