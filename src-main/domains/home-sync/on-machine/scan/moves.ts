import type { Output } from '../../../../contract/define.ts'
import { worthSeedingBytes } from '../../inventory/change.ts'
import {
  changeTimeOf,
  fieldsOf,
  inodeOf,
  pathOfKey,
  typeOf,
  type InventoryEntry,
} from '../../inventory/inventory-entry.ts'
import type { scanHome } from '../../scan-verbs.ts'

export type MovedFile = Output<typeof scanHome>['moved'][number]

export interface FoundMoves {
  /** Large files that had another name before. */
  readonly moved: readonly MovedFile[]
  /** Files of any size that had another name before and are as they were: a folder around them was renamed. */
  readonly renamed: readonly MovedFile[]
  /** Files that were renamed by themselves: all that is told of them is as it was, but for the time of that. */
  readonly renamedAlone: readonly MovedFile[]
}

const newNamesAtMost = 100_000

/** A name that went and one that came, for one inode. */
export class Moves {
  readonly #before: number
  readonly #gone = new Map<string, InventoryEntry>()
  readonly #come = new Map<string, InventoryEntry>()
  /** Numbers of several files: each subvolume has its own. */
  readonly #ambiguous = new Set<string>()

  /** `before`: seconds since 1970, when the earlier inventory was written. */
  constructor(before: number) {
    this.#before = before
  }

  note(kind: string, entry: InventoryEntry): void {
    if (kind === 'deleted') this.#noteIn(this.#gone, entry)
    // The first files of a home are many, and new: only what is older can be what went, whatever its size.
    if (kind === 'added') this.#noteIn(this.#come, entry, this.#isOlder(entry))
  }

  /** Unpacking a great archive makes as many files with old times as it holds: so many are looked at. */
  #isOlder(entry: InventoryEntry): boolean {
    if (Number(changeTimeOf(entry)) < this.#before) return true
    return this.#come.size < newNamesAtMost && Number(fieldsOf(entry.shared).mtime) < this.#before
  }

  #noteIn(names: Map<string, InventoryEntry>, entry: InventoryEntry, isOld = true): void {
    if (typeOf(entry) !== 'f') return
    const { size, leader } = fieldsOf(entry.shared)
    if (size < worthSeedingBytes && (!isOld || leader !== '')) return
    const inode = inodeOf(entry)
    const known = names.get(inode)
    if (known !== undefined && leader === '' && fieldsOf(known.shared).leader === '') this.#ambiguous.add(inode)
    // Of a file with several names, the first one.
    if (known === undefined || leader === '') names.set(inode, entry)
  }

  found(): FoundMoves {
    const moved: MovedFile[] = []
    const renamed: MovedFile[] = []
    const renamedAlone: MovedFile[] = []
    for (const [inode, to] of this.#come) {
      const from = this.#gone.get(inode)
      if (from === undefined) continue
      const move = { from: pathOfKey(from.key), to: pathOfKey(to.key) }
      if (fieldsOf(to.shared).size >= worthSeedingBytes) moved.push(move)
      // Its own change time stands still where only a folder around it got another name.
      if (this.#ambiguous.has(inode) || from.shared !== to.shared || fieldsOf(to.shared).leader !== '') continue
      if (from.local === to.local) renamed.push(move)
      else renamedAlone.push(move)
    }
    return { moved, renamed, renamedAlone }
  }
}
