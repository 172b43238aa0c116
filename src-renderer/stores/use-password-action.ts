import { useCallback, useState } from 'react'
import { wireErrorOf } from '../client/client.ts'
import { useAction, type Action } from './use-action.ts'

/** That the person's password is needed, and what becomes of what they type. It is known for as long as the call takes. */
export interface AskedPassword {
  /** Whether one was given, and did not fit. */
  readonly isWrong: boolean
  readonly busy: boolean
  readonly enter: (password: string) => void
  readonly cancel: () => void
}

export interface PasswordAction<A extends readonly unknown[]> extends Action<A> {
  /** `args`: what it is needed for. */
  readonly asked: (AskedPassword & { readonly args: A }) | undefined
}

/** One thing the person sets going that may want their password: it is done again with it. */
export function usePasswordAction<A extends readonly unknown[]>(
  act: (password: string | undefined, ...args: A) => Promise<unknown>,
): PasswordAction<A> {
  const [asked, setAsked] = useState<{ readonly args: A; readonly isWrong: boolean }>()
  const tried = async (password: string | undefined, ...args: A) => {
    try {
      await act(password, ...args)
      setAsked(undefined)
    } catch (thrown) {
      const isNeeded = wireErrorOf(thrown).code === 'needs-password'
      setAsked(isNeeded ? { args, isWrong: password !== undefined } : undefined)
      if (!isNeeded) throw thrown
    }
  }
  const { start: begin, busy, error } = useAction(tried)
  const start = useCallback((...args: A) => begin(undefined, ...args), [begin])
  return {
    ...{ busy, error, start },
    asked: asked && {
      ...{ ...asked, busy },
      enter: (password) => begin(password, ...asked.args),
      cancel: () => setAsked(undefined),
    },
  }
}
