/** What is looked at before a start: what a plan does with the answers there are. Page and command line draw it. Pure. */
import { z } from 'zod'
import { groupBy } from '../kernel/group-by.ts'
import { answered, chosenChoice, followChoices, type Followed } from './follow-choices.ts'
import { comesText, isComing, openText } from './last-look-words.ts'
import { leavablesOf, leftIn } from './left-for-later.ts'
import { changeSchema, type Answers, type Change, type Choice, type EffectCounts, type Question } from './preview.ts'
import { stepIdSchema, type StepId } from './step-ids.ts'
import type { PlanView, StepInfo } from './switch-state.ts'
import { pageIdSchema } from './wizard-page.ts'

const leftOutSchema = z.object({ title: z.string(), text: z.string() })

const removedSchema = changeSchema
  .pick({ name: true, kind: true, detail: true, bytes: true })
  .extend({ stepId: stepIdSchema, /** With all that is in it. */ items: z.number() })

const openSchema = z.object({
  stepId: stepIdSchema,
  pageId: pageIdSchema,
  count: z.number(),
  /** "14 places differ on both laptops" */
  what: z.string(),
  /** What is done if nobody answers; absent where it has to be answered. */
  usual: z.string().optional(),
  /** How much would go at most by one of the choices. */
  wouldGo: z.number(),
  /** How much goes where nobody answers. */
  goes: z.number(),
})

export const lastLookSchema = z.object({
  /** What becomes new on the target or otherwise, by step. `bytes` of all add up to `bytes` below. */
  comes: z.array(z.object({ stepId: stepIdSchema, text: z.string(), bytes: z.number() })),
  /** What disappears from the target: how much, and the first of it; the `items` of what is named are a part of `count`. */
  removed: z.object({ count: z.number(), names: z.array(removedSchema) }),
  /** Questions that nobody has answered, in a line each kind: what has to be answered first. */
  open: z.array(openSchema),
  /** What is neither copied nor compared, or cannot be. */
  leftOut: z.array(leftOutSchema),
  /** With what the answers bring. */
  bytes: z.number(),
  ms: z.number(),
})
export type LastLook = z.infer<typeof lastLookSchema>

/** Of a step that lists its changes itself, with these answers: what goes, in the order of its names, and how much of each effect there is. */
export interface ListedChanges {
  readonly going: readonly Change[]
  readonly counts: EffectCounts
}

export const namedAtMost = 12

/** Whether more goes than is named one by one. */
export function isMoreThanNamed({ removed: { count, names } }: LastLook): boolean {
  return names.length < count
}

/** `answers`: of the person alone. `listed`: by the steps that list their changes. */
export function lastLookAt(plan: PlanView, answers: Answers, listed: ReadonlyMap<StepId, ListedChanges>): LastLook {
  const removed = plan.steps.map((step) => removedBy(plan, step, answers, listed.get(step.id)))
  return {
    comes: plan.steps.flatMap((step) => comingBy(plan, step, answers, listed.get(step.id)?.counts)),
    removed: {
      count: removed.reduce((sum, { count }) => sum + count, 0),
      names: removed.flatMap(({ names }) => names).slice(0, namedAtMost),
    },
    open: openIn(plan, answers),
    leftOut: leftOutOf(plan),
    bytes: plan.estimate.bytes,
    ms: plan.estimate.ms,
  }
}

/** Of one step: its lists as the choices leave them, and what the choices bring. */
function followedIn({ previews }: PlanView, stepId: StepId, answers: Answers): Followed {
  const { blocks = [], questions = [] } = previews[stepId] ?? {}
  const shown = blocks.filter((block) => block.kind !== 'checks')
  return followChoices(shown, questions, answers)
}

function comingBy(
  plan: PlanView,
  step: StepInfo,
  answers: Answers,
  listed: EffectCounts | undefined,
): LastLook['comes'] {
  const followed = followedIn(plan, step.id, answers)
  const counts = listed ?? followed.counts ?? {}
  const lines = [
    ...followed.blocks.flatMap((block) => (block.kind === 'changes' ? block.changes : [])),
    ...followed.brought,
  ]
  const named = listed === undefined ? lines.filter(({ effect }) => isComing(effect)).map(({ name }) => name) : []
  const text = comesText(counts, step.counted ?? {}, named)
  const bytes = plan.previews[step.id]?.estimate.bytes ?? 0
  return text === '' && bytes === 0 ? [] : [{ stepId: step.id, text, bytes }]
}

type Named = LastLook['removed']['names'][number]

function removedBy(
  plan: PlanView,
  { id: stepId }: StepInfo,
  answers: Answers,
  listed: ListedChanges | undefined,
): LastLook['removed'] {
  const named = ({ name, kind, detail, bytes, items = 1 }: Change): Named => ({
    stepId,
    name,
    kind,
    detail,
    bytes,
    items,
  })
  if (listed !== undefined) return { count: listed.counts.remove ?? 0, names: topmost(listed.going).map(named) }
  const { blocks, brought } = followedIn(plan, stepId, answers)
  const lines = blocks.flatMap((block) => (block.kind === 'changes' ? block.changes : []))
  // A removal of which it is not known what goes along.
  const silent = (plan.previews[stepId]?.questions ?? []).filter((question) => {
    const choice = chosenChoice(question, answers)
    return choice?.meaning === 'remove' && choice.brings === undefined
  })
  const goes = [...lines, ...brought].filter(({ effect }) => effect === 'remove')
  const names = [
    ...goes.map(named),
    ...silent.map(({ title, reason }) => ({ stepId, name: title, kind: '', detail: reason, items: 1 })),
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
function openIn({ steps, previews }: PlanView, answers: Answers): LastLook['open'] {
  const open = steps.flatMap(({ id }) =>
    (previews[id]?.questions ?? []).filter(
      (question) =>
        answered(question, answers) === undefined && (question.required || question.safeDefault !== undefined),
    ),
  )
  const lines = [...groupBy(open, kindOf).values()].flatMap(openLine)
  return [...lines.filter(({ usual }) => usual === undefined), ...lines.filter(({ usual }) => usual !== undefined)]
}

function kindOf({ stepId, pageId, reason, alike, safeDefault }: Question): string {
  return JSON.stringify([stepId, pageId, safeDefault ?? '', alike ?? reason])
}

function openLine(questions: readonly Question[]): LastLook['open'] {
  const [first] = questions
  if (first === undefined) return []
  const usual = chosenChoice(first, {})
  const says = usual === undefined ? {} : { usual: first.alike?.usual ?? usual.label }
  const wouldGo = sumOf(questions, ({ choices }) => Math.max(0, ...choices.map(removedByChoice)))
  const goes = sumOf(questions, (question) => removedByChoice(chosenChoice(question, {})))
  const { stepId, pageId } = first
  return [{ stepId, pageId, count: questions.length, what: openText(questions), ...says, wouldGo, goes }]
}

function removedByChoice(choice: Choice | undefined): number {
  return choice?.brings?.counts.remove ?? (choice?.meaning === 'remove' ? 1 : 0)
}

function sumOf<T>(all: readonly T[], count: (one: T) => number): number {
  return all.reduce((sum, one) => sum + count(one), 0)
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
