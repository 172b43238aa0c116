/** Why a switch stands still, in a sentence: the same in the window, in Activity and on the command line. */
import { assertNever } from '../kernel/assert-never.ts'
import type { StoppedBy } from './switch-state.ts'
import type { WireError } from './wire-error.ts'

export interface Stop {
  readonly by: StoppedBy
  /** Of what failed. */
  readonly error?: WireError | undefined
  /** What the laptop that drives it is called. */
  readonly on: string
}

export function stopSentence({ by, error, on }: Stop): string {
  switch (by) {
    case 'person':
      return 'You paused it.'
    case 'closed':
      return `pc-switcher was closed on ${on}, or ${on} was shut down.`
    case 'crash':
      return `pc-switcher crashed on ${on}.`
    case 'killed':
      return `pc-switcher was killed on ${on}.`
    case 'power':
      return `${on} went off while copying.`
    case 'battery':
      return 'It was paused because a laptop was low on battery.'
    case 'failure':
      return error?.message ?? 'It stopped before it had finished.'
    default:
      return assertNever(by)
  }
}

/** What it means to give a switch up; `to` is what the laptop that would be taken is called. */
export function givingUpMeans(to: string): string {
  return `${to} stays as it is now, with what was copied so far, and this switch can't be resumed any more.`
}
