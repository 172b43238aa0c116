/** One password is tried for signing in and for sudo on both laptops; another one is asked for only where it does not fit. */
import type { NeedsPassword, Passwords } from '../../../contract/pairing-calls.ts'
import { AppError } from '../../../kernel/app-error.ts'
import type { PasswordSource } from '../asking/with-password.ts'
import { passwordWanted } from './texts.ts'

type Answer = NeedsPassword | { readonly kind: Exclude<string, 'needs-password'> }

export interface PasswordKeeper {
  /** Makes a call again with what was asked for, until no password is missing. */
  readonly until: <T extends Answer>(call: (passwords: Passwords) => Promise<T>) => Promise<Exclude<T, NeedsPassword>>
}

export function createPasswordKeeper({ known, ask }: PasswordSource<NeedsPassword>): PasswordKeeper {
  let passwords: Passwords = known === undefined ? {} : { signIn: known }
  let last = known
  return {
    async until<T extends Answer>(call: (given: Passwords) => Promise<T>) {
      for (;;) {
        const answer = await call(passwords)
        if (!isNeeds(answer)) return answer as Exclude<T, NeedsPassword>
        const isUntried = last !== undefined && !answer.wrong
        const next = isUntried ? last : await ask(answer)
        if (next === undefined) throw new AppError({ code: 'needs-answers', ...passwordWanted(answer) })
        last = next
        passwords = { ...passwords, [answer.for]: next }
      }
    },
  }
}

function isNeeds(answer: Answer): answer is NeedsPassword {
  return answer.kind === 'needs-password'
}
