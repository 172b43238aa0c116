/** A person at a terminal: lines that they type, one after the other. */
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { coloured, writeLine, type Line } from './colours.ts'
import { columnsOf, wrapText } from './fit-lines.ts'

export interface Terminal {
  readonly say: (line: Line) => void
  /** What may be longer than the screen: a page at a time, where there is a program for it. */
  readonly show: (lines: readonly Line[]) => Promise<void>
  /** What the person types after `prompt`; undefined when they end the input (Ctrl+D, Ctrl+C) or it ends. */
  readonly ask: (prompt: string) => Promise<string | undefined>
  readonly close: () => void
}

/** Shows a text until the person has seen enough of it. */
type ShowPages = (text: string) => Promise<void>

/** Lines that come faster than they are asked for wait. */
export function openTerminal(input: Readable, output: Writable, showPages?: ShowPages): Terminal {
  const lines = createInterface({ input, output })
  const typed = lines[Symbol.asyncIterator]()
  const say = (line: Line): void => writeLine(output, line)
  return {
    say,
    async show(shown) {
      if (showPages === undefined) {
        shown.forEach(say)
        return
      }
      // Keys are the pager's meanwhile, Ctrl+C too.
      lines.pause()
      process.on('SIGINT', nothing)
      try {
        await showPages(shown.map((line) => `${coloured(line, output)}\n`).join(''))
      } finally {
        process.off('SIGINT', nothing)
        lines.resume()
      }
    },
    async ask(prompt) {
      const columns = columnsOf(output)
      const [last = prompt, ...above] = wrapText(prompt.trimEnd(), columns).split('\n').toReversed()
      above.toReversed().forEach(say)
      lines.setPrompt(`${last} `)
      lines.prompt()
      const next = await typed.next()
      return next.done === true ? undefined : next.value
    },
    close: () => lines.close(),
  }
}

const nothing = (): void => undefined
