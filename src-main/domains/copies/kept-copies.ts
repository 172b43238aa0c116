/** Which copies of a laptop a place keeps no longer: the same rules as for snapshots, applied to what is there. */
import { assessRetention, type RetentionCandidate } from '../../commons/snapshot-sets/retention.ts'
import type { RetentionPolicy } from '../../contract/snapshot-calls.ts'
import type { Copy } from './schemas.ts'

/** `pinned`: ids of sets that are pinned, which no copy of goes. */
export function copiesToRemove(
  copies: readonly Copy[],
  policy: RetentionPolicy,
  pinned: ReadonlySet<string>,
  now: Date,
): readonly Copy[] {
  const verdicts = assessRetention(
    copies.map((copy) => candidateOf(copy, pinned)),
    policy,
    { diskBytes: 1 },
    now,
  )
  const going = new Set(verdicts.filter(({ keep }) => !keep).map(({ id }) => id))
  return copies.filter(({ set }) => going.has(set.id))
}

function candidateOf({ set }: Copy, pinned: ReadonlySet<string>): RetentionCandidate {
  return {
    ...{ id: set.id, at: set.at, whole: true, readable: true, foreign: false, aside: false },
    pinned: pinned.has(set.id),
    ...{ neededBecause: undefined, switchId: undefined, bytes: undefined },
  }
}
