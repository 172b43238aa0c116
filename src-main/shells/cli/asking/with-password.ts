/** What needs a password of the person: handed in by standard input, or asked for at a terminal. */
import type { Readable } from 'node:stream'
import type { ReadStream } from 'node:tty'
import { toAppError } from '../../../kernel/app-error.ts'
import type { CliOutput } from '../output.ts'

export const passwordStdin = ['--password-stdin', 'read the password from standard input, for scripts', false] as const

export interface PasswordOptions {
  readonly passwordStdin: boolean
}

/** `N`: what one is needed for, and whether another one did not fit. */
export interface PasswordSource<N> {
  /** One that is known before anything was asked. An sshd that has to refuse first keeps somebody out who comes often. */
  readonly known?: string
  /** Undefined when nobody can be asked, or they end it. */
  readonly ask: (needed: N) => Promise<string | undefined>
}

/** By standard input it is read once, and nobody is asked. */
export async function passwordsFrom<N>(
  { passwordStdin }: PasswordOptions,
  output: CliOutput,
  promptFor: (needed: N) => string,
): Promise<PasswordSource<N>> {
  const ask = (): Promise<undefined> => Promise.resolve(undefined)
  if (passwordStdin) {
    const known = await readFirstLine(process.stdin)
    return known === '' ? { ask } : { known, ask }
  }
  if (output.terminal === undefined) return { ask }
  return { ask: (needed) => askHidden(promptFor(needed), process.stdin, process.stdout) }
}

/** Asks for as long as that fails for the password alone. Throws what `work` threw when no other one comes. */
export async function withPassword<T>(
  { known, ask }: PasswordSource<{ readonly wrong: boolean }>,
  work: (password: string | undefined) => Promise<T>,
): Promise<T> {
  for (let password = known; ;) {
    try {
      return await work(password)
    } catch (thrown) {
      if (toAppError(thrown).code !== 'needs-password') throw thrown
      password = await ask({ wrong: password !== undefined })
      if (password === undefined) throw thrown
    }
  }
}

/** Of keys that a terminal in raw mode hands on: ascii(7). */
const keys = {
  enter: '\r',
  newline: '\n',
  interrupt: '\u0003',
  end: '\u0004',
  backspace: '\u007f',
  erase: '\b',
} as const

/** A password at a terminal: what is typed is not shown. Undefined when the person ends it (Ctrl+C, Ctrl+D). */
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

/** The next line of what comes in, for scripts. What follows it is left for the next one who reads. */
export async function readFirstLine(input: Readable): Promise<string> {
  let text = ''
  for await (const piece of input.iterator({ destroyOnReturn: false })) {
    text += String(piece)
    if (text.includes('\n')) break
  }
  const rest = text.slice(text.indexOf('\n') + 1)
  if (text.includes('\n') && rest !== '') input.unshift(rest)
  input.pause()
  return text.split('\n')[0]?.replace(/\r$/, '') ?? ''
}
