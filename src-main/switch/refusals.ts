/** Why the engine refuses, in words. */
import type { PlanView, Proof } from '../contract/switch-state.ts'
import { AppError } from '../kernel/app-error.ts'
import { countOf } from '../kernel/units.ts'
import type { Pair } from './step.ts'

export function notVerified(proof: Proof): AppError {
  const differences = proof.steps.flatMap((step) => step.verification.items.flatMap((item) => item.differences))
  return new AppError({
    code: 'not-verified',
    message: `${proof.to.label} does not match yet: ${countOf(differences.length, 'difference')}.`,
    hint: 'Resume to copy and compare these again.',
    details: differences.slice(0, 200).join('\n'),
  })
}

export function alreadyRunning(): AppError {
  return new AppError({
    code: 'already-running',
    message: 'pc-switcher is already working on this laptop.',
    hint: 'Wait until it has finished, or pause it in the window.',
  })
}

export function planExpired(): AppError {
  return new AppError({
    code: 'plan-expired',
    message: 'This plan has expired.',
    hint: 'Make a new plan.',
  })
}

export function overtaken({ to }: Pair): AppError {
  return new AppError({
    code: 'plan-expired',
    message: `A newer switch with ${to.label} has replaced this one. Nothing was changed.`,
    hint: 'Check which laptop has the latest work, and plan a new switch from there.',
  })
}

export function nothingToResume(): AppError {
  return new AppError({
    code: 'not-found',
    message: 'There is no interrupted switch on this laptop.',
    hint: 'Plan a new switch.',
  })
}

/** A plan would take the place of what can still be resumed. */
export function unfinished({ from, to }: PlanView): AppError {
  return new AppError({
    code: 'blocked',
    message: `The switch from ${from.label} to ${to.label} is not finished yet.`,
    hint: 'Resume it, or give it up (pc-switcher give-up). Then plan a new one.',
  })
}

/** `changed`: one sentence for each fact that changed. */
export function planChanged(changed: readonly string[]): AppError {
  return new AppError({
    code: 'plan-changed',
    message: 'Something has changed since the plan was made. Nothing was copied.',
    hint: 'Review the new plan, then start it.',
    details: changed.join('\n'),
  })
}

export function notAsked(questionId: string): AppError {
  return new AppError({
    code: 'not-found',
    message: 'The plan has no question about this file.',
    hint: 'Make a new plan.',
    details: questionId,
  })
}
