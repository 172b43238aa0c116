/** What becomes of something that differs on the laptop that is taken, if it is made like on the one that is left. */
import type { Effect } from '../../../../contract/plan-calls.ts'
import type { Difference } from './difference.ts'

/** Who has it now. What one laptop alone told of is on the other as it was. */
export function whoHas({ from, to }: Difference): { readonly from: boolean; readonly to: boolean } {
  return {
    from: from === undefined ? to?.kind !== 'added' : from.kind !== 'deleted',
    to: to === undefined ? from?.kind !== 'added' : to.kind !== 'deleted',
  }
}

export function effectOf(difference: Difference): Effect | undefined {
  const has = whoHas(difference)
  if (has.from) return has.to ? 'update' : 'add'
  return has.to ? 'remove' : undefined
}
