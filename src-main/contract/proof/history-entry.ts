/** What is remembered of a switch that ended, from its proof. Pure. */
import type { HistoryEntry } from '../overview-calls.ts'
import { scopeOf } from '../switch-scope.ts'
import type { Proof } from '../switch-state.ts'
import { behindIn, openIn } from './proof-title.ts'

export function historyEntryOf(proof: Proof): HistoryEntry {
  const { switchId, from, to, startedAt, finishedAt, tookMs, verified } = proof
  const scoped = scopeOf(proof)
  const bytes = proof.steps.reduce((total, step) => total + step.outcome.bytes, 0)
  const open = openIn(proof)
  const behind = behindIn(proof)
  return {
    switchId,
    ...scoped,
    from,
    to,
    startedAt,
    finishedAt,
    tookMs,
    verified,
    bytes,
    ...(open.length === 0 ? {} : { open: [...open] }),
    ...(behind === undefined ? {} : { behind }),
  }
}
