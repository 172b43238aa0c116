import type { SwitchState } from '../../contract/switch-state.ts'

/** Asked before the window closes while the work would lose its face. The first button is the one Enter presses. */
export interface ClosingQuestion {
  readonly message: string
  readonly detail: string
  readonly buttons: readonly [keepWorking: string, stay: string]
}

/** Undefined when closing the window leaves nothing unfinished. */
export function closingQuestion(state: SwitchState): ClosingQuestion | undefined {
  if (state.kind !== 'running') return undefined
  const { from, to } = state.plan
  return {
    message: `${from.label} → ${to.label} is still being copied.`,
    detail: `Copying goes on in the background. This window opens again when it is done. Do not close the lid of ${from.label} before that.`,
    buttons: ['Keep copying in the background', 'Stay here'],
  }
}
