/**
 * What a plan would do, and one switch alone may leave: an answer as to a question, kept with the others, of which the plan is made
 * again. Its line in the plan names it (`Refusable.later`), whether it is done or left.
 */
import type { Answers, Question } from './preview.ts'
import type { PlanView } from './switch-state.ts'

/** Who says nothing says "now". */
export const forLater = 'later'
export const forNow = 'now'

/** What an answer may be to: a question, or such a line. */
export type Answerable = Pick<Question, 'id' | 'title' | 'about' | 'safeDefault'> & {
  readonly choices: readonly Pick<Question['choices'][number], 'id' | 'meaning'>[]
}

/** Of every line that may be left, and every one that is. */
export function leavablesOf({ previews }: Pick<PlanView, 'previews'>): readonly Answerable[] {
  const blocks = Object.values(previews).flatMap((preview) => preview.blocks)
  return blocks.flatMap((block) =>
    block.kind === 'changes'
      ? block.changes.flatMap(({ name, refusable }) =>
          refusable?.later === undefined ? [] : [leavable(refusable.later, name)],
        )
      : [],
  )
}

/** It is left in whatever version there is. */
function leavable(id: string, title: string): Answerable {
  const choices = [
    { id: forNow, meaning: 'change' },
    { id: forLater, meaning: 'later' },
  ] as const
  return { id, title, about: title, choices: [...choices] }
}

/** Of what was answered, what leaves something of this plan. */
export function leftIn(plan: Pick<PlanView, 'previews'>, answers: Answers): Answers {
  const left = leavablesOf(plan).filter(({ id }) => answers[id] === forLater)
  return Object.fromEntries(left.map(({ id }) => [id, forLater]))
}
