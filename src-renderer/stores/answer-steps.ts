/** What was answered in which steps, so that they can be taken back one after the other. Pure. */
import type { Answers } from '../../src-main/contract/preview.ts'

/** What each question of a step had before; undefined where it had no answer. */
export type AnswerStep = Readonly<Record<string, string | undefined>>

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
  const before = Object.fromEntries(changed.map(([id]) => [id, answers[id]]))
  return { answers: { ...answers, ...changes }, steps: [...steps, before].slice(-stepsAtMost) }
}

/** The latest step that answered one of these. */
export function latestStep(steps: readonly AnswerStep[], ids: ReadonlySet<string>): AnswerStep | undefined {
  return steps.findLast((step) => Object.keys(step).some((id) => ids.has(id)))
}

/** As it was before the latest step that answered one of these. */
export function withoutStep({ answers, steps }: Stepped, ids: ReadonlySet<string>): Stepped {
  const step = latestStep(steps, ids)
  if (step === undefined) return { answers, steps }
  const before = Object.entries({ ...answers, ...step }).filter((entry): entry is [string, string] => {
    return entry[1] !== undefined
  })
  return { answers: Object.fromEntries(before), steps: steps.filter((one) => one !== step) }
}
