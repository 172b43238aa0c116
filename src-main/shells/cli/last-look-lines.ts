/** The last look at a plan in lines: what comes, what goes, what nobody decided, what is left out, how much and how long. */
import type { LastLook } from '../../contract/last-look.ts'
import * as words from '../../contract/last-look-words.ts'
import type { PlanView } from '../../contract/switch-state.ts'
import { formatBytes } from '../../kernel/units.ts'
import { toned, type Line } from './colours.ts'
import { printableLine } from './printable.ts'

export function lastLookLines(plan: PlanView, look: LastLook): readonly Line[] {
  const needed = look.open.filter(({ usual }) => usual === undefined)
  const usual = look.open.filter((one) => one.usual !== undefined)
  return [
    '',
    ...comesLines(plan, look),
    ...removedLines(look, plan.to.label).map((line) => (look.removed.count === 0 ? line : toned('bad', line))),
    ...[...openLines(plan, needed, words.neededTitle), ...openLines(plan, usual, words.openTitle)].map((line) =>
      toned('warn', line),
    ),
    ...look.leftOut.map(({ title, text }) => printableLine(`${words.leftOutTitle}: ${title}. ${text}`)),
    `${words.amount(look)}.`,
  ]
}

const areaOf = ({ steps }: PlanView, stepId: string): string => steps.find(({ id }) => id === stepId)?.title ?? stepId

function comesLines(plan: PlanView, { comes }: LastLook): readonly string[] {
  if (comes.length === 0) return [`${words.nothingComes(plan.to.label)}.`]
  return [
    `${words.comesTitle(plan.to.label)}:`,
    ...comes.map(({ stepId, text, bytes }) =>
      printableLine(`  + ${areaOf(plan, stepId)}: ${[text, ...(bytes > 0 ? [formatBytes(bytes)] : [])].join(', ')}`),
    ),
  ]
}

function removedLines({ removed: { count, names }, open }: LastLook, label: string): readonly string[] {
  const isOpen = open.some(({ usual, wouldGo }) => usual === undefined && wouldGo > 0)
  if (count === 0) return isOpen ? [] : [`${words.nothingRemoved(label)}.`]
  const more = names.reduce((left, { items }) => left - items, count)
  return [
    `${words.removedTitle(count, label)}:`,
    ...names.map(({ name, detail, bytes, items }) => {
      const what = [items > 1 ? words.itemsIn(items) : detail, ...(bytes === undefined ? [] : [formatBytes(bytes)])]
      return printableLine(`  - ${name}  ${what.join(', ')}`)
    }),
    ...(more > 0 ? [`  - ${words.moreRemoved(more)}`] : []),
  ]
}

function openLines(plan: PlanView, open: LastLook['open'], title: (count: number) => string): readonly string[] {
  if (open.length === 0) return []
  return [
    `${title(open.reduce((sum, { count }) => sum + count, 0))}:`,
    ...open.map(({ stepId, what, usual, wouldGo }) => {
      const then = usual ?? (wouldGo > 0 ? words.wouldGo(wouldGo) : '')
      return printableLine(`  ? ${areaOf(plan, stepId)}: ${what}${then === '' ? '' : `. ${then}`}`)
    }),
  ]
}
