/** How the switch stands, for what is seen while the page is not: the tab's title and icon, the dock, notifications. Pure. */
import type { OverviewState } from '../../src-main/contract/overview/state.ts'
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
  /** The lid of the source can be closed. */
  | { readonly kind: 'safe' }
  /** So many home files were changed since on the laptop that was left. */
  | { readonly kind: 'changed'; readonly files: number }

export function standingOf(state: SwitchState | undefined, run: RunView | undefined): Standing {
  switch (state?.kind) {
    case 'running':
      return { kind: 'running', fraction: run?.fraction ?? 0 }
    case 'interrupted':
      return { kind: 'failed', fraction: run?.fraction }
    case 'plan-failed':
      return state.quiet === true ? { kind: 'idle' } : { kind: 'failed', fraction: undefined }
    case 'planned':
      return { kind: needsPerson(state.plan) ? 'needs-you' : 'idle' }
    case 'done':
    case 'idle':
    case 'planning':
    case undefined:
      return { kind: 'idle' }
  }
}

/** A switch of its own comes first; else what the laptops remember, and one of the two may run a switch. */
export function standingBeside(own: Standing, stands: OverviewState | undefined): Standing {
  if (own.kind !== 'idle') return own
  switch (stands?.kind) {
    case 'running-elsewhere':
      return stands.open.progress === undefined ? own : { kind: 'running', fraction: stands.open.progress.fraction }
    case 'safe':
      return { kind: 'safe' }
    case 'changed-since':
      return { kind: 'changed', files: stands.left?.saved.files ?? 0 }
    default:
      return own
  }
}

/** With the answers that the app keeps, whichever window they were given in. */
function needsPerson(plan: PlanView): boolean {
  if (plan.quiet === true) return false
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
    case 'safe':
    case 'changed':
      return { kind: 'progress', attention: false }
  }
}
