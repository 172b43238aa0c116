import type { Question } from '../../../contract/preview.ts'

/** Questions of one step whose choices do the same: one answer can be meant for all of them. */
export interface QuestionGroup {
  readonly title: string
  readonly questions: readonly Question[]
}

/** In the order in which they are asked. */
export function groupQuestions(
  questions: readonly Question[],
  titleOf: (question: Question) => string,
): readonly QuestionGroup[] {
  const groups = new Map<string, Question[]>()
  for (const question of questions) {
    const key = JSON.stringify([
      question.stepId,
      question.form,
      question.choices.map(({ id, meaning }) => [id, meaning]),
    ])
    groups.set(key, [...(groups.get(key) ?? []), question])
  }
  return [...groups.values()].flatMap((members) =>
    members[0] === undefined ? [] : [{ title: titleOf(members[0]), questions: members }],
  )
}
