/** The person's answers of the present plan, as they are in this window; the app keeps them (`keep-answers.ts`). */
import { createStore, type StoreApi } from 'zustand'
import { answered, chosen, chosenChoice } from '../../src-main/contract/follow-choices.ts'
import { leftIn } from '../../src-main/contract/left-for-later.ts'
import type { Answers, Question } from '../../src-main/contract/preview.ts'
import type { PlanView } from '../../src-main/contract/switch-state.ts'
import type { WireError } from '../../src-main/contract/wire-error.ts'
import { withoutStep, withStep, type Stepped } from './answer-steps.ts'

export interface AnswersModel extends Stepped {
  /** Copying is being started with the answers as they are: nothing changes them until that has come to an end. */
  readonly isStarting: boolean
  /** Why the app has not kept them yet; absent when it has, and before it was tried. */
  readonly notKept: WireError | undefined
  readonly answer: (ids: readonly string[], choice: string) => void
  /** Each in its own way, as one step. */
  readonly answerEach: (answers: Answers) => void
  readonly useSuggestions: (questions: readonly Question[]) => void
  /** Takes the latest step back that answered one of these. */
  readonly undo: (ids: ReadonlySet<string>) => void
  readonly forgetAll: () => void
  /** Keeps the answers as they are while this goes on. */
  readonly whileStarting: <T>(start: () => Promise<T>) => Promise<T>
}

export type AnswersStore = StoreApi<AnswersModel>

export function createAnswersStore(): AnswersStore {
  return createStore<AnswersModel>((set) => {
    const change = (next: (model: AnswersModel) => Stepped) => set((model) => (model.isStarting ? model : next(model)))
    return {
      answers: {},
      steps: [],
      isStarting: false,
      notKept: undefined,
      answer: (ids, choice) => change((model) => withStep(model, sameFor(ids, choice))),
      answerEach: (answers) => change((model) => withStep(model, answers)),
      useSuggestions: (questions) =>
        change((model) => {
          const open = questionsToSuggest(questions, model.answers)
          return withStep(model, Object.fromEntries(open.map(({ id, suggestion }) => [id, suggestion.choice])))
        }),
      undo: (ids) => change((model) => withoutStep(model, ids)),
      forgetAll: () => set({ answers: {}, steps: [] }),
      whileStarting: async (start) => {
        set({ isStarting: true })
        try {
          return await start()
        } finally {
          set({ isStarting: false })
        }
      },
    }
  })
}

function sameFor(ids: readonly string[], choice: string): Answers {
  return Object.fromEntries(ids.map((id) => [id, choice]))
}

export type Suggested = Question & { readonly suggestion: NonNullable<Question['suggestion']> }

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

/**
 * What is sent with the start: the person's word alone, since what is usual is nobody's choice, and what this switch leaves, of which
 * the app has made the plan. Answers to questions that are gone stay out.
 */
export function answersToSend(plan: PlanView, answers: Answers): Answers {
  const asked = questionsOf(plan).flatMap((question) => {
    const choice = answered(question, answers)
    return choice === undefined ? [] : [[question.id, choice] as const]
  })
  return { ...Object.fromEntries(asked), ...leftIn(plan, plan.kept) }
}

/** Questions that nobody has decided yet, or has put off: what they are about stays as it is. */
export function putOff(questions: readonly Question[], answers: Answers): readonly Question[] {
  return questions.filter((question) => (chosenChoice(question, answers)?.meaning ?? 'later') === 'later')
}

/** Questions that keep copying from starting. */
export function unanswered(plan: PlanView, answers: Answers): readonly Question[] {
  return questionsOf(plan).filter((question) => question.required && chosen(question, answers) === undefined)
}
