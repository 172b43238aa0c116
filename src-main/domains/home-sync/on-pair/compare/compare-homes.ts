/** What differs between two inventories of /home, what stays by choice or by rule left aside. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import { fieldsOf, keyOfPath, leftOut, parentKey } from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
import { isSameExceptLinksAndFolderTime } from '../../inventory/same-entry.ts'
import { joinDifferences, type Scans } from './read-entries.ts'

/**
 * time: only the time of a folder or a link. stays: a folder that is gone here, or is something else, and holds something there
 * that is never removed. unlinked: names that are one file on one laptop, and cannot be on the other, where a subvolume lies between them.
 */
export type DifferingKind = 'differs' | 'time' | 'stays' | 'unlinked'

export interface Differing {
  readonly key: string
  readonly kind: DifferingKind
  /** Undefined where it does not exist. */
  readonly from: string | undefined
  readonly to: string | undefined
  /** Change time and inode on the laptop that is left. */
  readonly local?: string | undefined
}

/** In tree order. `found` is left out because of what is on one laptop's disk, besides what the scans say themselves. */
export async function compareHomes(
  scans: Scans,
  aside: { readonly kept: readonly BytePath[]; readonly found: readonly BytePath[] },
  options: CallOptions,
): Promise<readonly Differing[]> {
  const isKept = createCover(aside.kept)
  const isFound = createCover([...aside.found, ...foundPaths(scans)])
  const isApart = subvolumesBetween(scans)
  const holdsKept = parentsOf(aside.kept.map(keyOfPath))
  const leftOutThere: string[] = []
  const differing: Differing[] = []
  for await (const { key, left, right } of joinDifferences(scans.from, scans.to, options)) {
    if (right?.shared === leftOut || (right !== undefined && isFound(key))) leftOutThere.push(key)
    if (left?.shared === leftOut || right?.shared === leftOut || isKept(key) || isFound(key)) continue
    // It holds something that stays: that it stays as well is what was chosen.
    if (left === undefined && holdsKept.has(key)) continue
    const links = {
      isAside: (leader: string) => isKept(leader) || isFound(leader),
      isApart: (leader: string) => leader !== '' && isApart(key, leader),
    }
    const kind = kindOf(left?.shared, right?.shared, links)
    if (kind !== undefined) differing.push({ key, kind, from: left?.shared, to: right?.shared, local: left?.local })
  }
  const holdsLeftOut = parentsOf(leftOutThere)
  const isGoing = (one: Differing): boolean => one.from === undefined || isReplacedFolder(one)
  return differing.map((one) => (isGoing(one) && holdsLeftOut.has(one.key) ? { ...one, kind: 'stays' } : one))
}

/** Only how it is linked differs, which cannot be helped: what is in it may still be another. */
export function looksAlike({ kind }: Pick<Differing, 'kind'>): boolean {
  return kind === 'unlinked'
}

/** A folder on the laptop that is taken, something else on the one that is left. */
export function isReplacedFolder({ from, to }: Pick<Differing, 'from' | 'to'>): boolean {
  return from?.startsWith('d ') === false && to?.startsWith('d ') === true
}

export function foundPaths({ from, to }: Scans): readonly BytePath[] {
  return [...from.scan.found, ...to.scan.found].map(({ path }) => path)
}

/** Whether one of the laptops cannot have two names for one file, as a subvolume has one of them and not the other. */
function subvolumesBetween({ from, to }: Scans): (one: string, other: string) => boolean {
  const around = [from, to].map(({ scan }) => {
    const keys = new Set(scan.subvolumes.map(keyOfPath))
    return (key: string): string => {
      let parent = parentKey(key)
      while (parent !== '' && !keys.has(parent)) parent = parentKey(parent)
      return parent
    }
  })
  return (one, other) => around.some((subvolumeOf) => subvolumeOf(one) !== subvolumeOf(other))
}

interface Links {
  readonly isAside: (leader: string) => boolean
  readonly isApart: (leader: string) => boolean
}

/** Which name of a linked file comes first means nothing where that name is left aside. */
function kindOf(
  from: string | undefined,
  to: string | undefined,
  { isAside, isApart }: Links,
): DifferingKind | undefined {
  if (from === undefined || to === undefined) return 'differs'
  const one = fieldsOf(from)
  const other = fieldsOf(to)
  if (!isSameExceptLinksAndFolderTime(from, to)) return 'differs'
  const isLinkedAlike = one.leader === other.leader || isAside(one.leader) || isAside(other.leader)
  if (!isLinkedAlike) return isApart(one.leader) || isApart(other.leader) ? 'unlinked' : 'differs'
  return one.mtime === other.mtime ? undefined : 'time'
}

export function parentsOf(keys: readonly string[]): ReadonlySet<string> {
  const parents = new Set<string>()
  for (const key of keys) {
    for (let parent = parentKey(key); parent !== ''; parent = parentKey(parent)) parents.add(parent)
  }
  return parents
}
