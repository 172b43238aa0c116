/** The /etc page's list: what is to be decided, what is decided, and where a decision leads. Pure. */
import type { Answers, Question } from '../../../../src-main/contract/preview.ts'
import { mayBulk } from '../../../stores/answers-store.ts'
import { listRows, type ListRow } from '../../../components/list-keys.ts'
import { texts } from './texts.ts'

export function folderOf(path: string): string {
  const cut = path.lastIndexOf('/')
  return cut <= 0 ? '/' : path.slice(0, cut)
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

export function ruleRows(questions: readonly Question[], answers: Answers): readonly ListRow<Question>[] {
  const open = questions.filter(({ id }) => answers[id] === undefined)
  const decided = questions.filter(({ id }) => answers[id] !== undefined)
  return listRows(
    [
      { title: texts.toDecide(open.length), items: open },
      { title: texts.decided(decided.length), items: decided },
    ],
    ({ id }) => id,
    ({ title }) => title,
  )
}

/** After a decision: the next open one below, else the first open one, else it stays. */
export function nextOpen(questions: readonly Question[], answers: Answers, current: string): string {
  const index = questions.findIndex(({ id }) => id === current)
  const inOrder = [...questions.slice(index + 1), ...questions.slice(0, index)]
  return inOrder.find(({ id }) => answers[id] === undefined)?.id ?? current
}

/** The ids a decision is for: with its whole group, those of it for which the step lets this choice be made in bulk. */
export function idsToAnswer(
  questions: readonly Question[],
  current: Question,
  choice: string,
  wholeGroup: boolean,
): readonly string[] {
  if (!wholeGroup) return [current.id]
  const mine = new Set(idsInGroup(questions, current))
  return questions
    .filter((question) => question.id === current.id || (mine.has(question.id) && mayBulk(question, choice)))
    .map(({ id }) => id)
}

/** All that can be answered together with this one, itself among them. */
export function idsInGroup(questions: readonly Question[], { id, group }: Question): readonly string[] {
  if (group === undefined) return [id]
  return questions.filter((question) => question.group === group).map((question) => question.id)
}
