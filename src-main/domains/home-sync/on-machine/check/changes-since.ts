/** What changed on this laptop since an earlier inventory. */
import {
  changeTimeOf,
  inodeOf,
  leftOut,
  nowhere,
  typeOf,
  uncompared,
  type InventoryEntry,
} from '../../inventory/inventory-entry.ts'
import type { InventoryChangeKind } from '../../inventory/change.ts'
import type { Matcher } from '../../exclusions/exclusion-matcher.ts'
import type { Joined } from '../../inventory/merge-join.ts'
import { isSameExceptLinksAndFolderTime } from '../../inventory/same-entry.ts'

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
