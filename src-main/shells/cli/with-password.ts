/** What may need the password of the person who does it: given by standard input, or asked for at a terminal. */
import { toAppError } from '../../kernel/app-error.ts'
import { askHidden, readFirstLine } from './asking/ask-hidden.ts'
import * as texts from './asking/texts.ts'
import type { Output } from './output.ts'

export const passwordStdin = ['--password-stdin', 'read the password from standard input, for scripts', false] as const

export interface PasswordOptions {
  readonly passwordStdin: boolean
}

export interface Passwords {
  readonly known: string | undefined
  /** Undefined when nobody can be asked, or they end it. */
  readonly ask: (isAgain: boolean) => Promise<string | undefined>
}

/** By standard input it is read once, and nobody is asked. */
export async function passwordsFrom({ passwordStdin }: PasswordOptions, output: Output): Promise<Passwords> {
  const nobody = (): Promise<undefined> => Promise.resolve(undefined)
  if (passwordStdin) return { known: await readFirstLine(process.stdin), ask: nobody }
  if (output.terminal === undefined) return { known: undefined, ask: nobody }
  const ask = (isAgain: boolean) =>
    askHidden(isAgain ? texts.passwordAgain : texts.yourPassword, process.stdin, process.stdout)
  return { known: undefined, ask }
}

/** Asks for as long as that fails for the password alone. Throws what `work` threw when no other one comes. */
export async function withPassword<T>(
  { known, ask }: Passwords,
  work: (password: string | undefined) => Promise<T>,
): Promise<T> {
  for (let password = known; ;) {
    try {
      return await work(password)
    } catch (thrown) {
      if (toAppError(thrown).code !== 'needs-password') throw thrown
      password = await ask(password !== undefined)
      if (password === undefined) throw thrown
    }
  }
}
