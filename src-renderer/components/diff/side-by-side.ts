/** Two texts as the rows that the diff viewer draws. */
import { structuredPatch } from 'diff'
import type { ChangeData, HunkData } from 'react-diff-view'

/** Shown around what differs; other equal lines are folded. */
const linesAround = 3
/** A fold of fewer would hide less than it takes. */
const fewestFolded = 8
/** Of a fold, opened at once. */
const unfoldedAtOnce = 200
/** More rows than anybody reads; beyond them the page would stand still. */
const mostRows = 4_000
/** Lines taken out and put in; finding the fewest takes their square in time, and the page stands still meanwhile. */
const mostEdits = 3_000

/** Rows of the comparison, by their places in it: from the first on, before the end. */
export interface RowRange {
  readonly start: number
  readonly end: number
}

type Stretch =
  { readonly kind: 'shown'; readonly hunk: HunkData } | { readonly kind: 'folded'; readonly range: RowRange }

interface Folded {
  readonly stretches: readonly Stretch[]
  /** False when there is more than can be shown, and the rest is left out. */
  readonly whole: boolean
}

/**
 * All rows; none when the texts are equal. `hide` is put on every line, after comparing. Where very much differs, all
 * between the first and the last line that do counts as replaced.
 */
export function compareTexts(before: string, after: string, hide: (line: string) => string): readonly ChangeData[] {
  const context = Math.max(before.length, after.length)
  const options = { context, maxEditLength: mostEdits }
  const patch = structuredPatch('before', 'after', before, after, undefined, undefined, options)
  if (patch === undefined) return changesOf(replacedLines(before, after), 1, 1, hide)
  return patch.hunks.flatMap(({ lines, oldStart, newStart }) => changesOf(lines, oldStart, newStart, hide))
}

/** As a patch has them, with the sign in front of each. */
function replacedLines(before: string, after: string): readonly string[] {
  const linesOf = (text: string) => (text === '' ? [] : text.split(/(?<=\n)/))
  const [old, now] = [linesOf(before), linesOf(after)]
  const fewest = Math.min(old.length, now.length)
  let start = 0
  while (start < fewest && old[start] === now[start]) start += 1
  let end = 0
  while (end < fewest - start && old.at(-1 - end) === now.at(-1 - end)) end += 1
  const signed = (sign: string, lines: readonly string[]) => lines.map((line) => `${sign}${line.replace(/\n$/, '')}`)
  return [
    ...signed(' ', old.slice(0, start)),
    ...signed('-', old.slice(start, old.length - end)),
    ...signed('+', now.slice(start, now.length - end)),
    ...signed(' ', old.slice(old.length - end)),
  ]
}

/** Folds equal rows that are far from what differs and were not opened. */
export function foldEqual(rows: readonly ChangeData[], opened: readonly RowRange[]): Folded {
  const shown = isShown(rows, opened)
  const stretches: Stretch[] = []
  let room = mostRows
  for (let start = 0; start < rows.length && room > 0;) {
    const end = endOfRun(shown, start)
    if (shown[start] === true) {
      const changes = rows.slice(start, Math.min(end, start + room))
      stretches.push({ kind: 'shown', hunk: hunkOf(changes) })
      room -= changes.length
    } else stretches.push({ kind: 'folded', range: { start, end } })
    start = end
  }
  return { stretches, whole: room > 0 }
}

/** For two columns: each line that is taken out stands beside one that is put in, as long as there are both. */
export function besideEachOther(changes: readonly ChangeData[]): ChangeData[] {
  const beside: ChangeData[] = []
  for (let start = 0; start < changes.length;) {
    let end = start
    while (end < changes.length && changes[end]?.type !== 'normal') end += 1
    const block = changes.slice(start, end)
    const taken = block.filter(({ type }) => type === 'delete')
    const put = block.filter(({ type }) => type === 'insert')
    for (let row = 0; row < Math.max(taken.length, put.length); row += 1) {
      beside.push(...taken.slice(row, row + 1), ...put.slice(row, row + 1))
    }
    beside.push(...changes.slice(end, end + 1))
    start = end + 1
  }
  return beside
}

/** What one press opens of a fold: the lines that are nearest to what differs. */
export function openedOf({ start, end }: RowRange, isAtTheEnd: boolean): RowRange {
  if (isAtTheEnd) return { start, end: Math.min(end, start + unfoldedAtOnce) }
  return { start: Math.max(start, end - unfoldedAtOnce), end }
}

/** How many stretches differ. */
export function countDifferences(rows: readonly ChangeData[]): number {
  return rows.filter(({ type }, index) => type !== 'normal' && (rows[index - 1]?.type ?? 'normal') === 'normal').length
}

function isShown(rows: readonly ChangeData[], opened: readonly RowRange[]): readonly boolean[] {
  const shown = rows.map(() => false)
  const show = (start: number, end: number): void => void shown.fill(true, Math.max(0, start), end)
  rows.forEach(({ type }, index) => {
    if (type !== 'normal') show(index - linesAround, index + linesAround + 1)
  })
  for (const { start, end } of opened) show(start, end)
  for (let start = 0; start < shown.length;) {
    const end = endOfRun(shown, start)
    if (shown[start] === false && end - start < fewestFolded) show(start, end)
    start = end
  }
  return shown
}

function endOfRun(flags: readonly boolean[], start: number): number {
  let end = start + 1
  while (end < flags.length && flags[end] === flags[start]) end += 1
  return end
}

function hunkOf(changes: ChangeData[]): HunkData {
  const [oldStart, newStart] = [changes.map(oldLineOf), changes.map(newLineOf)].map(
    (lines) => lines.find((line) => line !== undefined) ?? 0,
  )
  const oldLines = changes.filter((change) => oldLineOf(change) !== undefined).length
  const newLines = changes.filter((change) => newLineOf(change) !== undefined).length
  const at = { oldStart: oldStart ?? 0, oldLines, newStart: newStart ?? 0, newLines }
  return { ...at, content: `@@ -${at.oldStart},${oldLines} +${at.newStart},${newLines} @@`, changes }
}

function oldLineOf(change: ChangeData): number | undefined {
  if (change.type === 'normal') return change.oldLineNumber
  return change.type === 'delete' ? change.lineNumber : undefined
}

function newLineOf(change: ChangeData): number | undefined {
  if (change.type === 'normal') return change.newLineNumber
  return change.type === 'insert' ? change.lineNumber : undefined
}

/** Lines that were changed, added or taken out; a changed one counts once. */
export function countDifferentLines(rows: readonly ChangeData[]): number {
  let lines = 0
  let taken = 0
  let put = 0
  for (const { type } of rows) {
    if (type === 'delete') taken += 1
    else if (type === 'insert') put += 1
    else {
      lines += Math.max(taken, put)
      taken = 0
      put = 0
    }
  }
  return lines + Math.max(taken, put)
}

function changesOf(
  lines: readonly string[],
  oldStart: number,
  newStart: number,
  hide: (line: string) => string,
): ChangeData[] {
  let oldLine = oldStart
  let newLine = newStart
  const changes: ChangeData[] = []
  for (const line of lines) {
    const content = hide(line.slice(1))
    if (line.startsWith('-')) changes.push({ type: 'delete', isDelete: true, content, lineNumber: oldLine++ })
    else if (line.startsWith('+')) changes.push({ type: 'insert', isInsert: true, content, lineNumber: newLine++ })
    else if (line.startsWith(' ')) {
      changes.push({ type: 'normal', isNormal: true, content, oldLineNumber: oldLine++, newLineNumber: newLine++ })
    }
  }
  return changes
}

export function showAll(line: string): string {
  return line
}
