/** Why the engine does not do what it is asked, in words. */
import type { Proof } from '../contract/switch-state.ts'
import { AppError } from '../kernel/app-error.ts'
import type { Pair } from './step.ts'

export function notVerified(proof: Proof): AppError {
  const differences = proof.steps.flatMap((step) => step.verification.items.flatMap((item) => item.differences))
  return new AppError({
    code: 'not-verified',
    message: `${proof.to.label} is not the same yet: ${differences.length === 1 ? 'one difference was' : `${differences.length} differences were`} found.`,
    hint: 'Resume: what differs is copied again and compared again.',
    details: differences.slice(0, 200).join('\n'),
  })
}

export function alreadyRunning(): AppError {
  return new AppError({
    code: 'already-running',
    message: 'pc-switcher is already at work on this laptop.',
    hint: 'Wait until it is done, or pause it.',
  })
}

export function planExpired(): AppError {
  return new AppError({
    code: 'plan-expired',
    message: 'This plan is not the current one.',
    hint: 'Make a new plan, then start it.',
  })
}

export function overtaken({ to }: Pair): AppError {
  return new AppError({
    code: 'plan-expired',
    message: `There has been a later switch with ${to.label}, so this one is over. Nothing was changed.`,
    hint: 'See who has the latest work, and plan a new switch from there.',
  })
}

export function nothingToResume(): AppError {
  return new AppError({
    code: 'not-found',
    message: 'There is no interrupted switch on this laptop.',
    hint: 'Plan a new one.',
  })
}

/** `changed`: what is not as it was, a sentence each. */
export function planChanged(changed: readonly string[]): AppError {
  return new AppError({
    code: 'plan-changed',
    message: 'Something has changed since the plan was made; nothing was copied.',
    hint: 'Look at the new plan and start it.',
    details: changed.join('\n'),
  })
}
