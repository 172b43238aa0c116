/** A password at a terminal: what is typed is not shown. */
import type { ReadStream } from 'node:tty'

/** Of keys that a terminal in raw mode hands on: ascii(7). */
const keys = {
  enter: '\r',
  newline: '\n',
  interrupt: '\u0003',
  end: '\u0004',
  backspace: '\u007f',
  erase: '\b',
} as const

/** Undefined when the person ends it (Ctrl+C, Ctrl+D). */
export function askHidden(
  prompt: string,
  input: ReadStream,
  output: NodeJS.WritableStream,
): Promise<string | undefined> {
  output.write(prompt)
  input.setRawMode(true)
  input.setEncoding('utf8')
  input.resume()
  return new Promise((resolve) => {
    let typed = ''
    const finish = (answer: string | undefined): void => {
      input.off('data', take)
      input.setRawMode(false)
      input.pause()
      output.write('\n')
      resolve(answer)
    }
    const take = (piece: string | Buffer): void => {
      for (const key of String(piece)) {
        if (key === keys.enter || key === keys.newline) return finish(typed)
        if (key === keys.interrupt || key === keys.end) return finish(undefined)
        typed = key === keys.backspace || key === keys.erase ? typed.slice(0, -1) : typed + key
      }
    }
    input.on('data', take)
  })
}

/** The first line of what comes in, for scripts. */
export async function readFirstLine(input: AsyncIterable<string | Buffer>): Promise<string> {
  let text = ''
  for await (const piece of input) {
    text += String(piece)
    if (text.includes('\n')) break
  }
  return text.split('\n')[0]?.replace(/\r$/, '') ?? ''
}
