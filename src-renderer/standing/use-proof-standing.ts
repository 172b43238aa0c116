import { overviewState } from '../../src-main/contract/overview/state.ts'
import { freshMs } from '../../src-main/contract/overview/seen-when.ts'
import { behindIn } from '../../src-main/contract/proof/proof-title.ts'
import { useOverview, useSwitchState } from '../stores/app-context.tsx'
import { useNow } from '../stores/use-now.ts'

/**
 * What may be said of the switch that this app has proven. safe: looked at within the last minute, and nothing has been begun
 * since. verified: it was proven, and nobody knows what happened since. overtaken: something newer has happened.
 */
export type ProofStanding = 'safe' | 'verified' | 'overtaken'

/** "safe" as well where this app has proven none. */
export function useProofStanding(): ProofStanding {
  const state = useSwitchState()
  const { value: overview } = useOverview()
  const nowMs = useNow(15_000)
  if (state?.kind !== 'done') return 'safe'
  if (state.proof.scope !== undefined || behindIn(state.proof) !== undefined) return 'verified'
  if (overview === undefined) return nowMs - Date.parse(state.proof.finishedAt) < freshMs ? 'safe' : 'verified'
  const stands = overviewState(overview, state, nowMs)
  if (!('entry' in stands) || stands.entry.switchId !== state.proof.switchId) return 'overtaken'
  switch (stands.kind) {
    case 'safe':
      return 'safe'
    case 'changed-there':
      return stands.isLeftQuiet ? 'safe' : 'verified'
    case 'changed-since':
    case 'lacks':
    case 'not-known':
    case 'behind':
    case 'differed':
      return 'verified'
    default:
      return 'overtaken'
  }
}
