/** Asks at a terminal what a plan asks, one question after the other; each answer is kept as it is given. */
import type { Answers, Question } from '../../../contract/preview.ts'
import { errorText, toWireError } from '../../../contract/wire-error.ts'
import { toned, type Line } from '../colours.ts'
import type { Terminal } from '../terminal.ts'
import { groupQuestions } from './group-questions.ts'
import { readReply, suggested, type PersonReply } from './read-reply.ts'
import * as texts from './texts.ts'

export interface Asking {
  readonly terminal: Terminal
  /** Title of the step that asks. */
  readonly titleOf: (question: Question) => string
  readonly keep: (answers: Answers) => Promise<void>
  /** Both versions of what it is about. */
  readonly differences: (question: Question) => Promise<readonly Line[]>
}

/** stopped: the person wants to go on another time. */
export type QuestionsAnswered = { readonly kind: 'answered' | 'stopped'; readonly answers: Answers }

export async function askQuestions(open: readonly Question[], asking: Asking): Promise<QuestionsAnswered> {
  const { terminal } = asking
  let answers: Answers = {}
  let heading = ''
  terminal.say(texts.intro(open.length))
  const ordered = groupQuestions(open, asking.titleOf).flatMap(({ title, questions }) =>
    questions.map((question) => ({ title, question, kind: questions })),
  )
  for (const [index, { title, question, kind }] of ordered.entries()) {
    if (answers[question.id] !== undefined) continue
    if (title !== heading) texts.headingLines(title, kind.length).forEach(terminal.say)
    heading = title
    const rest = kind.filter(({ id }) => answers[id] === undefined)
    const given = await askOne({ question, rest, place: texts.place(index + 1, ordered.length) }, asking)
    if (given === 'stop') return { kind: 'stopped', answers }
    answers = { ...answers, ...given }
    await asking.keep(given)
  }
  return { kind: 'answered', answers }
}

interface OneQuestion {
  readonly question: Question
  /** Of its kind, itself included: none of them is answered yet. */
  readonly rest: readonly Question[]
  readonly place: string
}

/** Until it is answered. */
async function askOne(
  { question, rest, place }: OneQuestion,
  { terminal, differences }: Asking,
): Promise<Answers | 'stop'> {
  texts.questionLines(question, place).forEach(terminal.say)
  for (;;) {
    const typed = await terminal.ask(texts.prompt(question, rest.length))
    const reply: PersonReply = typed === undefined ? { kind: 'stop' } : readReply(typed, question)
    if (reply.kind === 'stop') return 'stop'
    if (reply.kind === 'choice' && !reply.forAll) return { [question.id]: reply.choice.id }
    const given = reply.kind === 'choice' ? sameForAll(reply.choice.id, rest) : suggestionsOf(reply, rest)
    if (given[question.id] !== undefined) {
      terminal.say(texts.answeredMany(Object.keys(given).length))
      return given
    }
    if (reply.kind === 'differences') await terminal.show(await orWhyNot(differences(question)))
    else replyLines(reply, question).forEach(terminal.say)
  }
}

async function orWhyNot(looking: Promise<readonly Line[]>): Promise<readonly Line[]> {
  try {
    return await looking
  } catch (thrown) {
    return [toned('bad', errorText(toWireError(thrown)))]
  }
}

/** Where the same choice is offered, and may be taken for many at once. */
function sameForAll(choice: string, rest: readonly Question[]): Answers {
  const may = rest.filter(({ choices }) => choices.some(({ id, bulk }) => id === choice && bulk))
  return Object.fromEntries(may.map(({ id }) => [id, choice]))
}

function suggestionsOf({ kind }: PersonReply, rest: readonly Question[]): Answers {
  if (kind !== 'suggestions') return {}
  return Object.fromEntries(
    rest.flatMap((question) => {
      const choice = question.suggestion?.bulk === true ? suggested(question) : undefined
      return choice === undefined ? [] : [[question.id, choice.id]]
    }),
  )
}

function replyLines(reply: PersonReply, question: Question): readonly string[] {
  if (reply.kind === 'explain') return texts.explainLines(question)
  if (reply.kind === 'one-by-one') return [texts.oneByOne(reply.choice)]
  return reply.kind === 'suggestions' ? [texts.noSuggestion] : [texts.unclear(question)]
}
