import type { SwitchState } from '../../contract/switch-state.ts'

/** Asked before the window closes during a switch. Enter presses the first button. */
export interface ClosingQuestion {
  readonly message: string
  readonly detail: string
  readonly buttons: readonly [keepWorking: string, stay: string]
}

/** Undefined when no switch is running. */
export function closingQuestion(state: SwitchState): ClosingQuestion | undefined {
  if (state.kind !== 'running') return undefined
  const { from, to } = state.plan
  return {
    message: `${from.label} is still being copied to ${to.label}`,
    detail: `Copying continues in the background, and this window opens again when it has finished. Keep both lids open until then.`,
    buttons: ['Continue in background', 'Cancel'],
  }
}
