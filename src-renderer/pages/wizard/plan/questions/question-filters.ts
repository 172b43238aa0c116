/** Which questions are shown: by what is typed, and by what they are. Pure. */
import type { Answers, Question } from '../../../../../src-main/contract/preview.ts'
import { chosenChoice } from '../../../../../src-main/contract/follow-choices.ts'
import { canGo, takesAway } from './question-groups.ts'

const filters = ['deleted', 'conflict', 'suggested', 'secret', 'undecided'] as const
export type FilterId = (typeof filters)[number]

type Fits = (question: Question, answers: Answers) => boolean

const fits: Readonly<Record<FilterId, Fits>> = {
  deleted: isToBeDeleted,
  conflict: ({ subject, versions, safeDefault, ...question }) =>
    // Of a file in /etc both versions are told, whoever changed it.
    (versions !== undefined && subject.kind !== 'etc-file') ||
    // Where the switch may be stopped instead, it is about the switch as a whole.
    (safeDefault === undefined && !canGo(question) && question.choices.every(({ meaning }) => meaning !== 'stop')),
  suggested: ({ suggestion }) => suggestion !== undefined,
  secret: ({ secret }) => secret,
  undecided: ({ id }, answers) => answers[id] === undefined,
}

export interface Filter {
  readonly id: FilterId
  readonly count: number
}

/** Those that match something, and the one that is used in any case. */
export function filtersFor(
  questions: readonly Question[],
  answers: Answers,
  used: FilterId | undefined,
): readonly Filter[] {
  return filters
    .map((id) => ({ id, count: questions.filter((question) => fits[id](question, answers)).length }))
    .filter(({ id, count }) => count > 0 || id === used)
}

/** All words that are typed have to be somewhere in it. */
export function shownQuestions(
  questions: readonly Question[],
  answers: Answers,
  { wanted, filter }: { readonly wanted: string; readonly filter: FilterId | undefined },
): readonly Question[] {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean)
  return questions.filter((question) => {
    if (filter !== undefined && !fits[filter](question, answers)) return false
    if (words.length === 0) return true
    const said = saidBy(question, answers)
    return words.every((word) => said.includes(word))
  })
}

function saidBy(question: Question, answers: Answers): string {
  const { title, reason, suggestion, consequence, versions = [] } = question
  const choice = chosenChoice(question, answers)
  const parts = [
    title,
    question.package,
    reason,
    suggestion?.why,
    consequence,
    choice?.label,
    ...versions.map(({ what }) => what),
  ]
  return parts.join(' ').toLowerCase()
}

export function isToBeDeleted(question: Question, answers: Answers): boolean {
  const choice = chosenChoice(question, answers)
  return choice !== undefined && takesAway(choice)
}
