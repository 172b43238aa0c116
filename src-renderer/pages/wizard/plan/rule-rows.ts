/** The /etc page's list: what is to be decided, what is decided, and where a decision leads. Pure. */
import type { Answers, Question } from '../../../../src-main/contract/preview.ts'
import { listRows, type ListRow } from '../../../components/list-keys.ts'

/** As a person knows it: "/etc/sysctl.d/60-dev.conf". */
export function pathOf({ id, subject }: Question): string {
  if (!id.startsWith('etc:') || subject === '/etc' || subject.startsWith('/etc/')) return subject
  return `/etc${subject.startsWith('/') ? '' : '/'}${subject}`
}

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
      { title: `To decide, ${open.length}`, items: open },
      { title: `Decided, ${decided.length}`, items: decided },
    ],
    ({ id }) => id,
    pathOf,
  )
}

/** After a decision: the next open one below, else the first open one, else it stays. */
export function nextOpen(questions: readonly Question[], answers: Answers, current: string): string {
  const index = questions.findIndex(({ id }) => id === current)
  const inOrder = [...questions.slice(index + 1), ...questions.slice(0, index)]
  return inOrder.find(({ id }) => answers[id] === undefined)?.id ?? current
}

/**
 * The ids a decision is for. With the whole folder: its other files too, but a secret is never copied along:
 * only a choice that copies nothing may reach it.
 */
export function idsToAnswer(
  questions: readonly Question[],
  current: Question,
  choice: string,
  wholeFolder: boolean,
): readonly string[] {
  if (!wholeFolder) return [current.id]
  const folder = folderOf(pathOf(current))
  return questions
    .filter(
      (question) =>
        question.id === current.id ||
        (folderOf(pathOf(question)) === folder && (!question.secret || choice !== 'always')),
    )
    .map(({ id }) => id)
}
