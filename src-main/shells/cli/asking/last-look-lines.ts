/** The last look at a plan in lines: what goes, what nobody decided, what is left out, how much and how long. */
import type { LastLook } from '../../../contract/last-look.ts'
import * as words from '../../../contract/last-look-words.ts'
import type { PlanView } from '../../../contract/switch-state.ts'
import { formatBytes } from '../../../kernel/units.ts'
import { printableLine } from '../printable.ts'

export function lastLookLines({ to }: PlanView, look: LastLook): readonly string[] {
  return [
    '',
    ...removedLines(look, to.label),
    ...undecidedLines(look),
    ...look.leftOut.map(({ title, text }) => printableLine(`${words.leftOutTitle}: ${title}. ${text}`)),
    `${words.amount(look)}.`,
  ]
}

function removedLines({ removed: { count, names } }: LastLook, label: string): readonly string[] {
  if (count === 0) return [`${words.nothingRemoved(label)}.`]
  const more = count - names.length
  return [
    `${words.removedTitle(count, label)}:`,
    ...names.map(({ name, detail, bytes }) =>
      printableLine(`  - ${name}  ${[detail, ...(bytes === undefined ? [] : [formatBytes(bytes)])].join(', ')}`),
    ),
    ...(more > 0 ? [`  - ${words.moreRemoved(more)}`] : []),
  ]
}

function undecidedLines({ undecided: { count, first } }: LastLook): readonly string[] {
  if (count === 0) return []
  const more = count - first.length
  return [
    `${words.undecidedTitle(count)}:`,
    ...first.map(({ title, usual }) => printableLine(`  ? ${title}  ${usual}`)),
    ...(more > 0 ? [`  ? ${words.moreUndecided(more)}`] : []),
  ]
}
