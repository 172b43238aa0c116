import type { SwitchState } from '../contract/switch-state.ts'
import { isoNow } from '../kernel/clock.ts'
import type { EngineParts } from './engine-parts.ts'
import type { LiveState } from './live-state.ts'
import type { Pair } from './step.ts'

type Interrupted = Extract<SwitchState, { kind: 'interrupted' }>

/** Whether there was a later switch, of which only the other laptop may know so far: then this one is put away. */
export async function putAwayIfOvertaken(
  { guard, clock }: Pick<EngineParts, 'guard' | 'clock'>,
  live: LiveState,
  { switchId, startedAt }: Interrupted,
  pair: Pair,
): Promise<boolean> {
  if (await guard.isStillOpen(pair, switchId, startedAt)) return false
  await live.tellOf(switchId, { type: 'switch-dismissed', at: isoNow(clock) })
  return true
}
