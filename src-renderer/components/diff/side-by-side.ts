/** Two texts as the rows that the diff viewer draws, and values hidden from over the shoulder. */
import { structuredPatch } from 'diff'
import type { ChangeData, HunkData } from 'react-diff-view'

/** Files up to this are shown whole; of longer ones what differs, with some lines around. */
const wholeUpToLines = 1_500
const linesAround = 8
/** More rows than anybody reads; beyond them the page would stand still. */
const mostRows = 4_000

export interface SideBySide {
  readonly hunks: HunkData[]
  /** False when rows were left out. */
  readonly whole: boolean
}

/** No hunks when the texts are equal. `hide` is put on every line, after comparing. */
export function compareTexts(before: string, after: string, hide: (line: string) => string): SideBySide {
  const lines = Math.max(before.split('\n').length, after.split('\n').length)
  const context = lines <= wholeUpToLines ? lines : linesAround
  const { hunks } = structuredPatch('before', 'after', before, after, undefined, undefined, { context })
  let rows = 0
  const shown: HunkData[] = []
  for (const hunk of hunks) {
    const room = mostRows - rows
    if (room <= 0) break
    const changes = changesOf(hunk.lines, hunk.oldStart, hunk.newStart, hide).slice(0, room)
    rows += changes.length
    const { oldStart, oldLines, newStart, newLines } = hunk
    shown.push({
      content: `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
      oldStart,
      oldLines,
      newStart,
      newLines,
      changes,
    })
  }
  // "\\ No newline at end of file" is no line of either.
  const all = hunks.reduce((sum, hunk) => sum + hunk.lines.filter((line) => !line.startsWith('\\')).length, 0)
  return { hunks: shown, whole: rows >= all && lines <= wholeUpToLines }
}

/** Lines that were changed, added or taken out; a changed one counts once. */
export function countDifferentLines({ hunks }: Pick<SideBySide, 'hunks'>): number {
  let lines = 0
  let taken = 0
  let put = 0
  const closeBlock = () => {
    lines += Math.max(taken, put)
    taken = 0
    put = 0
  }
  for (const { changes } of hunks) {
    for (const change of changes) {
      if (change.type === 'delete') taken += 1
      else if (change.type === 'insert') put += 1
      else closeBlock()
    }
    closeBlock()
  }
  return lines
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

/** "PrivateKey = abc" becomes "PrivateKey = ••••••"; a line without a name is hidden whole. Headings stay. */
export function hideValues(line: string): string {
  if (/^\s*(\[[^\]]*\]\s*|[#;][^=:]*)?$/.test(line)) return line
  // A name is short and its value does not begin with "=": the padding of a key in base64 is no sign of a name.
  const name = /^(\s*[#;]?\s*["']?[A-Za-z][\w.\- ]{0,40}?["']?\s*[=:]\s*)[^\s=]/.exec(line)?.[1]
  return name === undefined ? '••••••••' : `${name}••••••`
}

export function showAll(line: string): string {
  return line
}
