/** The person's answers of the present plan, as they are in this window; the app keeps them (`keep-answers.ts`). */
import { createStore, type StoreApi } from 'zustand'
import type { Answers, Choice, Question } from '../../src-main/contract/preview.ts'
import type { PlanView } from '../../src-main/contract/switch-state.ts'

export interface AnswersModel {
  readonly answers: Answers
  /** What "Use suggestions" has answered, until it is undone or something else is answered. */
  readonly suggested: readonly string[]
  readonly answer: (ids: readonly string[], choice: string) => void
  readonly take: (id: string) => void
  readonly useSuggestions: (questions: readonly Question[]) => void
  readonly undoSuggestions: () => void
  readonly forgetAll: () => void
}

export type AnswersStore = StoreApi<AnswersModel>

export function createAnswersStore(): AnswersStore {
  return createStore<AnswersModel>((set) => ({
    answers: {},
    suggested: [],
    answer: (ids, choice) =>
      set(({ answers }) => ({ answers: { ...answers, ...sameFor(ids, choice) }, suggested: [] })),
    take: (id) => set(({ answers }) => ({ answers: without(answers, [id]), suggested: [] })),
    useSuggestions: (questions) =>
      set(({ answers }) => {
        const open = questionsToSuggest(questions, answers)
        const taken = Object.fromEntries(open.map(({ id, suggestion }) => [id, suggestion.choice]))
        return { answers: { ...answers, ...taken }, suggested: open.map(({ id }) => id) }
      }),
    undoSuggestions: () => set(({ answers, suggested }) => ({ answers: without(answers, suggested), suggested: [] })),
    forgetAll: () => set({ answers: {}, suggested: [] }),
  }))
}

function sameFor(ids: readonly string[], choice: string): Answers {
  return Object.fromEntries(ids.map((id) => [id, choice]))
}

function without(answers: Answers, ids: readonly string[]): Answers {
  return Object.fromEntries(Object.entries(answers).filter(([id]) => !ids.includes(id)))
}

type Suggested = Question & { readonly suggestion: NonNullable<Question['suggestion']> }

/** Whether one press may choose this for many: the step that asks says so. */
export function mayBulk({ choices }: Question, choice: string): boolean {
  return choices.some(({ id, bulk }) => id === choice && bulk)
}

/** Questions that are still open and have a suggestion that may be taken with all others by one press. */
export function questionsToSuggest(questions: readonly Question[], answers: Answers): readonly Suggested[] {
  return questions.filter(
    (question): question is Suggested => question.suggestion?.bulk === true && answers[question.id] === undefined,
  )
}

/** All questions of a plan, in the order of its steps. */
export function questionsOf(plan: PlanView): readonly Question[] {
  return plan.steps.flatMap((step) => plan.previews[step.id]?.questions ?? [])
}

/** What is sent with the start: the person's word, else the safe default. Answers to questions that are gone stay out. */
export function answersToSend(plan: PlanView, answers: Answers): Answers {
  return Object.fromEntries(
    questionsOf(plan).flatMap((question) => {
      const choice = chosen(question, answers)
      return choice === undefined ? [] : [[question.id, choice]]
    }),
  )
}

/** The person's word if this question knows it, else the safe default. */
export function chosen(question: Question, answers: Answers): string | undefined {
  const answer = answers[question.id]
  if (answer !== undefined && question.choices.some(({ id }) => id === answer)) return answer
  return question.safeDefault
}

/** What is chosen now, by the person or as the safe default. */
export function chosenChoice(question: Question, answers: Answers): Choice | undefined {
  const id = chosen(question, answers)
  return question.choices.find((choice) => choice.id === id)
}

/** Questions that keep copying from starting. */
export function unanswered(plan: PlanView, answers: Answers): readonly Question[] {
  return questionsOf(plan).filter((question) => question.required && chosen(question, answers) === undefined)
}
