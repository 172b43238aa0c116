/** What the lists of a plan become by the choices that are made. Pure. */
import type { Answers, Change, EffectCounts, PreviewBlock, Question, Choice } from './preview.ts'

type Effect = Change['effect']
type PageBlock = Exclude<PreviewBlock, { kind: 'checks' }>
type ChangesBlock = Extract<PreviewBlock, { kind: 'changes' }>

export const toldEffects = [
  'remove',
  'add',
  'update',
  'rename',
  'enable',
  'disable',
] as const satisfies readonly Effect[]

export interface Followed {
  /** Without the lines that a choice says otherwise. */
  readonly blocks: readonly PageBlock[]
  /** What the choices bring, each once. */
  readonly brought: readonly Change[]
  /** Of the choices alone. */
  readonly broughtCounts: EffectCounts
  /** Of everything; undefined when a list names only some of what it counts: then nothing exact can be said. */
  readonly counts: EffectCounts | undefined
}

/** The lists of a page as the choices made on it leave them. */
export function followChoices(
  blocks: readonly PageBlock[],
  questions: readonly Question[],
  answers: Answers,
): Followed {
  const made = questions.flatMap((question) => chosenChoice(question, answers) ?? [])
  const brings = made.flatMap((choice) => choice.brings ?? [])
  const lines = brings.flatMap(({ changes }) => changes)
  const brought = [...new Map(lines.map((one) => [lineOf(one), one])).values()]
  // Two removals that take the same package with them both name it.
  const twice = lines.filter((one) => !brought.includes(one))
  const silent = made.filter(({ meaning, brings: known }) => meaning === 'remove' && known === undefined).length
  const all = sumOf([...brings.map(({ counts }) => counts), { remove: silent }])
  const broughtCounts = minus(all, countLines(twice))
  const things = new Set(brought.map(thingOf))
  const left = blocks.map((block) => (block.kind === 'changes' ? without(block, things) : block))
  const counted = left.flatMap((block) => (block.kind === 'changes' ? [countsOf(block)] : []))
  const known = counted.filter((counts) => counts !== undefined)
  const counts = known.length < counted.length ? undefined : sumOf([...known, broughtCounts])
  return { blocks: left, brought, broughtCounts, counts }
}

/** How much goes by these questions, with all that goes along: never less than one each. */
export function countRemoved(questions: readonly Question[], answers: Answers): number {
  return Math.max(questions.length, followChoices([], questions, answers).broughtCounts.remove ?? 0)
}

/** What all that goes takes, as far as it is known. */
export function bytesRemoved(questions: readonly Question[], answers: Answers): number {
  const { brought } = followChoices([], questions, answers)
  return brought.reduce((sum, { effect, bytes = 0 }) => (effect === 'remove' ? sum + bytes : sum), 0)
}

const thingOf = ({ kind, name }: Change): string => `${kind}:${name}`
const lineOf = (change: Change): string => `${change.effect}:${thingOf(change)}:${change.detail}`

/** Nothing happens to it but by a choice. */
const stays: ReadonlySet<Effect> = new Set(['cannot', 'keep'])

function without(block: ChangesBlock, things: ReadonlySet<string>): ChangesBlock {
  const changes = block.changes.filter((change) => !stays.has(change.effect) || !things.has(thingOf(change)))
  return { ...block, changes, count: block.count - (block.changes.length - changes.length) }
}

function countsOf({ changes, count, counts }: ChangesBlock): EffectCounts | undefined {
  return counts ?? (changes.length === count ? countLines(changes) : undefined)
}

function countLines(changes: readonly Change[]): EffectCounts {
  return sumOf(changes.map(({ effect }) => ({ [effect]: 1 })))
}

function minus(all: EffectCounts, less: EffectCounts): EffectCounts {
  return Object.fromEntries(toldEffects.map((effect) => [effect, (all[effect] ?? 0) - (less[effect] ?? 0)]))
}

function sumOf(all: readonly EffectCounts[]): EffectCounts {
  return Object.fromEntries(
    toldEffects.map((effect) => [effect, all.reduce((sum, one) => sum + (one[effect] ?? 0), 0)]),
  )
}

/** The person's word if this question knows it. */
export function answered({ id, choices }: Question, answers: Answers): string | undefined {
  const answer = answers[id]
  return choices.some((choice) => choice.id === answer) ? answer : undefined
}

/** The person's word, else the safe default. */
export function chosen(question: Question, answers: Answers): string | undefined {
  return answered(question, answers) ?? question.safeDefault
}

/** What is chosen for a question now, by the person or as the safe default. */
export function chosenChoice(question: Question, answers: Answers): Choice | undefined {
  const id = chosen(question, answers)
  return question.choices.find((choice) => choice.id === id)
}
