/** What needs a password of the person: handed in by standard input, or asked for at a terminal. */
import { toAppError } from '../../../kernel/app-error.ts'
import type { CliOutput } from '../output.ts'
import { askHidden, readFirstLine } from './ask-hidden.ts'

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
