import type { Proof } from '../src-main/contract/switch-state.ts'
import type { Pair } from '../src-main/switch/step.ts'

let switches = 0

/** Of a whole switch in which all is proven; steps do not look at the rest of it. */
export function wholeProof(way: Pair, switchId = nextSwitchId()): Proof {
  return {
    version: 1,
    switchId,
    from: { name: way.from.name, label: way.from.label },
    to: { name: way.to.name, label: way.to.label },
    startedAt: '',
    finishedAt: '',
    tookMs: 1,
    verified: true,
    steps: [],
  }
}

function nextSwitchId(): string {
  switches += 1
  return `20261128T0000${String(10 + switches)}-abcd`
}
