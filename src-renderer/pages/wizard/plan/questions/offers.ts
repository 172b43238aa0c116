/** What can be chosen for the questions that are selected, and with which key. Pure. */
import type { Answers, Choice, Question } from '../../../../../src-main/contract/preview.ts'
import { groupBy } from '../../../../../src-main/kernel/group-by.ts'
import { texts } from './texts.ts'

export interface AnswerOffer {
  /** Tells it from the other offers. */
  readonly choice: string
  readonly label: string
  readonly effect: string | undefined
  readonly isRemoval: boolean
  /** The letter that chooses it together with Alt; none where all of its letters are taken. */
  readonly letter: string | undefined
  /** What it answers, by question: of many, those of which the step allows it by one press. */
  readonly answers: Readonly<Record<string, string>>
  readonly ids: readonly string[]
  /** Whether the person has chosen it for all of them. */
  readonly isChosen: boolean
}

interface Offered {
  readonly id: string
  readonly choice: Choice
}

export function offersFor(selected: readonly Question[], answers: Answers): readonly AnswerOffer[] {
  const isOne = selected.length === 1
  const offered = selected.flatMap(({ id, choices }) =>
    choices.filter(({ bulk }) => isOne || bulk).map((choice): Offered => ({ id, choice })),
  )
  // One id may mean another thing elsewhere: what deletes is never offered together with what replaces.
  const groups = groupBy(offered, ({ choice: { id, meaning } }) => `${id} ${meaning}`)
  const taken = new Set<string>()
  const plain = [...groups.values()].flatMap((group): readonly AnswerOffer[] => {
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
        answers: Object.fromEntries(group.map(({ id }) => [id, choice.id])),
        ids: group.map(({ id }) => id),
        isChosen: group.length === selected.length && group.every(({ id }) => answers[id] === choice.id),
      },
    ]
  })
  return isOne ? plain : [...plain, ...newerOffer(selected, answers, taken)]
}

/** Of several, each becomes the version that was changed later. Those of which neither was stay open. */
function newerOffer(selected: readonly Question[], answers: Answers, taken: Set<string>): readonly AnswerOffer[] {
  const dated = selected.flatMap(({ id, newer }) => {
    return newer === undefined ? [] : [[id, newer] as const]
  })
  const byNewer = Object.fromEntries(dated)
  const ids = Object.keys(byNewer)
  // Where one choice does the same for all of them it has a button already.
  if (new Set(Object.values(byNewer)).size < 2 && ids.length === selected.length) return []
  if (ids.length === 0) return []
  return [
    {
      choice: 'newer',
      label: texts.newerWins,
      effect: texts.newerEffect(selected.length - ids.length),
      isRemoval: false,
      letter: letterOf(texts.newerWins, taken),
      answers: byNewer,
      ids,
      isChosen: ids.length === selected.length && ids.every((id) => answers[id] === byNewer[id]),
    },
  ]
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
