/** How lines fit a terminal: broken at spaces, and cells of a table below each other. The only place that does either. */
/** Undefined where nobody sees an edge: a pipe, a file. */
export function columnsOf(stream: NodeJS.WritableStream): number | undefined {
  const { isTTY, columns } = stream as Partial<NodeJS.WriteStream>
  return isTTY === true ? columns || 80 : undefined
}

/** What goes on in a next line stands below the cell that it belongs to. A word that is longer than a line stays whole: a path is copied. */
export function wrapText(text: string, columns: number | undefined): string {
  if (columns === undefined) return text
  return text
    .split('\n')
    .map((line) => wrapLine(line, columns))
    .join('\n')
}

function wrapLine(line: string, columns: number): string {
  if (widthOf(line) <= columns) return line
  const before = ' '.repeat(hangingOf(line, columns))
  const lines: string[] = []
  let current = ''
  for (const piece of line.match(/\s*\S+/gu) ?? []) {
    const longer = current + piece
    if (current.trim() !== '' && widthOf(longer) > columns) {
      lines.push(current)
      current = before + piece.trimStart()
    } else current = longer
  }
  return [...lines, current].join('\n')
}

/** The last cell that leaves half of the line to what follows; without any the first word, and what marks it as an item. */
function hangingOf(line: string, columns: number): number {
  const cells = [...line.matchAll(/\S(?<gap> {2,})(?=\S)/gu)].map(
    ({ index, 0: gap }) => widthOf(line.slice(0, index)) + gap.length,
  )
  const first = /^\s*(?:[^\s\p{L}\p{N}"'(/~.[] )?/u.exec(line)?.[0] ?? ''
  return cells.findLast((cell) => cell <= columns / 2) ?? Math.min(widthOf(first), Math.floor(columns / 2))
}

const gap = '  '

/** Rows as lines: each cell as wide as the widest of its column, the last one as it is. `isNumber`: columns that stand at the right. */
export function tableLines(rows: readonly (readonly string[])[], isNumber: readonly number[] = []): readonly string[] {
  const widths = rows.reduce<readonly number[]>(
    (widest, row) => row.map((cell, at) => Math.max(widest[at] ?? 0, widthOf(cell))),
    [],
  )
  return rows.map((row) =>
    row
      .map((cell, at) => {
        const room = ' '.repeat(Math.max(0, (widths[at] ?? 0) - widthOf(cell)))
        if (isNumber.includes(at)) return room + cell
        return at === row.length - 1 ? cell : cell + room
      })
      .join(gap)
      .trimEnd(),
  )
}

/** How much room text takes on a terminal: East Asian wide characters and emoji take two cells, marks that combine none. */
const wide =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u

const none = /[\p{Mn}\p{Me}]/u

export function widthOf(text: string): number {
  let cells = 0
  for (const character of text) cells += cellsOf(character)
  return cells
}

/** Cut at its end to so many cells. */
export function fitTo(cells: number, text: string): string {
  if (widthOf(text) <= cells) return text
  let fitted = ''
  let taken = 0
  for (const character of text) {
    taken += cellsOf(character)
    if (taken > cells - 1) break
    fitted += character
  }
  return cells < 1 ? '' : `${fitted}…`
}

function cellsOf(character: string): number {
  if (none.test(character)) return 0
  return wide.test(character) ? 2 : 1
}
