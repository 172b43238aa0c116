/** What a person reads when files did not get to the other laptop: what became of them, and what to do. */
import { AppError } from '../../../kernel/app-error.ts'
import type { ErrorCode } from '../../../kernel/error-codes.ts'
import type { Machine } from '../../../machine/machine.ts'

export interface Halt {
  readonly owner: Machine
  readonly getter: Machine
  /** Of a restoring. Before "placing" nothing of the person's has changed. */
  readonly stage: 'preparing' | 'sending' | 'placing'
}

type Words = Pick<AppError, 'message' | 'hint'>

export function explainHalt(thrown: unknown, halt: Halt): unknown {
  if (!(thrown instanceof AppError)) return thrown
  const { code, details } = thrown
  const words = wordsOf(code, halt)
  return words === undefined ? thrown : new AppError({ code, ...words, details, cause: thrown })
}

function wordsOf(code: ErrorCode, { owner, getter, stage }: Halt): Words | undefined {
  const lost = wordsOfLost(code, owner.label, getter.label)
  if (lost === undefined) return stage === 'sending' ? whileSending(code, getter.label) : undefined
  if (stage !== 'placing') return { message: `${lost.message}, so nothing was put into place.`, hint: lost.hint }
  return {
    message: `${lost.message} while files were put into their places on ${getter.label}: some may be there, each of them whole.`,
    hint: `${lost.hint} What was there before is in the snapshot that was taken first.`,
  }
}

/** An agent on the other laptop that has ended cannot be told from a link that has; the one on this laptop can. */
function wordsOfLost(code: ErrorCode, owner: string, getter: string): Words | undefined {
  if (code === 'agent-died')
    return {
      message: 'The agent on this laptop has ended',
      hint: 'Restore again; if it happens again, look at the details.',
    }
  if (code !== 'unreachable') return undefined
  return {
    message: `The connection between ${owner} and ${getter} was lost`,
    hint: 'Check that both are on, awake and in the same network, then restore again.',
  }
}

function whileSending(code: ErrorCode, label: string): Words | undefined {
  switch (code) {
    case 'disk-full':
      return {
        message: `The disk of ${label} is full, so nothing was put into place.`,
        hint: 'Free some space there, then restore again. What old snapshots keep is free only when they are deleted too.',
      }
    case 'transfer-failed':
      return {
        message: `Not everything could be sent to ${label}, so nothing was put into place.`,
        hint: 'Look at the details for the names, then restore again.',
      }
    case 'ticket-refused':
      return {
        message: `${label} refused what was sent, so nothing was put into place.`,
        hint: 'Restore again; both laptops need the same version of pc-switcher.',
      }
    default:
      return undefined
  }
}
