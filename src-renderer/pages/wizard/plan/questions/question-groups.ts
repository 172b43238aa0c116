/** The order of the list: what may go first, then by folder or package, or by where a package comes from. Pure. */
import type { Choice, Question } from '../../../../../src-main/contract/preview.ts'
import { listRows, type ListGroup, type ListRow } from '../../../../components/list-keys.ts'
import { groupBy } from '../../../../../src-main/kernel/group-by.ts'
import { texts } from './texts.ts'

export const groupings = ['folder', 'package'] as const
export type Grouping = (typeof groupings)[number]

/** Whether there are packages to group them by. */
export function canGroupByPackage(questions: readonly Question[]): boolean {
  return questions.some((question) => question.package !== undefined)
}

/** Whether one of its choices takes something away for good, of several things at least one. */
export function canGo({ choices }: Pick<Question, 'choices'>): boolean {
  return choices.some(takesAway)
}

export function takesAway({ meaning, brings }: Pick<Choice, 'meaning' | 'brings'>): boolean {
  return meaning === 'remove' || (brings?.counts.remove ?? 0) > 0
}

/** Answers move nothing: whoever decides one after the other finds the next one below. */
export function questionRows(
  questions: readonly Question[],
  laptop: string,
  grouping: Grouping,
): readonly ListRow<Question>[] {
  const [may, stay] = [true, false].map((go) => questions.filter((question) => canGo(question) === go))
  const groups = [...groupsOf(may ?? [], laptop, grouping), ...groupsOf(stay ?? [], undefined, grouping)]
  const rows = listRows(
    groups,
    ({ id }) => id,
    ({ title }) => title,
  )
  // A heading over all that there is says nothing.
  return groups.length === 1 && groups[0]?.red !== true ? rows.slice(1) : rows
}

/** The questions that stand below one heading, this one among them. */
export function groupAround(questions: readonly Question[], one: Question, grouping: Grouping): readonly Question[] {
  const title = groupTitle(one, grouping)
  return questions.filter((question) => canGo(question) === canGo(one) && groupTitle(question, grouping) === title)
}

function groupsOf(
  questions: readonly Question[],
  laptop: string | undefined,
  grouping: Grouping,
): readonly ListGroup<Question>[] {
  const groups = [...groupBy(questions, (question) => groupTitle(question, grouping))]
  const sorted = grouping === 'package' ? groups.sort(byPackage) : groups
  return sorted.map(([place, items]) => {
    if (laptop === undefined) return { title: place, items }
    const title = items.every(({ subject }) => subject.kind === 'package') ? texts.canBeRemoved : texts.canBeDeleted
    return { title: title(laptop, place), items, red: true }
  })
}

/** By name, and last what no package has. */
function byPackage([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  const isNone = (title: string) => Number(title === texts.noPackage)
  return isNone(one) - isNone(other) || one.localeCompare(other)
}

/** "/etc/ssh", "openssh-server", "~/Documents", "apt packages". */
export function groupTitle(question: Question, grouping: Grouping): string {
  if (grouping === 'folder' || question.subject.kind !== 'etc-file') return placeOf(question)
  return question.package ?? texts.noPackage
}

function placeOf({ subject, group }: Question): string {
  switch (subject.kind) {
    case 'etc-file':
      return [texts.etc, ...topOf(subject.path.slice(1))].join('/')
    case 'home':
      return topOf(subject.place).map((top) => `~/${top}`)[0] ?? texts.homeFolder
    case 'package':
      return texts.managers[subject.manager]
    case 'package-source':
      return texts.packageSources
    case 'alternative':
      return texts.alternatives
    case 'service':
      return texts.services
    default:
      return group ?? texts.general
  }
}

/** The topmost folder that a path is in; none where it lies at the top, or is not below it at all. */
function topOf(path: string): readonly string[] {
  const [top, ...rest] = path.split('/')
  return top === undefined || top === '' || rest.length === 0 ? [] : [top]
}

/** The title without the folder that stands above it. */
export function shortTitle(question: Question, grouping: Grouping): string {
  if (grouping === 'package') return question.title
  const around = `${placeOf(question)}/`.replace(/^~\//, '')
  return question.title.startsWith(around) ? question.title.slice(around.length) : question.title
}
