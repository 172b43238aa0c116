import type { Proof } from '../src-main/contract/switch-state.ts'
import type { Pair } from '../src-main/switch/step.ts'

let switches = 0

/** Of a whole switch in which all is proven. */
export function wholeProof(way: Pair): Proof {
  switches += 1
  return {
    version: 1,
    switchId: `20261128T0000${String(10 + switches)}-abcd`,
    from: { name: way.from.name, label: way.from.label },
    to: { name: way.to.name, label: way.to.label },
    startedAt: '',
    finishedAt: '',
    tookMs: 1,
    verified: true,
    steps: [],
  }
}
