import type { BytePath } from '../../../kernel/byte-path.ts'
import { keyOfPath } from './inventory-entry.ts'

/** Tells whether a key is one of `paths` or lies in one of them: a look for each folder on the way, however many there are. */
export function createCover(paths: Iterable<BytePath>): (key: string) => boolean {
  const keys = new Set([...paths].map(keyOfPath))
  if (keys.size === 0) return () => false
  return (key) => {
    for (let at = key.indexOf('\u0001'); at !== -1; at = key.indexOf('\u0001', at + 1)) {
      if (keys.has(key.slice(0, at))) return true
    }
    return keys.has(key)
  }
}
