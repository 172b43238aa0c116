/**
 * Which of the files that somebody touched are still what they were when both laptops were last equal. A change of the mode to what
 * it was, another name and back, one more hard link and back all move the change time, and change nothing.
 */
import type { CallOptions } from '../../../../machine/machine.ts'
import { pathOfKey } from '../../inventory/inventory-entry.ts'
import { filesProvenAtOnce, findUnchanged } from '../../proof-verbs.ts'
import type { Scanned } from './read-entries.ts'

/** Among these keys. Of one that is not among the answer nothing is known. `base`: undefined where both were never equal. */
export async function unchangedSince(
  { machine, scan: { scanId } }: Scanned,
  base: string | undefined,
  keys: readonly string[],
  { signal }: CallOptions,
): Promise<ReadonlySet<string>> {
  const unchanged = new Set<string>()
  if (base === undefined) return unchanged
  for (let at = 0; at < keys.length; at += filesProvenAtOnce) {
    const some = keys.slice(at, at + filesProvenAtOnce)
    const asked = { switchId: base, scanId, paths: some.map(pathOfKey) }
    const answered = await machine.call(findUnchanged, asked, { signal })
    some.forEach((key, index) => {
      if (answered.unchanged[index] === true) unchanged.add(key)
    })
  }
  return unchanged
}
