/** What can be chosen for the questions that are selected, and with which key. Pure. */
import type { Answers, Choice, Question } from '../../../../../src-main/contract/preview.ts'
import { groupBy } from '../../../../format/group-by.ts'

export interface Offer {
  readonly choice: string
  readonly label: string
  readonly effect: string | undefined
  readonly isRemoval: boolean
  /** The letter that chooses it together with Alt; none where all of its letters are taken. */
  readonly letter: string | undefined
  /** The questions it would be chosen for: of many, those of which the step allows it by one press. */
  readonly ids: readonly string[]
  /** Whether the person has chosen it for all of them. */
  readonly isChosen: boolean
}

interface Offered {
  readonly id: string
  readonly choice: Choice
}

export function offersFor(selected: readonly Question[], answers: Answers): readonly Offer[] {
  const isOne = selected.length === 1
  const offered = selected.flatMap(({ id, choices }) =>
    choices.filter(({ bulk }) => isOne || bulk).map((choice): Offered => ({ id, choice })),
  )
  // One id may mean another thing elsewhere: what deletes is never offered together with what replaces.
  const groups = groupBy(offered, ({ choice: { id, meaning } }) => `${id} ${meaning}`)
  const taken = new Set<string>()
  return [...groups.values()].flatMap((group): readonly Offer[] => {
    const [first] = group
    if (first === undefined) return []
    const { choice } = first
    const label = labelOf(group.map((one) => one.choice)) ?? choice.label
    return [
      {
        choice: choice.id,
        label,
        effect: group.every((one) => one.choice.effect === choice.effect) ? choice.effect : undefined,
        isRemoval: choice.meaning === 'remove',
        letter: letterOf(choice.word ?? label, taken),
        ids: group.map(({ id }) => id),
        isChosen: group.length === selected.length && group.every(({ id }) => answers[id] === choice.id),
      },
    ]
  })
}

/** What all of them say, or what is said for many where each says it in its own way. */
function labelOf(choices: readonly Choice[]): string | undefined {
  const [first] = choices
  return choices.every(({ label }) => label === first?.label) ? first?.label : (first?.forMany ?? first?.label)
}

function letterOf(word: string, taken: Set<string>): string | undefined {
  const letter = Array.from(word.toLowerCase()).find((one) => /[a-z]/.test(one) && !taken.has(one))
  if (letter !== undefined) taken.add(letter)
  return letter
}

/** After a decision: the next open one below, else the first open one, else it stays. */
export function nextOpen(questions: readonly Question[], answers: Answers, current: string): string {
  const index = questions.findIndex(({ id }) => id === current)
  const inOrder = [...questions.slice(index + 1), ...questions.slice(0, Math.max(0, index))]
  return inOrder.find(({ id }) => answers[id] === undefined)?.id ?? current
}

/** The choice that a tick stands for: the one that is not the safe one. */
export function tickedChoice({ choices, safeDefault }: Question): string | undefined {
  return choices.find(({ id }) => id !== safeDefault)?.id
}
