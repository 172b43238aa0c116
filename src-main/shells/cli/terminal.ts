/** A person at a terminal: lines that they type, one after the other. */
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { writeLine, type Line } from './colours.ts'

export interface Terminal {
  readonly say: (line: Line) => void
  /** What the person types after `prompt`; undefined when they end the input (Ctrl+D, Ctrl+C) or it ends. */
  readonly ask: (prompt: string) => Promise<string | undefined>
  readonly close: () => void
}

/** Lines that come faster than they are asked for wait. */
export function openTerminal(input: Readable, output: Writable): Terminal {
  const lines = createInterface({ input, output })
  const typed = lines[Symbol.asyncIterator]()
  return {
    say: (line) => writeLine(output, line),
    async ask(prompt) {
      lines.setPrompt(prompt)
      lines.prompt()
      const next = await typed.next()
      return next.done === true ? undefined : next.value
    },
    close: () => lines.close(),
  }
}
