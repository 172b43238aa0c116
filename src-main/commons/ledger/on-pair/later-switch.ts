/** Whether a laptop has seen a switch that came after one that is not finished. */
import type { LedgerView, RememberedHolder } from '../verbs.ts'

type Remembered = Pick<LedgerView, 'holder' | 'open' | 'givenUp'>

/**
 * Each laptop tells of itself what came first. The times of two switches are of two clocks where each laptop drove one, and
 * decide only where neither laptop was told that the switch had begun: then it has changed nothing.
 */
export function hasLaterSwitch(
  ledgers: readonly Remembered[],
  { switchId, since }: { readonly switchId: string; readonly since: string },
): boolean {
  const earlier = ledgers.flatMap((ledger) => holderBefore(ledger, switchId) ?? [])
  return ledgers.some((ledger) => {
    if (ledger.open !== undefined && ledger.open.switchId !== switchId) return true
    const { holder } = ledger
    if (holder.kind !== 'held' || holder.switchId === switchId) return false
    const before = holderBefore(ledger, switchId)
    if (before !== undefined) return !isSame(before, holder)
    if (earlier.some((one) => isSame(one, holder))) return false
    return holder.since > since
  })
}

/** Who had the work when the switch was begun here. */
function holderBefore({ open, givenUp }: Remembered, switchId: string): RememberedHolder | undefined {
  const record = open?.switchId === switchId ? open : givenUp.find((one) => one.switchId === switchId)
  return record?.holderBefore
}

/** `since` is compared as a name: what was undone has another one. */
function isSame(one: RememberedHolder, other: RememberedHolder): boolean {
  if (one.kind !== 'held' || other.kind !== 'held') return one.kind === other.kind
  return one.switchId === other.switchId && one.by === other.by && one.since === other.since
}
