/** What is chosen for a question: by the person, or as usual. Pure. */
import type { Answers, Choice, Question } from './preview.ts'

/** The person's word if this question knows it. */
export function answered({ id, choices }: Question, answers: Answers): string | undefined {
  const answer = answers[id]
  return choices.some((choice) => choice.id === answer) ? answer : undefined
}

/** The person's word, else the safe default. */
export function chosen(question: Question, answers: Answers): string | undefined {
  return answered(question, answers) ?? question.safeDefault
}

/** What is chosen now, by the person or as the safe default. */
export function chosenChoice(question: Question, answers: Answers): Choice | undefined {
  const id = chosen(question, answers)
  return question.choices.find((choice) => choice.id === id)
}
