/** Choices sorted by what happens without an answer, so that it is plain what is kept. Pure. */
import type { Question } from '../../../../src-main/contract/preview.ts'
import { mayBulk } from '../../../stores/answers-store.ts'
import { texts } from './texts.ts'

export interface ChoiceGroup {
  readonly key: string
  readonly title: string
  readonly questions: readonly Question[]
  /** The choices that may be made for all of them at once. */
  readonly shared: readonly { readonly id: string; readonly label: string }[]
}

/** Those that need an answer come first. */
export function choiceGroups(questions: readonly Question[]): readonly ChoiceGroup[] {
  const keys = [...new Set(questions.map(({ safeDefault }) => safeDefault ?? ''))].toSorted(
    (a, b) => Number(a !== '') - Number(b !== ''),
  )
  return keys.map((key) => {
    const mine = questions.filter(({ safeDefault }) => (safeDefault ?? '') === key)
    return { key, title: titleOf(key, mine), questions: mine, shared: sharedChoices(mine) }
  })
}

function titleOf(safeDefault: string, questions: readonly Question[]): string {
  return safeDefault === '' ? texts.needsAnswer : texts.byDefault(labelOf(safeDefault, questions))
}

function sharedChoices(questions: readonly Question[]): ChoiceGroup['shared'] {
  const first = questions[0]?.choices ?? []
  return first
    .filter(({ id }) => questions.every((question) => mayBulk(question, id)))
    .map(({ id }) => ({ id, label: labelOf(id, questions) }))
}

/** What all of them say, or what is said for many where each says it in its own way. */
function labelOf(id: string, questions: readonly Question[]): string {
  const choices = questions.flatMap((question) => question.choices.filter((choice) => choice.id === id))
  const [first] = choices
  if (first === undefined) return id
  return choices.every(({ label }) => label === first.label) ? first.label : (first.forMany ?? first.label)
}
