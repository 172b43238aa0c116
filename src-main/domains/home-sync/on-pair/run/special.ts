/** What Syncthing does not copy, or only in part (docs/facts/syncthing.md): the second pass copies it. */
import { bufferFromBytePath, isUtf8, type BytePath } from '../../../../kernel/byte-path.ts'
import { fieldsOf, hasSetId, pathOfKey } from '../../inventory/inventory-entry.ts'

/** `.syncthing.NAME.tmp` and `~syncthing~NAME.tmp`, anywhere on the way: what it is about to rename. */
export function isUnfinishedName(key: string): boolean {
  return key.includes('syncthing') && key.split('\u0001').some((name) => /^(\.syncthing\.|~syncthing~)/.test(name))
}

/** Names that Syncthing skips: it copies only composed UTF-8 names, unless it may rename the others. */
export function isSpecialName(key: string): boolean {
  return isUnfinishedName(key) || !isComposedUtf8(pathOfKey(key))
}

function isComposedUtf8(path: BytePath): boolean {
  // eslint-disable-next-line no-control-regex -- ASCII alone, which is nearly every name, is always composed
  if (/^[\u0001-\u007f]*$/.test(path)) return true
  const text = bufferFromBytePath(path).toString('utf8')
  return isUtf8(path) && text.normalize('NFC') === text
}

/** Skipped, or told to be ignored by us, so that it is neither copied nor deleted by Syncthing. */
export function isSpecial(key: string, shared: string): boolean {
  const { type, mode } = fieldsOf(shared)
  return type === 'p' || (type === 'f' && hasSetId(mode)) || isSpecialName(key)
}
