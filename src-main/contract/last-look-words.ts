/** The words of the last look, for page and command line. */
import { capitalized, countOf, formatAbout, formatCount, formatGigabytes } from '../kernel/units.ts'
import type { Change, EffectCounts, Question } from './preview.ts'
import type { StepInfo } from './switch-state.ts'

export const comesTitle = (label: string): string => `What comes to ${label}`
export const nothingComes = (label: string): string => `Nothing new comes to ${label}`
export const nothingNew = (areas: string): string => `Nothing new in ${areas}`

export const removedTitle = (count: number, label: string): string =>
  `What goes from ${label}: ${countOf(count, 'item')}`
export const nothingRemoved = (label: string): string => `Nothing is deleted from ${label}`
/** Beside what is named. */
export const moreRemoved = (count: number): string => `${formatCount(count)} more`
export const itemsIn = (items: number): string => countOf(items, 'item')
/** What is agreed to before the start. */
export const agreeToRemove = (count: number, label: string): string =>
  `Delete ${count === 1 ? 'it' : `these ${formatCount(count)}`} from ${label}`

export const openTitle = (count: number): string => `${countOf(count, 'question')} left open: the usual answer is used`
export const noneDeletes = 'None of these deletes anything'
export const neededTitle = (count: number): string =>
  count === 1 ? '1 question needs an answer first' : `${formatCount(count)} questions need an answer first`
/** Of what is not decided yet. */
export const wouldGo = (count: number): string => `${countOf(count, 'item')} would be deleted`

export const leftOutTitle = 'Left out'
export const amount = ({ bytes, ms }: { readonly bytes: number; readonly ms: number }): string =>
  bytes === 0
    ? `Nothing large to copy, ${formatAbout(ms)}`
    : `${capitalized(formatGigabytes(bytes))} to copy, ${formatAbout(ms)}`

const usually = {
  add: { one: 'new', many: 'new' },
  update: { one: 'changed', many: 'changed' },
  rename: { one: 'renamed', many: 'renamed' },
  enable: { one: 'starts by itself', many: 'start by themselves' },
  disable: { one: 'no longer starts by itself', many: 'no longer start by themselves' },
} as const
const comingEffects = ['add', 'update', 'rename', 'enable', 'disable'] as const
const namedInLine = 3

export const isComing = (effect: Change['effect']): boolean => comingEffects.some((one) => one === effect)

/** "788 new, 613 changed", "2 changed: work.qcow2, dev.qcow2"; empty where nothing comes. `names`: of all, where they are known. */
export function comesText(
  counts: EffectCounts,
  counted: NonNullable<StepInfo['counted']>,
  names: readonly string[],
): string {
  const parts = comingEffects.flatMap((effect) => {
    const count = counts[effect] ?? 0
    return count === 0 ? [] : [numbered(count, counted[effect] ?? usually[effect])]
  })
  const sum = comingEffects.reduce((all, effect) => all + (counts[effect] ?? 0), 0)
  const isNamed = names.length === sum && sum > 0 && sum <= namedInLine
  return `${parts.join(', ')}${isNamed ? `: ${names.join(', ')}` : ''}`
}

/** "14 places differ on both laptops", "1 image differs: work.qcow2" */
export function openText(questions: readonly Pick<Question, 'title' | 'reason' | 'alike'>[]): string {
  const [first] = questions
  const titles = questions
    .slice(0, namedInLine)
    .map(({ title }) => title)
    .join(', ')
  const more = questions.length - namedInLine
  if (first?.alike === undefined)
    return `${titles}${more > 0 ? ` and ${formatCount(more)} more` : ''}: ${first?.reason ?? ''}`
  const said = numbered(questions.length, first.alike)
  return more < 0 ? `${said}: ${titles}` : said
}

function numbered(count: number, { one, many }: { readonly one: string; readonly many: string }): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}
