/** What is said at a terminal when a plan asks. */
import type { ErrorText } from '../../../kernel/app-error.ts'
import { agreeToRemove } from '../../../contract/last-look-words.ts'
import type { PlanView } from '../../../contract/switch-state.ts'
import type { Choice, Question, Version } from '../../../contract/preview.ts'
import type { SwitchScope } from '../../../contract/switch-scope.ts'
import { countOf, formatCount } from '../../../kernel/units.ts'
import { localTime } from '../local-time.ts'
import { printableLine } from '../printable.ts'
import { groupQuestions } from './group-questions.ts'
import { suggested, usual } from './read-reply.ts'

export const intro = (count: number): string =>
  `${countOf(count, 'question')} first. Each answer is kept at once. ? explains, q stops.`

export const passwordPrompt = ({ wrong }: { readonly wrong: boolean }): string =>
  `${wrong ? 'That did not fit. ' : ''}Your password: `

export const place = (index: number, count: number): string => `${index} of ${count}`

export const headingLines = (title: string, count: number): readonly string[] => [
  '',
  `${title}: ${countOf(count, 'question')}`,
]

export function questionLines(question: Question, at: string): readonly string[] {
  const { title, reason, versions = [], choices, consequence } = question
  return [
    '',
    `[${at}] ${printableLine(title)}`,
    `  ${printableLine(reason)}`,
    ...versions.map(versionLine),
    ...choices.map((choice, index) => `  ${index + 1}  ${choiceText(choice, question)}`),
    ...(consequence === undefined ? [] : [`  ! ${printableLine(consequence)}`]),
  ]
}

export function versionLine({ laptop, what, at, startedAt, more }: Version): string {
  const started = startedAt === undefined ? undefined : `last started ${localTime(startedAt)}`
  const parts = [what, at === undefined ? undefined : localTime(at), started, more]
  return `      ${printableLine(`${laptop}: ${parts.filter((part) => part !== undefined).join(', ')}`)}`
}

function choiceText(choice: Choice, question: Question): string {
  const marks = [
    ...(suggested(question) === choice ? [`suggested: ${question.suggestion?.why ?? ''}`] : []),
    ...(usual(question) === choice ? ['safe default'] : []),
  ]
  return printableLine(marks.length === 0 ? choice.label : `${choice.label} (${marks.join('; ')})`)
}

export function prompt(question: Question, ofKind: number): string {
  const safe = usual(question)
  const parts = [
    `1-${question.choices.length}`,
    ...(suggested(question) === undefined ? [] : ['s suggestion']),
    ...(ofKind > 1 && question.choices.some(({ bulk }) => bulk) ? [`a 1 for all ${ofKind}`] : []),
    ...(question.canLook ? ['d differences'] : []),
    '? help',
    'q stop',
    ...(safe === undefined ? [] : [`Enter: ${safe.word ?? safe.label}`]),
  ]
  return printableLine(`  (${parts.join(', ')}) > `)
}

const holdsLater = 'It also holds for every later switch, until you take it back.'

export function explainLines(question: Question): readonly string[] {
  return [
    ...question.choices.map(
      ({ label, effect, rule }) =>
        `  ${printableLine([`${label}: ${effect}`, rule && holdsLater].filter(Boolean).join(' '))}`,
    ),
    `  ${printableLine(`In a file of answers: "${question.id}"`)}`,
  ]
}

/** `laptop`: the one that would be changed. */
export const sidesOf = ({ from, to }: Pick<PlanView, 'from' | 'to'>) => ({
  before: `${to.label}, now`,
  after: `${from.label}, would be copied`,
})
export const filesLeft = (shown: number, isWhole: boolean): string =>
  `${isWhole ? 'These are' : 'There are more than'} the first ${formatCount(shown)} files that differ. The window lists all of them.`
export const nothingDiffers = '  Nothing differs there any more.'

export const unclear = ({ choices }: Question): string =>
  `  Type a number from 1 to ${choices.length}, or ? for what each means.`
export const oneByOne = ({ label }: Choice): string => `  ${printableLine(`"${label}" is answered one by one.`)}`
export const noSuggestion = '  There is no suggestion here that can be used for many.'
export const answeredMany = (count: number): string => `  ${countOf(count, 'question')} answered.`

export const startNow = (laptop: string, scope: SwitchScope | undefined): string =>
  printableLine(`${scope === undefined ? 'Start copying to' : 'Start installing on'} ${laptop} now? (y/n) > `)

export const deleteAll = (count: number, laptop: string): string =>
  printableLine(`${agreeToRemove(count, laptop)}? (y/n) > `)

export const keptEarlier = (count: number): string =>
  `${countOf(count, 'answer')} you gave earlier ${count === 1 ? 'is' : 'are'} used.`
export const outdated = (count: number): string =>
  `${countOf(count, 'answer')} you gave earlier ${count === 1 ? 'was' : 'were'} for another version, and ${count === 1 ? 'is' : 'are'} not used.`

/** `command`: as it was typed. */
export const notStarted = (command: string, isAnyOpen: boolean): ErrorText => ({
  message: isAnyOpen ? 'Stopped before all questions were answered.' : 'Not started.',
  hint: `Nothing was changed. Your answers are kept. To go on: pc-switcher ${command}`,
})

const shownOfGroup = 3

/** Short: what is open, by kind. */
export function openLines(open: readonly Question[], titleOf: (question: Question) => string): readonly string[] {
  return groupQuestions(open, titleOf).flatMap(({ title, questions }) => {
    const more = questions.length - shownOfGroup
    return [
      `${title}: ${countOf(questions.length, 'question')}`,
      ...questions.slice(0, shownOfGroup).map(openLine),
      ...(more > 0 ? [`  … ${more} more`] : []),
    ]
  })
}

function openLine({ id, choices, safeDefault, reason }: Question): string {
  const offered = choices.map((choice) => (choice.id === safeDefault ? `[${choice.id}]` : choice.id))
  return `  ${printableLine(`${id}  ${offered.join(' | ')}  ${reason}`)}`
}
