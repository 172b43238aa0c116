/** Why the engine refuses. */
import type { Laptop, PlanView, Proof } from '../contract/switch-state.ts'
import { AppError } from '../kernel/app-error.ts'
import type { Pair } from './step.ts'
import * as texts from './texts.ts'

export function notVerified(proof: Proof): AppError {
  const differences = proof.steps.flatMap((step) => step.verification.items.flatMap((item) => item.differences))
  const details = differences.slice(0, 200).join('\n')
  return new AppError({ code: 'not-verified', ...texts.notVerified(proof.to.label, differences.length), details })
}

export function alreadyRunning(): AppError {
  return new AppError({ code: 'already-running', ...texts.alreadyRunning })
}

/** By the person, who chose so. */
export function stopped(): AppError {
  return new AppError({ code: 'blocked', ...texts.stopped })
}

export function planExpired(): AppError {
  return new AppError({ code: 'plan-expired', ...texts.planExpired })
}

export function overtaken({ to }: Pair): AppError {
  return new AppError({ code: 'plan-expired', ...texts.overtaken(to.label) })
}

export function nothingToResume(): AppError {
  return new AppError({ code: 'not-found', ...texts.nothingToResume })
}

/** A plan would take the place of what can still be resumed. */
export function unfinished({ from, to }: PlanView): AppError {
  return new AppError({ code: 'blocked', ...texts.unfinished(from.label, to.label) })
}

/** `changed`: one sentence for each fact that changed. */
export function planChanged(changed: readonly string[]): AppError {
  return new AppError({ code: 'plan-changed', ...texts.planChanged, details: changed.join('\n') })
}

export function notAsked(questionId: string): AppError {
  return new AppError({ code: 'not-found', ...texts.notAsked, details: questionId })
}

export function tooLate({ label }: Laptop): AppError {
  return new AppError({ code: 'unreachable', ...texts.tooLate(label) })
}
