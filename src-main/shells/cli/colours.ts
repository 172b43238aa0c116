/** Colours at a terminal, the only place that makes any: none in a pipe, with NO_COLOR or with --json. FORCE_COLOR wants them anyway. */
import { styleText } from 'node:util'

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

/** `text`: the line's, free of what a terminal obeys. Colours come after everything else. */
export function inColour(line: Line, text: string, stream: NodeJS.WriteStream): string {
  return typeof line === 'string' ? text : styleText(formats[line.tone], text, { stream })
}
