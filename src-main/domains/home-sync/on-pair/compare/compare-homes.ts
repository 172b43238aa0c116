/** What differs between two inventories of /home, what stays by choice or by rule left aside. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import {
  fieldsOf,
  keyOfPath,
  leftOut,
  parentKey,
  isSameExceptLinksAndFolderTime,
} from '../../inventory/inventory-entry.ts'
import { createCover } from '../../inventory/key-cover.ts'
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
  /** Change time and inode on the source. */
  readonly local?: string | undefined
  /** First name of the file on the source, without those that are left aside; "" where it is this one. */
  readonly leader?: string
  /** Of a folder that both have: the rights or attributes that the target gave it since both were equal stay. */
  readonly isOfTaken?: boolean
}

export function leaderOf({ from, leader }: Pick<Differing, 'from' | 'leader'>): string {
  return leader ?? (from === undefined ? '' : fieldsOf(from).leader)
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
  const isAside = (leader: string): boolean => isKept(leader) || isFound(leader)
  const [leaderHere, leaderThere] = [createLeaders(isAside), createLeaders(isAside)]
  const leftOutThere: string[] = []
  const differing: Differing[] = []
  for await (const { key, left, right } of joinDifferences(scans.from, scans.to, options)) {
    if (right?.shared === leftOut || (right !== undefined && isFound(key))) leftOutThere.push(key)
    if (left?.shared === leftOut || right?.shared === leftOut || isKept(key) || isFound(key)) continue
    // It holds something that stays: that it stays as well is what was chosen.
    if (left === undefined && holdsKept.has(key)) continue
    const leader = left === undefined ? '' : leaderHere(key, fieldsOf(left.shared).leader)
    const other = right === undefined ? '' : leaderThere(key, fieldsOf(right.shared).leader)
    const links = [leader, other].filter((one) => one !== '')
    const linked = leader === other ? 'alike' : links.some((one) => isApart(key, one)) ? 'apart' : 'otherwise'
    const kind = kindOf(left?.shared, right?.shared, linked)
    const both = { from: left?.shared, to: right?.shared }
    if (kind !== undefined) differing.push({ key, kind, ...both, local: left?.local, leader })
  }
  const holdsLeftOut = parentsOf(leftOutThere)
  const isGoing = (one: Differing): boolean => one.from === undefined || isReplacedFolder(one)
  return differing.map((one) => (isGoing(one) && holdsLeftOut.has(one.key) ? { ...one, kind: 'stays' } : one))
}

/** Only how it is linked differs, which cannot be helped: what is in it may still be another. */
export function looksAlike({ kind }: Pick<Differing, 'kind'>): boolean {
  return kind === 'unlinked'
}

/** A folder on the target, something else on the source. */
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

/** apart: a subvolume lies between the names. */
type Linked = 'alike' | 'apart' | 'otherwise'

function kindOf(from: string | undefined, to: string | undefined, linked: Linked): DifferingKind | undefined {
  if (from === undefined || to === undefined || !isSameExceptLinksAndFolderTime(from, to)) return 'differs'
  if (linked !== 'alike') return linked === 'apart' ? 'unlinked' : 'differs'
  return fieldsOf(from).mtime === fieldsOf(to).mtime ? undefined : 'time'
}

export function parentsOf(keys: readonly string[]): ReadonlySet<string> {
  const parents = new Set<string>()
  for (const key of keys) {
    for (let parent = parentKey(key); parent !== ''; parent = parentKey(parent)) parents.add(parent)
  }
  return parents
}

/**
 * Which names are one file, where the first of them is left aside: then the next one is the first. "" for that name itself and for a
 * file of one name. Names come in tree order, and those that are left aside are not asked about.
 */
type LeaderOf = (key: string, leader: string) => string

export function createLeaders(isAside: (key: string) => boolean): LeaderOf {
  const next = new Map<string, string>()
  return (key, leader) => {
    if (leader === '' || !isAside(leader)) return leader
    const known = next.get(leader)
    if (known === undefined) next.set(leader, key)
    return known ?? ''
  }
}
