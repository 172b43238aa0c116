/** What is looked at before a start: what a plan does with the answers there are. Page and command line draw it. Pure. */
import { z } from 'zod'
import { followChoices, answered, chosenChoice } from './follow-choices.ts'
import { leavablesOf, leftIn } from './left-for-later.ts'
import { changeSchema, type Answers, type Change, type Question } from './preview.ts'
import { stepIdSchema, type StepId } from './step-ids.ts'
import type { PlanView, StepInfo } from './switch-state.ts'
import { pageIdSchema } from './wizard-page.ts'

const leftOutSchema = z.object({ title: z.string(), text: z.string() })

export const lastLookSchema = z.object({
  /** What disappears from the target: how much, and the first of it. What a named folder holds is not named again. */
  removed: z.object({
    count: z.number(),
    names: z.array(
      changeSchema.pick({ name: true, kind: true, detail: true, bytes: true }).extend({ stepId: stepIdSchema }),
    ),
  }),
  /** Questions that nobody has answered, and what is done then. */
  undecided: z.object({
    count: z.number(),
    first: z.array(z.object({ title: z.string(), pageId: pageIdSchema, usual: z.string() })),
  }),
  /** What is neither copied nor compared, or cannot be. */
  leftOut: z.array(leftOutSchema),
  /** With what the answers bring. */
  bytes: z.number(),
  ms: z.number(),
})
export type LastLook = z.infer<typeof lastLookSchema>

/** Of a step that lists its changes itself: what goes with these answers, in the order of its names, and how much that is. */
export interface Going {
  readonly count: number
  readonly changes: readonly Change[]
}

export const namedAtMost = 12
const undecidedAtMost = 12

/** `answers`: of the person alone. `going`: by the steps that list it. */
export function lastLookAt(plan: PlanView, answers: Answers, going: ReadonlyMap<StepId, Going>): LastLook {
  const removed = plan.steps.map((step) => removedBy(plan, step, answers, going.get(step.id)))
  const open = questionsIn(plan).filter((question) => answered(question, answers) === undefined)
  const usual = open.flatMap((question) => usualOf(question, answers))
  return {
    removed: {
      count: removed.reduce((sum, { count }) => sum + count, 0),
      names: removed.flatMap(({ names }) => names).slice(0, namedAtMost),
    },
    undecided: { count: usual.length, first: usual.slice(0, undecidedAtMost) },
    leftOut: leftOutOf(plan),
    bytes: plan.estimate.bytes,
    ms: plan.estimate.ms,
  }
}

type Named = LastLook['removed']['names'][number]

function removedBy(
  { previews }: PlanView,
  { id: stepId }: StepInfo,
  answers: Answers,
  going: Going | undefined,
): { readonly count: number; readonly names: readonly Named[] } {
  const named = (changes: readonly Change[]): readonly Named[] =>
    changes.map(({ name, kind, detail, bytes }) => ({ stepId, name, kind, detail, bytes }))
  if (going !== undefined) return { count: going.count, names: named(topmost(going.changes)) }
  const { blocks = [], questions = [] } = previews[stepId] ?? {}
  const shown = blocks.filter((block) => block.kind !== 'checks')
  const { blocks: left, brought } = followChoices(shown, questions, answers)
  const lines = left.flatMap((block) => (block.kind === 'changes' ? block.changes : []))
  // A removal of which it is not known what goes along.
  const silent = questions.filter((question) => {
    const choice = chosenChoice(question, answers)
    return choice?.meaning === 'remove' && choice.brings === undefined
  })
  const goes = [...lines, ...brought].filter(({ effect }) => effect === 'remove')
  const names = [
    ...named(goes),
    ...silent.map(({ title, reason }) => ({ stepId, name: title, kind: '', detail: reason })),
  ]
  return { count: names.length, names }
}

/** Without what lies in a folder that is named before it. */
function topmost(changes: readonly Change[]): readonly Change[] {
  const tops: Change[] = []
  for (const change of changes) {
    const last = tops.at(-1)
    if (last === undefined || !change.name.startsWith(`${last.name}/`)) tops.push(change)
  }
  return tops
}

/** Nothing of a question that neither has an answer nor needs one. */
function usualOf(question: Question, answers: Answers): LastLook['undecided']['first'] {
  const usual = chosenChoice(question, answers)
  return usual === undefined
    ? []
    : [{ title: question.title, pageId: question.pageId, usual: usual.word ?? usual.label }]
}

function questionsIn({ steps, previews }: PlanView): readonly Question[] {
  return steps.flatMap(({ id }) => previews[id]?.questions ?? [])
}

function leftOutOf(plan: PlanView): LastLook['leftOut'] {
  const left = leftIn(plan, plan.kept)
  const later = leavablesOf(plan).filter(({ id }) => left[id] !== undefined)
  return [
    ...plan.steps.flatMap(({ id, title }) => {
      const preview = plan.previews[id]
      if (preview === undefined) return []
      if (preview.turnedOff === true) return [{ title, text: preview.summary }]
      return preview.blocks.flatMap((block) => {
        if (block.kind === 'notice')
          return block.changeIn === undefined ? [] : [{ title: block.title, text: block.text }]
        const cannot = block.kind === 'changes' ? block.changes.filter(({ effect }) => effect === 'cannot') : []
        return cannot.length === 0 || block.kind !== 'changes' ? [] : [{ title: block.title, text: namesIn(cannot) }]
      })
    }),
    ...(later.length === 0 ? [] : [{ title: notNow, text: namesIn(later.map(({ title }) => ({ name: title }))) }]),
  ]
}

const notNow = 'Not in this switch'
const namesInLine = 5

function namesIn(all: readonly { readonly name: string }[]): string {
  const more = all.length - namesInLine
  const names = all.slice(0, namesInLine).map(({ name }) => name)
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
