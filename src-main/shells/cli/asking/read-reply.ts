/** What a person types when they are asked: a number, the name of a choice, or one letter. */
import type { Choice, Question } from '../../../contract/preview.ts'

export type PersonReply =
  | { readonly kind: 'choice'; readonly choice: Choice; readonly forAll: boolean }
  | { readonly kind: 'suggestions' }
  | { readonly kind: 'explain' }
  | { readonly kind: 'differences' }
  | { readonly kind: 'stop' }
  | { readonly kind: 'unclear' }
  /** It was understood, and cannot be said of several at once. */
  | { readonly kind: 'one-by-one'; readonly choice: Choice }

/** Nothing typed is the safe default, where there is one. "a 2" is choice 2 for all of the kind. */
export function readReply(typed: string, question: Question): PersonReply {
  const words = typed.trim().toLowerCase()
  if (words === '?') return { kind: 'explain' }
  if (words === 'd' && question.canLook) return { kind: 'differences' }
  if (words === 'q') return { kind: 'stop' }
  const forAll = /^a\s*(?<rest>\S.*)$/.exec(words)?.groups?.['rest']
  if (forAll !== undefined && choiceNamed(words, question) === undefined) return replyForAll(forAll, question)
  const choice = words === '' ? usual(question) : choiceNamed(words, question)
  return choice === undefined ? { kind: 'unclear' } : { kind: 'choice', choice, forAll: false }
}

function replyForAll(words: string, question: Question): PersonReply {
  if (words === 's') return { kind: 'suggestions' }
  const choice = choiceNamed(words, question)
  if (choice === undefined) return { kind: 'unclear' }
  return choice.bulk ? { kind: 'choice', choice, forAll: true } : { kind: 'one-by-one', choice }
}

export function usual({ choices, safeDefault }: Question): Choice | undefined {
  return choices.find(({ id }) => id === safeDefault)
}

export function suggested({ choices, suggestion }: Question): Choice | undefined {
  return choices.find(({ id }) => id === suggestion?.choice)
}

function choiceNamed(words: string, question: Question): Choice | undefined {
  if (words === 's') return suggested(question)
  const { choices } = question
  return /^\d+$/.test(words) ? choices[Number(words) - 1] : choices.find(({ id }) => id === words)
}
