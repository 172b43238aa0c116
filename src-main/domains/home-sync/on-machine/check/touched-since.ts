import type { BytePath } from '../../../../kernel/byte-path.ts'
import {
  pathOfKey,
  typeOf,
  changeTimeOf,
  inodeOf,
  leftOut,
  nowhere,
  uncompared,
  type InventoryEntry,
  isSameExceptLinksAndFolderTime,
} from '../../inventory/inventory-entry.ts'
import type { Inventory } from '../inventory/outline-file.ts'
import { joinUnequal } from '../inventory/read-stretches.ts'
import type { InventoryChangeKind } from '../../inventory/change.ts'
import type { Matcher } from '../../exclusions/exclusion-matcher.ts'
import type { Joined } from '../../inventory/merge-join.ts'

/** Files and FIFOs that look as they did in the earlier inventory of this laptop, and may have other contents or attributes. */
export async function* touchedSince(earlier: Inventory, now: Inventory): AsyncGenerator<readonly BytePath[]> {
  for await (const joined of joinUnequal(earlier, now)) {
    const { key, right } = joined
    if (right === undefined || !['f', 'p'].includes(typeOf(right))) continue
    if (changeOf(joined, () => undefined) === 'touched') yield [pathOfKey(key)]
  }
}

/** Undefined: nothing changed. Entries that a rule excludes, now or then, are ignored. */
export function changeOf(
  joined: Joined<InventoryEntry, InventoryEntry>,
  isExcluded: Matcher,
): InventoryChangeKind | undefined {
  const { left: before, right: now } = joined
  const wasThere = before !== undefined && before.shared !== leftOut
  const isThere = now !== undefined && now.shared !== leftOut
  if (!wasThere && !isThere) return undefined
  if (!wasThere) return before === undefined ? 'added' : undefined
  if (!isThere) return isExcluded(joined.key) === undefined ? 'deleted' : undefined
  if (before.local === uncompared) return 'added'
  if (typeOf(before) !== typeOf(now)) return 'retyped'
  if (!isSameExceptLinksAndFolderTime(before.shared, now.shared)) return 'changed'
  // What is attached to a folder may be all that was otherwise: what comes into it touches it as well.
  if (before.local === nowhere && typeOf(now) === 'd') return 'changed'
  return isUntouched(before, now) ? undefined : 'touched'
}

function isUntouched(before: InventoryEntry, now: InventoryEntry): boolean {
  return changeTimeOf(before) === changeTimeOf(now) && inodeOf(before) === inodeOf(now)
}
