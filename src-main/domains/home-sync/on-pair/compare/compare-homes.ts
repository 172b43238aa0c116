/** What still differs between the two homes, what stays by choice or by rule left aside. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import { fieldsOf, keyOfPath, leftOut, parentKey } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { isSameExceptLinksAndFolderTime } from '../../inventory/same-entry.ts'
import type { HomePlan } from '../plan/plan.ts'
import { joinDifferences, type Scans } from './read-entries.ts'
import { isSpecial, isUnfinishedName } from '../run/special.ts'

/**
 * contents: it has to be copied, or removed, by Syncthing. special: Syncthing cannot. metadata: contents are as they
 * should be, mode, owner, or how names are linked are not. unlinked: one file there, separate ones here. time: only the time of
 * a folder or a link. stays: a folder that is gone here and holds something there that is never removed.
 */
export type DifferingKind = 'contents' | 'special' | 'metadata' | 'unlinked' | 'time' | 'stays'

export interface Differing {
  readonly key: string
  readonly kind: DifferingKind
  /** Undefined where it does not exist. */
  readonly from: string | undefined
  readonly to: string | undefined
}

export async function compareHomes(
  scans: Scans,
  plan: HomePlan,
  kept: readonly BytePath[],
  options: CallOptions,
): Promise<readonly Differing[]> {
  const isKept = createCover(kept)
  const isFound = createCover([...plan.found, ...scans.from.scan.found, ...scans.to.scan.found].map(({ path }) => path))
  const holdsKept = parentsOf(kept.map(keyOfPath))
  const leftOutThere: string[] = []
  const differing: Differing[] = []
  for await (const { key, left, right } of joinDifferences(scans.from, scans.to, options)) {
    if (right?.shared === leftOut || (right !== undefined && isFound(key))) leftOutThere.push(key)
    if (left?.shared === leftOut || right?.shared === leftOut || isKept(key) || isFound(key)) continue
    // It holds something that stays: that it stays as well is what was chosen.
    if (left === undefined && holdsKept.has(key)) continue
    if (left === undefined && isUnfinishedName(key)) continue
    const kind = kindOf(key, left?.shared, right?.shared)
    if (kind !== undefined) differing.push({ key, kind, from: left?.shared, to: right?.shared })
  }
  const holdsLeftOut = parentsOf(leftOutThere)
  return differing.map((one) => (one.from === undefined && holdsLeftOut.has(one.key) ? { ...one, kind: 'stays' } : one))
}

function kindOf(key: string, from: string | undefined, to: string | undefined): DifferingKind | undefined {
  if (from === undefined) return to !== undefined && isSpecial(key, to) ? 'special' : 'contents'
  if (isSpecial(key, from) || (to !== undefined && isSpecial(key, to))) return 'special'
  if (to === undefined) return 'contents'
  const one = fieldsOf(from)
  const other = fieldsOf(to)
  if (one.type !== other.type || one.target !== other.target) return 'contents'
  if (one.type === 'd') return isSameExceptLinksAndFolderTime(from, to) ? 'time' : 'metadata'
  if (one.type === 'l')
    return isSameExceptLinksAndFolderTime(from, to) && one.leader === other.leader ? 'time' : 'metadata'
  if (one.size !== other.size || one.mtime !== other.mtime) return 'contents'
  return one.leader === '' && other.leader !== '' ? 'unlinked' : 'metadata'
}

function parentsOf(keys: readonly string[]): ReadonlySet<string> {
  const parents = new Set<string>()
  for (const key of keys) {
    for (let parent = parentKey(key); parent !== ''; parent = parentKey(parent)) parents.add(parent)
  }
  return parents
}
