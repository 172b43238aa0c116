/** What becomes of answers that were kept: each is used for the versions it was given for, and for no others. */
import type { Answerable } from '../contract/left-for-later.ts'
import type { Answers, Question } from '../contract/preview.ts'
import type { PlanView } from '../contract/switch-state.ts'
import type { KeptAnswer, KeptAnswers } from '../journal/kept-answers.ts'
import { answerablesOf, notOffered } from './make-plan.ts'
import { notAsked } from './refusals.ts'

type Way = Readonly<Record<'from' | 'to', { readonly name: string }>>

/** Question id to choice id; null takes the answer back. */
export type AnswerChanges = Readonly<Record<string, string | null>>

/** The plan with what was answered before, and what of it is still to be kept. */
export function withKept(
  plan: PlanView,
  stored: KeptAnswers,
): { readonly plan: PlanView; readonly answers: KeptAnswer[] } {
  const earlier = new Map(storedFor(plan, stored).map((answer) => [answer.id, answer]))
  const asked = answerablesOf(plan).flatMap((question) => {
    const answer = earlier.get(question.id)
    return answer === undefined ? [] : [{ question, answer, holds: holds(question, answer) }]
  })
  const kept = Object.fromEntries(asked.flatMap(({ answer, holds }) => (holds ? [[answer.id, answer.choice]] : [])))
  const again = new Map(asked.flatMap(({ answer, holds }) => (holds ? [] : [[answer.id, answer.choice]])))
  return {
    plan: { ...plan, kept, askedAgain: [...again.keys()], previews: askAgain(plan.previews, again) },
    answers: asked.map(({ answer }) => answer),
  }
}

/** Of the same way. */
export function storedFor({ from, to }: Way, stored: KeptAnswers | undefined): readonly KeptAnswer[] {
  return stored?.from === from.name && stored.to === to.name ? stored.answers : []
}

function holds({ about, choices }: Answerable, answer: KeptAnswer): boolean {
  return about !== '' && about === answer.about && choices.some(({ id }) => id === answer.choice)
}

function askAgain(previews: PlanView['previews'], again: ReadonlyMap<string, string>): PlanView['previews'] {
  const withQuestions = Object.entries(previews).map(([id, preview]) => [
    id,
    { ...preview, questions: preview.questions.map((question) => withSafeDefault(question, again.get(question.id))) },
  ])
  return Object.fromEntries(withQuestions) as PlanView['previews']
}

/** Who wanted something kept is not overruled by a default because it has changed since. */
function withSafeDefault(question: Question, earlier: string | undefined): Question {
  const { safeDefault, ...rest } = question
  const usual = question.choices.find(({ id }) => id === safeDefault)
  const changes = usual?.meaning === 'change' || usual?.meaning === 'remove'
  return earlier !== undefined && earlier !== safeDefault && changes ? rest : question
}

/** What is answered then, and what is to be kept of it. Throws "not-found" and "invalid-input". */
export function answersAfter(
  plan: PlanView,
  changes: AnswerChanges,
  stored: KeptAnswers | undefined,
): { readonly kept: Answers; readonly answers: KeptAnswer[] } {
  const questions = new Map(answerablesOf(plan).map((question) => [question.id, question]))
  for (const [id, choice] of Object.entries(changes)) {
    const question = questions.get(id)
    if (question === undefined) throw notAsked(id)
    if (choice !== null && !question.choices.some((one) => one.id === choice)) throw notOffered(question, choice)
  }
  const changed = { ...plan.kept, ...changes }
  const kept = Object.fromEntries(
    Object.entries(changed).filter((entry): entry is [string, string] => entry[1] !== null),
  )
  const outdated = storedFor(plan, stored).filter(({ id }) => plan.askedAgain.includes(id) && !(id in changed))
  const answers = Object.entries(kept).flatMap(([id, choice]) => {
    const question = questions.get(id)
    // To stop is said of one plan.
    const isStop = question?.choices.some((one) => one.id === choice && one.meaning === 'stop')
    return question === undefined || isStop === true ? [] : [{ id, about: question.about, choice }]
  })
  return { kept, answers: [...outdated, ...answers] }
}
