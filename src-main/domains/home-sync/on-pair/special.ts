/** What Syncthing does not carry, or not whole (facts of 1.29): it goes by the second pass. */
import { isUtf8 } from '../../../kernel/byte-path.ts'
import { fieldsOf, hasSetId, pathOfKey } from '../inventory-entry.ts'

/** `.syncthing.NAME.tmp` and `~syncthing~NAME.tmp`, anywhere on the way: what it is about to rename. */
export function isUnfinishedName(key: string): boolean {
  return key.includes('syncthing') && key.split('\u0001').some((name) => /^(\.syncthing\.|~syncthing~)/.test(name))
}

/** Names that it skips, whatever they are. */
export function isSpecialName(key: string): boolean {
  return isUnfinishedName(key) || !isUtf8(pathOfKey(key))
}

/** Skipped, or told to be ignored by us, so that it is neither copied nor deleted by Syncthing. */
export function isSpecial(key: string, shared: string): boolean {
  const { type, mode } = fieldsOf(shared)
  return type === 'p' || (type === 'f' && hasSetId(mode)) || isSpecialName(key)
}
