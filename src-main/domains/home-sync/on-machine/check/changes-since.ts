/** What happened on this laptop since an earlier inventory of it. */
import { changeTimeOf, formatRecord, leftOut, typeOf, type Entry } from '../../inventory/inventory-entry.ts'
import type { ChangeKind } from '../../inventory/change-kind.ts'
import type { Matcher } from '../../exclusions/exclusion-matcher.ts'
import type { Joined } from '../../inventory/merge-join.ts'
import { isSameExceptLinksAndFolderTime } from '../../inventory/same-entry.ts'

/** Undefined: nothing happened. Entries that a rule leaves out, now or meanwhile, do not take part. */
export function changeOf(joined: Joined<Entry, Entry>, isExcluded: Matcher): ChangeKind | undefined {
  const { left: before, right: now } = joined
  const wasThere = before !== undefined && before.shared !== leftOut
  const isThere = now !== undefined && now.shared !== leftOut
  if (!wasThere && !isThere) return undefined
  if (!wasThere) return before === undefined ? 'added' : undefined
  if (!isThere) return isExcluded(joined.key) === undefined ? 'deleted' : undefined
  if (typeOf(before) !== typeOf(now)) return 'retyped'
  if (!isSameExceptLinksAndFolderTime(before.shared, now.shared)) return 'changed'
  return isUntouched(before, now) ? undefined : 'touched'
}

/** Devices are not compared: btrfs numbers its subvolumes anew at every mount. */
function isUntouched(before: Entry, now: Entry): boolean {
  return changeTimeOf(before) === changeTimeOf(now) && inodeOf(before) === inodeOf(now)
}

function inodeOf(entry: Entry): string {
  return entry.local.split(' ')[1] ?? ''
}

/** The record of a change: as it is now, or as it was when it is gone; the kind stands where the local fields were. */
export function formatChange(kind: ChangeKind, entry: Entry): string {
  return formatRecord({ key: entry.key, local: `${kind} 0 0`, shared: entry.shared })
}
