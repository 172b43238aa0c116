/** One name about which the two laptops differ, and what each of them did since they were last equal. */
import type { Effect } from '../../../../contract/switch-calls.ts'
import type { InventoryChange, InventoryChangeKind } from '../../inventory/change.ts'
import {
  countedOf,
  leftOut,
  typeOf,
  type InventoryEntry,
  isSameExceptLinksAndFolderTime,
} from '../../inventory/inventory-entry.ts'
import type { Joined } from '../../inventory/merge-join.ts'

/** What one laptop did. */
export interface SideChange extends Pick<InventoryChange, 'kind' | 'shared'> {
  /** What it takes of the disk there; absent of a file without holes, and until that was asked (stored-bytes.ts). */
  readonly storedBytes?: number
}

/** What it takes of the disk, and so what of it crosses: the holes of a file are left out. */
export function bytesOf({ shared, storedBytes }: SideChange): number {
  return shared.startsWith('f ') ? (storedBytes ?? countedOf(shared).size) : 0
}

export interface Difference {
  readonly key: string
  readonly from?: SideChange
  readonly to?: SideChange
  /** Nothing is known of earlier: who of the two changed it cannot be told. */
  readonly isFirst?: boolean
}

/** From two lists of changes. Undefined when nothing is to be decided or done about it. */
export function differenceOfChanges({
  key,
  left,
  right,
}: Joined<InventoryChange, InventoryChange>): Difference | undefined {
  const from = sideChange(left)
  const to = sideChange(right) ?? rightsOfGoing(from, right)
  if (from !== undefined && to !== undefined && endEqual(from, to) && !mayDiffer(from, to)) return undefined
  return from === undefined && to === undefined ? undefined : pack(key, from, to)
}

/** From two whole lists, when nothing is known of earlier. */
export function differenceOfInventories({
  key,
  left,
  right,
}: Joined<InventoryEntry, InventoryEntry>): Difference | undefined {
  if (left?.shared === leftOut || right?.shared === leftOut) return undefined
  if (left === undefined) return right === undefined ? undefined : pack(key, undefined, own('added', right))
  if (right === undefined) return pack(key, own('added', left), undefined)
  if (isSameExceptLinksAndFolderTime(left.shared, right.shared)) return undefined
  const kind = typeOf(left) === typeOf(right) ? 'changed' : 'retyped'
  if (kind === 'changed' && typeOf(left) === 'd') return undefined
  return { ...pack(key, own(kind, left), own(kind, right)), isFirst: true }
}

function own(kind: InventoryChangeKind, { shared }: InventoryEntry): SideChange {
  return { kind, shared }
}

/** The mode and owner of a folder always come from the source: keeping them could only be said of the folder with everything in it. */
function sideChange(change: InventoryChange | undefined): SideChange | undefined {
  if (change === undefined) return undefined
  const { kind, shared } = change
  return typeOf(change) === 'd' && (kind === 'touched' || kind === 'changed') ? undefined : { kind, shared }
}

/** Unless the whole folder would go: then its rights are all that the target did, and cannot come with it. */
function rightsOfGoing(from: SideChange | undefined, change: InventoryChange | undefined): SideChange | undefined {
  const isGoing = from !== undefined && (from.kind === 'deleted' || typeOf(from) !== 'd')
  if (!isGoing || change?.kind !== 'changed') return undefined
  return { kind: change.kind, shared: change.shared }
}

function endEqual(from: SideChange, to: SideChange): boolean {
  if (from.kind === 'deleted' || to.kind === 'deleted') return from.kind === to.kind
  if (from.shared.startsWith('d ') && to.shared.startsWith('d ')) return true
  return isSameExceptLinksAndFolderTime(from.shared, to.shared)
}

/** Both did something to it. That size and time are the same says little of what is in it, or attached to it. */
function mayDiffer(from: SideChange, to: SideChange): boolean {
  return from.kind !== 'deleted' && to.kind !== 'deleted' && typeOf(from) === 'f'
}

function pack(key: string, from: SideChange | undefined, to: SideChange | undefined): Difference {
  return { key, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}

/** Who has it now. What one laptop alone told of is on the other as it was. */
export function whoHas({ from, to }: Difference): { readonly from: boolean; readonly to: boolean } {
  return {
    from: from === undefined ? to?.kind !== 'added' : from.kind !== 'deleted',
    to: to === undefined ? from?.kind !== 'added' : to.kind !== 'deleted',
  }
}

/** Of one name: that it was another one before takes two. */
export type NameEffect = Exclude<Effect, 'rename'>

/** What becomes of it on the target, if it is made like on the source. */
export function effectOf(difference: Difference): NameEffect | undefined {
  const has = whoHas(difference)
  if (has.from) return has.to ? 'update' : 'add'
  return has.to ? 'remove' : undefined
}
