/** What a step brought about on the target, by name: Undo says it again. Pure. */
import { z } from 'zod'
import { chosenChoice, followChoices } from './follow-choices.ts'
import { effectSchema, type Answers, type Preview } from './preview.ts'

export const broughtSchema = z.object({
  effect: effectSchema,
  count: z.number(),
  /** The first of them. */ names: z.array(z.string()),
})
export type BroughtOnes = z.infer<typeof broughtSchema>

const namedAtMost = 5
const stays: ReadonlySet<string> = new Set(['keep', 'later', 'stop'])
const toldEffects = ['add', 'update', 'rename', 'remove', 'enable', 'disable'] as const

/** As it was agreed to, without what was left out. Empty where the step lists what it changes itself, or not all of it is known. */
export function broughtBy(
  { blocks, questions }: Pick<Preview, 'blocks' | 'questions'>,
  answers: Answers,
  leftOut: readonly string[],
): readonly BroughtOnes[] {
  const lists = blocks.filter((block) => block.kind !== 'checks')
  const isWhole = lists.every(
    (block) => block.kind !== 'changes' || (block.listedBy === undefined && block.changes.length === block.count),
  )
  if (!isWhole) return []
  const { blocks: left, brought } = followChoices(lists, questions, answers)
  const lines = [...left.flatMap((block) => (block.kind === 'changes' ? block.changes : [])), ...brought]
  const isListed = (name: string): boolean => lines.some((line) => line.name === name)
  const isSilent = questions.some((question) => {
    const made = chosenChoice(question, answers)
    return made !== undefined && !stays.has(made.meaning) && made.brings === undefined && !isListed(question.title)
  })
  if (isSilent || !leftOut.every(isListed)) return []
  const done = lines.filter(({ name }) => !leftOut.includes(name))
  return toldEffects.flatMap((effect) => {
    const things = new Map(
      done.flatMap((line) => (line.effect === effect ? [[`${line.kind}:${line.name}`, line]] : [])),
    )
    const names = [...things.values()].map(({ name }) => name)
    return names.length === 0 ? [] : [{ effect, count: names.length, names: names.slice(0, namedAtMost) }]
  })
}
