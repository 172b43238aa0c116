/** How the switch stands, for what is seen while the page is not: the tab's title and icon, the dock, notifications. Pure. */
import type { Overview } from '../../src-main/contract/overview-calls.ts'
import type { ToldProgress } from '../../src-main/contract/progress/told.ts'
import type { PlanView, SwitchState } from '../../src-main/contract/switch-state.ts'
import type { WindowNote } from '../../src-main/contract/window-note.ts'
import { unanswered } from '../stores/answers-store.ts'
import type { RunView } from '../stores/run-view.ts'

export type Standing =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly fraction: number }
  /** A plan cannot be started before the person has decided or done something. */
  | { readonly kind: 'needs-you' }
  /** It stands still at this fraction, if that is known. */
  | { readonly kind: 'failed'; readonly fraction: number | undefined }
  | { readonly kind: 'done' }

export function standingOf(state: SwitchState | undefined, run: RunView | undefined): Standing {
  switch (state?.kind) {
    case 'running':
      return { kind: 'running', fraction: run?.fraction ?? 0 }
    case 'interrupted':
      return { kind: 'failed', fraction: run?.fraction }
    case 'plan-failed':
      return { kind: 'failed', fraction: undefined }
    case 'planned':
      return { kind: needsPerson(state.plan) ? 'needs-you' : 'idle' }
    case 'done':
      return { kind: 'done' }
    case 'idle':
    case 'planning':
    case undefined:
      return { kind: 'idle' }
  }
}

/** What the other laptop, which runs a switch of the two, says of it. */
export function toldElsewhere(overview: Overview | undefined): ToldProgress | undefined {
  const open = overview?.openSwitch
  return open?.running === true && open.startedBy !== overview?.here.laptop.name ? open.progress : undefined
}

/** A switch of its own comes first; what the other laptop runs is newer than one that has ended. */
export function standingBeside(own: Standing, told: ToldProgress | undefined): Standing {
  const isOver = own.kind === 'idle' || own.kind === 'done'
  return told !== undefined && isOver ? { kind: 'running', fraction: told.fraction } : own
}

/** With the answers that the app keeps, whichever window they were given in. */
function needsPerson(plan: PlanView): boolean {
  const blocked = plan.steps.some(({ id }) => (plan.previews[id]?.blockers.length ?? 0) > 0)
  return blocked || plan.changedSince !== undefined || unanswered(plan, plan.kept).length > 0
}

export function noteOf(standing: Standing): WindowNote {
  switch (standing.kind) {
    case 'running':
      return { kind: 'progress', fraction: standing.fraction, attention: false }
    case 'failed':
      return standing.fraction === undefined
        ? { kind: 'progress', attention: true }
        : { kind: 'progress', fraction: standing.fraction, attention: true }
    case 'needs-you':
      return { kind: 'progress', attention: true }
    case 'idle':
    case 'done':
      return { kind: 'progress', attention: false }
  }
}
