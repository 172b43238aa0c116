/** Colours at a terminal, the only place that makes any: none in a pipe, with NO_COLOR or with --json. FORCE_COLOR wants them anyway. */
import { styleText } from 'node:util'
import { columnsOf, wrapText } from './fit-lines.ts'
import { printable } from './printable.ts'

/** bad: it goes, differs or failed. warn: worth a look. good: proven. */
type Tone = 'bad' | 'warn' | 'good'

interface Toned {
  readonly text: string
  readonly tone: Tone
}

/** What a command prints: as it is, or in a colour. Colour never says anything that the words don't. */
export type Line = string | Toned

export const toned = (tone: Tone, text: string): Toned => ({ tone, text })

const formats = { bad: 'red', warn: 'yellow', good: 'green' } as const

export const textOf = (line: Line): string => (typeof line === 'string' ? line : line.text)

/** As a person reads it there: nothing that a terminal obeys, no word broken, and in its colour. */
export function writeLine(stream: NodeJS.WritableStream, line: Line): void {
  stream.write(`${inColour(wrapText(printable(textOf(line)), columnsOf(stream)), line, stream)}\n`)
}

/** The same for a program that fits it to the terminal itself. */
export function coloured(line: Line, stream: NodeJS.WritableStream): string {
  return inColour(printable(textOf(line)), line, stream)
}

/** Colours come after everything else. */
function inColour(text: string, line: Line, stream: NodeJS.WritableStream): string {
  return typeof line === 'string' ? text : styleText(formats[line.tone], text, { stream })
}
