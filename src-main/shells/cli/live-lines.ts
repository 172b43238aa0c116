/** Lines at the end of a terminal that are drawn anew in their place, below what stays. */

import { fitTo, wrapText } from './fit-lines.ts'

/** A terminal as what is drawn on. */
export interface Screen {
  readonly write: (text: string) => void
  /** Now: a window is made wider and narrower. */
  readonly size: () => { readonly columns: number; readonly rows: number }
}

export interface LiveLines {
  /** A line that stays, above them. */
  say(line: string): void
  draw(lines: readonly string[]): void
  /** Takes them away. */
  clear(): void
}

const escape = '\u001b['
/** A line that is too long after all is cut by the terminal instead of going on in the next one. */
const withoutWrap = (text: string): string => `${escape}?7l${text}${escape}?7h`

export function createLiveLines({ write, size }: Screen): LiveLines {
  let drawn: readonly string[] = []
  const removal = (): string => (drawn.length === 0 ? '' : `${escape}${drawn.length}A\r${escape}J`)
  const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')
  return {
    say: (line) => write(`${removal()}${wrapText(line, size().columns)}\n${withoutWrap(textOf(drawn))}`),
    draw(lines) {
      const { columns, rows } = size()
      const fitted = lines.slice(0, Math.max(0, rows - 1)).map((line) => fitTo(columns, line))
      if (fitted.join('\n') === drawn.join('\n')) return
      const before = removal()
      drawn = fitted
      write(`${before}${withoutWrap(textOf(fitted))}`)
    },
    clear() {
      if (drawn.length > 0) write(removal())
      drawn = []
    },
  }
}

/** Undefined where nobody sees it move: a pipe, a file, or a log. */
export function screenOf(stream: NodeJS.WriteStream): Screen | undefined {
  if (!stream.isTTY || process.env['TERM'] === 'dumb') return undefined
  return {
    write: (text) => void stream.write(text),
    size: () => ({ columns: stream.columns || 80, rows: stream.rows || 24 }),
  }
}
