/** Which laptop has the latest work, from what both remember. */
import type { HistoryEntry, Holder } from '../../../contract/overview-calls.ts'
import type { Laptop } from '../../../contract/switch-state.ts'
import type { Wording } from '../../../contract/wording.ts'
import type { LedgerView, RememberedHolder } from '../verbs.ts'
import * as texts from './texts.ts'

export interface Memory {
  readonly laptop: Laptop
  readonly ledger: Pick<LedgerView, 'holder'>
}

/** The order of the two does not matter. `unclear` carries a sentence that says why. */
export function compareLedgers(one: Memory, other: Memory, wording: Wording): Holder {
  const unclear = [one, other].flatMap((memory) => saysUnclear(memory, wording))
  if (unclear.length > 0) return { kind: 'unclear', why: unclear.join(' ') }
  const mine = one.ledger.holder
  const theirs = other.ledger.holder
  if (mine.kind === 'none' && theirs.kind === 'none') return { kind: 'never-switched' }
  if (mine.kind === 'none') return { kind: 'unclear', why: texts.onlyOneRecord(one.laptop.label, other.laptop.label) }
  if (theirs.kind === 'none') return { kind: 'unclear', why: texts.onlyOneRecord(other.laptop.label, one.laptop.label) }
  const agreed = agreedHolder(mine, theirs)
  return agreed ?? { kind: 'unclear', why: texts.differentSwitches(one.laptop.label, other.laptop.label) }
}

/** Undefined where the two do not remember the same, or nobody has it yet. The order does not matter. */
export function agreedHolder(
  mine: RememberedHolder,
  theirs: RememberedHolder,
): Extract<Holder, { kind: 'held' }> | undefined {
  if (mine.kind !== 'held' || theirs.kind !== 'held' || mine.switchId !== theirs.switchId) return undefined
  // Only the target knows at once that a switch was undone: at a restart nobody else is asked.
  const { by, since, switchId } = theirs.undone === true ? theirs : mine
  return mine.by === theirs.by || mine.undone !== theirs.undone ? { kind: 'held', by, since, switchId } : undefined
}

/** That a switch was undone is known to the target, and perhaps not to the source yet. */
export function withUndone(
  history: readonly HistoryEntry[],
  ledgers: readonly Pick<LedgerView, 'history'>[],
): HistoryEntry[] {
  const all = ledgers.flatMap((ledger) => ledger.history)
  return history.map((entry) => {
    const undoneAt = all.find((one) => one.switchId === entry.switchId && one.undoneAt !== undefined)?.undoneAt
    return undoneAt === undefined ? entry : { ...entry, undoneAt }
  })
}

function saysUnclear({ laptop, ledger: { holder } }: Memory, wording: Wording): readonly string[] {
  return holder.kind === 'unclear' ? [texts.saysOf(laptop.label, wording.text(holder.why))] : []
}
