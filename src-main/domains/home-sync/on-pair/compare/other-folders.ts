/**
 * Folders that both laptops have and that differ in who may use them, or in what is attached to them (ACLs, what programs note).
 * The lists have nothing of the latter. What was done to a folder moves its change time, and so does what comes into it or goes:
 * each that was touched on either laptop is looked at.
 */
import type { CallOptions } from '../../../../machine/machine.ts'
import type { InventoryChange, InventoryChangeKind } from '../../inventory/change.ts'
import { keyOfPath, pathOfKey, typeOf } from '../../inventory/inventory-entry.ts'
import type { Joined } from '../../inventory/merge-join.ts'
import { digestBoth, isDifferent, type BothDigests } from '../plan/compare-doubtful.ts'
import type { Differing } from './compare-homes.ts'
import { joinChanges, readChanges, treesOf, type Scanned, type Scans } from './read-entries.ts'

export interface TouchedFolder {
  readonly key: string
  /** As the laptop that tells of it has it. */
  readonly shared: string
  /** What the source did since both were equal; undefined where the target alone did something. */
  readonly kind: InventoryChangeKind | undefined
  /** The other one did something as well. */
  readonly isOfBoth: boolean
}

export interface OtherFolder {
  readonly shared: string
  /** Who made it another since both were equal: the source, the target, or each in its own way. */
  readonly whose: 'left' | 'taken' | 'both'
  readonly versions: BothDigests
}

interface Since {
  readonly scans: Scans
  /** When both were equal; undefined the first time: then all comes from the source. */
  readonly base: string | undefined
}

/** Of those touched since both were equal. `planned`: what the target had when it was planned. By key. */
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
export function touchedFolder({
  key,
  left,
  right,
}: Joined<InventoryChange, InventoryChange>): TouchedFolder | undefined {
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
  const other: Differs[] = []
  for await (const some of digestBoth(treesOf(scans), paths, options)) {
    for (const versions of some) {
      const areFolders = [versions.from, versions.to].every(({ facts }) => facts?.startsWith('d ') === true)
      const folder = byKey.get(keyOfPath(versions.path))
      if (folder !== undefined && areFolders && isDifferent(versions, 'everything')) other.push({ folder, versions })
    }
  }
  const whoseOf = await tellWhose({ scans, base }, other, options)
  return new Map(
    other.map(({ folder, versions }) => [folder.key, { shared: folder.shared, whose: whoseOf(folder), versions }]),
  )
}

interface Differs {
  readonly folder: TouchedFolder
  readonly versions: BothDigests
}

/**
 * Of the target: what the source did nothing to but put something in or take something out. Where nobody can tell any more, what the target
 * did to it is known, and stays; where that did nothing, the source counts as having changed it. What was otherwise on the two before
 * counts as changed as well, and comes, unless the target has done something to it since: that is newer. Of both: what each has made
 * another since then, as far as that can be told.
 */
async function tellWhose(
  { scans, base }: Since,
  other: readonly Differs[],
  options: CallOptions,
): Promise<(folder: TouchedFolder) => OtherFolder['whose']> {
  if (base === undefined) return () => 'left'
  const folders = other.map(({ folder }) => folder)
  const asked = folders.filter(({ kind, isOfBoth }) => kind === 'touched' || isOfBoth)
  const left = await sinceEqual(scans.from, base, asked, options)
  const isOfTaken = ({ key, kind, isOfBoth }: TouchedFolder): boolean =>
    kind === undefined || left.unchanged.has(key) || (left.untold.has(key) && kind === 'touched' && isOfBoth)
  const both = folders.filter((one) => one.isOfBoth && !isOfTaken(one) && !left.untold.has(one.key))
  const taken = await sinceEqual(scans.to, base, both, options)
  const isOfBoth = new Set(both.map(({ key }) => key).filter((key) => !taken.unchanged.has(key)))
  return (folder) => (isOfTaken(folder) ? 'taken' : isOfBoth.has(folder.key) ? 'both' : 'left')
}

interface SinceEqual {
  /** Something came into them or went, and that is all. */
  readonly unchanged: ReadonlySet<string>
  /** The frozen tree of that time is gone, or does not have them. */
  readonly untold: ReadonlySet<string>
}

async function sinceEqual(
  side: Scanned,
  base: string,
  folders: readonly TouchedFolder[],
  options: CallOptions,
): Promise<SinceEqual> {
  const now = { machine: side.machine, tree: { kind: 'scan', scanId: side.scan.scanId } } as const
  const then = { machine: side.machine, tree: { kind: 'held', switchId: base, as: 'verified' } } as const
  const [unchanged, untold] = [new Set<string>(), new Set<string>()]
  const paths = folders.map(({ key }) => pathOfKey(key))
  for await (const some of digestBoth({ from: then, to: now }, paths, options)) {
    for (const one of some) {
      if (one.from.facts === undefined) untold.add(keyOfPath(one.path))
      else if (!isDifferent(one, 'everything')) unchanged.add(keyOfPath(one.path))
    }
  }
  return { unchanged, untold }
}

/** What is to become of one that both made another. */
export type FolderChoice = (key: string) => 'keep' | 'take'

interface Deciding {
  readonly isAside: (key: string) => boolean
  readonly choiceOf: FolderChoice
}

/** What two lists differ in, with these folders, but for those that are `aside`. In tree order. */
export function withOtherFolders(
  differing: readonly Differing[],
  others: ReadonlyMap<string, OtherFolder>,
  { isAside, choiceOf }: Deciding,
): readonly Differing[] {
  if (others.size === 0) return differing
  const staysOf = (key: string, { whose }: OtherFolder): boolean =>
    whose === 'taken' || (whose === 'both' && choiceOf(key) === 'keep')
  const known = new Set(differing.map(({ key }) => key))
  const listed = differing.map((one): Differing => {
    const other = others.get(one.key)
    return other === undefined ? one : { ...one, kind: 'differs', isOfTaken: staysOf(one.key, other) }
  })
  const alike = [...others].flatMap(([key, other]): readonly Differing[] => {
    if (known.has(key) || isAside(key)) return []
    return [{ key, kind: 'differs', from: other.shared, to: other.shared, isOfTaken: staysOf(key, other) }]
  })
  return [...listed, ...alike].sort((one, other) => (one.key < other.key ? -1 : 1))
}
