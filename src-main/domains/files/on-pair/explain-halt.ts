/** Words the errors of a transfer to the other laptop: what became of the files, and what to do. */
import { AppError, type ErrorText } from '../../../kernel/app-error.ts'
import type { ErrorCode } from '../../../kernel/error-codes.ts'
import type { Machine } from '../../../machine/machine.ts'
import * as texts from './texts.ts'

export interface Halt {
  readonly owner: Machine
  readonly getter: Machine
  /** Before "placing" nothing of the person's has changed. */
  readonly stage: 'preparing' | 'sending' | 'placing'
}

export function explainHalt(thrown: unknown, halt: Halt): unknown {
  if (!(thrown instanceof AppError)) return thrown
  const { code, details } = thrown
  const text = textOf(code, halt)
  return text === undefined ? thrown : new AppError({ code, ...text, details, cause: thrown })
}

function textOf(code: ErrorCode, { owner, getter, stage }: Halt): ErrorText | undefined {
  const lost = textOfLost(code, owner.label, getter.label)
  if (lost === undefined) return stage === 'sending' ? whileSending(code, getter.label) : undefined
  return stage === 'placing' ? texts.whilePlacing(lost, getter.label) : texts.beforePlacing(lost)
}

/** An ended agent on the other laptop looks the same as a lost connection; the one on this laptop can be told apart. */
function textOfLost(code: ErrorCode, owner: string, getter: string): ErrorText | undefined {
  if (code === 'agent-died') return texts.agentStopped
  return code === 'unreachable' ? texts.connectionLost(owner, getter) : undefined
}

function whileSending(code: ErrorCode, label: string): ErrorText | undefined {
  switch (code) {
    case 'disk-full':
      return texts.diskFull(label)
    case 'transfer-failed':
      return texts.transferFailed(label)
    case 'ticket-refused':
      return texts.ticketRefused(label)
    default:
      return undefined
  }
}
