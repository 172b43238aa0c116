/**
 * Folders that both laptops have and that differ in who may use them, or in what is attached to them (ACLs, what programs note).
 * The lists have nothing of the latter. What was done to a folder moves its change time, and so does what comes into it or goes:
 * each that was touched on either laptop is looked at.
 */
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Change, ChangeKind } from '../../inventory/change.ts'
import { keyOfPath, pathOfKey, typeOf } from '../../inventory/inventory-entry.ts'
import type { Joined } from '../../inventory/merge-join.ts'
import { digestBoth, isDifferent } from '../plan/compare-doubtful.ts'
import type { Differing } from './compare-homes.ts'
import { joinChanges, readChanges, treesOf, type Scanned, type Scans } from './read-entries.ts'

export interface TouchedFolder {
  readonly key: string
  /** As the laptop that tells of it has it. */
  readonly shared: string
  /** What the laptop that is left did since both were equal; undefined where the other one alone did something. */
  readonly kind: ChangeKind | undefined
  /** The other one did something as well. */
  readonly isOfBoth: boolean
}

export interface OtherFolder {
  readonly shared: string
  /** The laptop that is taken alone made it so. */
  readonly isOfTaken: boolean
}

interface Since {
  readonly scans: Scans
  /** When both were equal; undefined the first time: then all comes from the laptop that is left. */
  readonly base: string | undefined
}

/** Of those touched since both were equal. `planned`: what the laptop that is taken had when it was planned. By key. */
export async function findOtherFolders(
  { scans, base, planned = scans.to }: Since & { readonly planned: Scanned | undefined },
  options: CallOptions,
): Promise<ReadonlyMap<string, OtherFolder>> {
  const touched = new Map<string, TouchedFolder>()
  for await (const joined of joinChanges(scans.from, planned, options)) {
    const folder = touchedFolder(joined)
    if (folder !== undefined) touched.set(folder.key, folder)
  }
  if (planned.scan.scanId !== scans.to.scan.scanId) {
    for await (const right of readChanges(scans.to, options)) {
      const folder = touched.has(right.key) ? undefined : touchedFolder({ key: right.key, right })
      if (folder !== undefined) touched.set(folder.key, folder)
    }
  }
  return compareFolders({ scans, base }, [...touched.values()], options)
}

/** Undefined where it is no folder on one of them, or came to one alone. */
export function touchedFolder({ key, left, right }: Joined<Change, Change>): TouchedFolder | undefined {
  const told = left ?? right
  const sides = [left, right].filter((side) => side !== undefined)
  if (told === undefined || !sides.every((side) => typeOf(side) === 'd' && side.kind !== 'deleted')) return undefined
  if (sides.length === 1 && told.kind !== 'touched' && told.kind !== 'changed') return undefined
  return { key, shared: told.shared, kind: left?.kind, isOfBoth: sides.length === 2 }
}

export async function compareFolders(
  { scans, base }: Since,
  touched: readonly TouchedFolder[],
  options: CallOptions,
): Promise<ReadonlyMap<string, OtherFolder>> {
  const byKey = new Map(touched.map((one) => [one.key, one]))
  const paths = touched.map(({ key }) => pathOfKey(key))
  const other: TouchedFolder[] = []
  for await (const some of digestBoth(treesOf(scans), paths, options)) {
    for (const one of some) {
      const areFolders = [one.from, one.to].every(({ facts }) => facts?.startsWith('d ') === true)
      const folder = byKey.get(keyOfPath(one.path))
      if (folder !== undefined && areFolders && isDifferent(one, 'everything')) other.push(folder)
    }
  }
  const isAsBefore = base === undefined ? new Set() : await unchangedSince(scans.from, base, other, options)
  const isOfTaken = ({ key, kind }: TouchedFolder) => base !== undefined && (kind === undefined || isAsBefore.has(key))
  return new Map(other.map((one) => [one.key, { shared: one.shared, isOfTaken: isOfTaken(one) }]))
}

/**
 * Something came into them or went, and that is all. Where nobody can tell any more, what the other laptop did to them is known, and
 * stays; where it did nothing, they count as changed. What was otherwise on the two before counts as changed as well, and comes,
 * unless the other laptop has done something to it since: that is newer.
 */
async function unchangedSince(
  side: Scanned,
  base: string,
  folders: readonly TouchedFolder[],
  options: CallOptions,
): Promise<ReadonlySet<string>> {
  const asked = folders.filter(({ kind, isOfBoth }) => kind === 'touched' || isOfBoth)
  const isTouchedByBoth = new Set(
    asked.flatMap((one) => (one.isOfBoth && one.kind === 'touched' ? [pathOfKey(one.key)] : [])),
  )
  const paths = asked.map(({ key }) => pathOfKey(key))
  const now = { machine: side.machine, tree: { kind: 'scan', scanId: side.scan.scanId } } as const
  const then = { machine: side.machine, tree: { kind: 'held', switchId: base, as: 'verified' } } as const
  const unchanged = new Set<string>()
  for await (const some of digestBoth({ from: then, to: now }, paths, options)) {
    for (const one of some) {
      const isUntold = one.from.facts === undefined
      if (isUntold ? isTouchedByBoth.has(one.path) : !isDifferent(one, 'everything')) unchanged.add(keyOfPath(one.path))
    }
  }
  return unchanged
}

/** What two lists differ in, with these folders, but for those that are `aside`. In tree order. */
export function withOtherFolders(
  differing: readonly Differing[],
  others: ReadonlyMap<string, OtherFolder>,
  isAside: (key: string) => boolean,
): readonly Differing[] {
  if (others.size === 0) return differing
  const known = new Set(differing.map(({ key }) => key))
  const listed = differing.map((one): Differing => {
    const other = others.get(one.key)
    return other === undefined ? one : { ...one, kind: 'differs', isOfTaken: other.isOfTaken }
  })
  const alike = [...others].flatMap(([key, { shared, isOfTaken }]): readonly Differing[] =>
    known.has(key) || isAside(key) ? [] : [{ key, kind: 'differs', from: shared, to: shared, isOfTaken }],
  )
  return [...listed, ...alike].sort((one, other) => (one.key < other.key ? -1 : 1))
}
