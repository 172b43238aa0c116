/** Which copies of a laptop a place keeps no longer: the same rules as for snapshots, applied to what is there. */
import { assessRetention, type RetentionCandidate } from '../../commons/snapshot-sets/retention.ts'
import type { RetentionPolicy } from '../../contract/snapshot-calls.ts'
import { isKnownDamaged, type Copy } from './schemas.ts'

interface KeptBy {
  readonly policy: RetentionPolicy
  /** Ids of sets that are pinned, which no copy of goes. */
  readonly pinned: ReadonlySet<string>
  /** Keys of copies that were read and are not what was copied. */
  readonly damaged: ReadonlySet<string>
}

/**
 * A damaged one stands for nothing: whole ones are assessed as if it were not there. What can be read of it may be all that there is,
 * so that it goes no sooner than if it were whole.
 */
export function copiesToRemove(copies: readonly Copy[], by: KeptBy, now: Date): readonly Copy[] {
  const isDamaged = (copy: Copy): boolean => isKnownDamaged(copy, by.damaged)
  const whole = dropped(
    copies.filter((copy) => !isDamaged(copy)),
    by,
    now,
  )
  const all = dropped(copies, by, now)
  return copies.filter((copy) => (isDamaged(copy) ? all : whole).has(copy))
}

function dropped(copies: readonly Copy[], { policy, pinned }: KeptBy, now: Date): ReadonlySet<Copy> {
  const candidates = copies.map((copy) => candidateOf(copy, pinned))
  const verdicts = assessRetention(candidates, policy, { diskBytes: 1 }, now)
  const going = new Set(verdicts.filter(({ keep }) => !keep).map(({ id }) => id))
  return new Set(copies.filter(({ set }) => going.has(set.id)))
}

function candidateOf({ set }: Copy, pinned: ReadonlySet<string>): RetentionCandidate {
  return {
    ...{ id: set.id, at: set.at, whole: true, readable: true, foreign: false, aside: false },
    pinned: pinned.has(set.id),
    ...{ neededBecause: undefined, switchId: undefined, bytes: undefined },
  }
}
