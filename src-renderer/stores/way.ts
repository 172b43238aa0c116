/** Which of the two laptops is taken. */
import type { calls } from '../../src-main/contract/calls.ts'
import type { Overview } from '../../src-main/contract/overview-calls.ts'
import type { Parsed } from '../../src-main/contract/define.ts'
import { scopeOf, type Scoped } from '../../src-main/contract/switch-scope.ts'
import type { Laptop } from '../../src-main/contract/switch-state.ts'

export interface ShownWay {
  readonly from: Laptop
  readonly to: Laptop
}

/** To the named laptop; else from where the latest work is, and away from this one while that is not known. */
export function wayOf({ here, peer, holder }: Overview, to?: string): ShownWay | undefined {
  if (peer === undefined) return undefined
  const isBack = to === undefined ? holder.kind === 'held' && holder.by === peer.laptop.name : to === here.laptop.name
  return isBack ? { from: peer.laptop, to: here.laptop } : { from: here.laptop, to: peer.laptop }
}

/** What `switch.plan` is asked with: said in full, so that nothing turns it round. */
export function askedWay({ from, to, scope }: ShownWay & Scoped): Parsed<typeof calls.switchPlan> {
  return { from: from.name, to: to.name, ...scopeOf({ scope }) }
}
