/** Two versions of a file at a terminal, as a patch. Pure. */
import { structuredPatch } from 'diff'
import type { LookSide } from '../../contract/look.ts'
import { hideValues } from '../../kernel/hide-values.ts'
import { toned, type Line } from './colours.ts'
import { differenceTexts as texts, sideFacts } from './texts.ts'

export interface VersionShown {
  /** "XPS 13, now" */
  readonly head: string
  readonly side: LookSide
}

/** Around what differs. */
const context = 3
/** Finding the fewest takes their square in time. */
const maxEditLength = 3_000

/** What `after` has and `before` lacks is green. `isSecret`: values are hidden, after they were compared. */
export function differenceLines(before: VersionShown, after: VersionShown, isSecret = false): readonly Line[] {
  const heads = [toned('bad', `--- ${headOf(before)}`), toned('good', `+++ ${headOf(after)}`)]
  const [old, now] = [textOfSide(before.side), textOfSide(after.side)]
  if (old === undefined || now === undefined) return [...heads, texts.noText]
  if (old === now) return [...heads, texts.sameText]
  const patch = structuredPatch('', '', old, now, undefined, undefined, { context, maxEditLength })
  if (patch === undefined) return [...heads, texts.tooMuch]
  const lines = patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: rows }) => [
    `@@ -${rangeOf(oldStart, oldLines)} +${rangeOf(newStart, newLines)} @@`,
    ...rows.map((row) => patchLine(isSecret ? row.slice(0, 1) + hideValues(row.slice(1)) : row)),
  ])
  return [...heads, ...lines, ...(isSecret ? [texts.hidden] : [])]
}

/** Where a patch has no lines it names the one before (GNU diffutils, Detailed Unified). */
const rangeOf = (start: number, lines: number): string => `${lines === 0 ? start - 1 : start},${lines}`

function headOf({ head, side }: VersionShown): string {
  return [head, sideFacts(side)].filter(Boolean).join(', ')
}

/** Undefined where it is no text. */
function textOfSide(side: LookSide): string | undefined {
  switch (side.kind) {
    case 'text':
      return side.text
    case 'absent':
      return ''
    case 'link':
      return texts.link(side.target)
    case 'opaque':
      return undefined
  }
}

function patchLine(row: string): Line {
  if (row.startsWith('-')) return toned('bad', row)
  return row.startsWith('+') ? toned('good', row) : row
}
