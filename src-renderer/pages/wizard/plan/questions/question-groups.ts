/** The order of the list: what may go first, then by folder, or by where a package comes from. Pure. */
import type { Choice, Question } from '../../../../../src-main/contract/preview.ts'
import { listRows, type ListGroup, type ListRow } from '../../../../components/list-keys.ts'
import { groupBy } from '../../../../../src-main/kernel/group-by.ts'
import { texts } from './texts.ts'

/** Whether one of its choices takes something away for good, of several things at least one. */
export function canGo({ choices }: Pick<Question, 'choices'>): boolean {
  return choices.some(takesAway)
}

export function takesAway({ meaning, brings }: Pick<Choice, 'meaning' | 'brings'>): boolean {
  return meaning === 'remove' || (brings?.counts.remove ?? 0) > 0
}

/** Answers move nothing: whoever decides one after the other finds the next one below. */
export function questionRows(questions: readonly Question[], laptop: string): readonly ListRow<Question>[] {
  const groups = [
    ...groupsOf(questions.filter(canGo), laptop),
    ...groupsOf(
      questions.filter((question) => !canGo(question)),
      undefined,
    ),
  ]
  const rows = listRows(
    groups,
    ({ id }) => id,
    ({ title }) => title,
  )
  // A heading over all that there is says nothing.
  return groups.length === 1 && groups[0]?.red !== true ? rows.slice(1) : rows
}

/** The questions that stand below one heading, this one among them. */
export function groupAround(questions: readonly Question[], one: Question): readonly Question[] {
  return questions.filter((question) => canGo(question) === canGo(one) && placeOf(question) === placeOf(one))
}

function groupsOf(questions: readonly Question[], laptop: string | undefined): readonly ListGroup<Question>[] {
  return [...groupBy(questions, placeOf)].map(([place, items]) => {
    if (laptop === undefined) return { title: place, items }
    const title = items.every(({ subject }) => subject.kind === 'package') ? texts.canBeRemoved : texts.canBeDeleted
    return { title: title(laptop, place), items, red: true }
  })
}

/** "/etc/ssh", "~/Documents", "apt packages". */
export function placeOf({ subject }: Question): string {
  switch (subject.kind) {
    case 'etc-file':
      return [texts.etc, ...topOf(subject.path.slice(1))].join('/')
    case 'home':
      return topOf(subject.place).map((top) => `~/${top}`)[0] ?? texts.homeFolder
    case 'package':
      return texts.managers[subject.manager]
    case 'service':
      return texts.services
    case 'images':
      return texts.images
    default:
      return texts.general
  }
}

/** The topmost folder that a path is in; none where it lies at the top, or is not below it at all. */
function topOf(path: string): readonly string[] {
  const [top, ...rest] = path.split('/')
  return top === undefined || top === '' || rest.length === 0 ? [] : [top]
}

/** The title without the folder that stands above it. */
export function shortTitle(question: Question): string {
  const around = `${placeOf(question)}/`.replace(/^~\//, '')
  return question.title.startsWith(around) ? question.title.slice(around.length) : question.title
}
