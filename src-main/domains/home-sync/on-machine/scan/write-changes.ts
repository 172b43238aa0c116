import { hash } from 'node:crypto'
import { constants, copyFileSync, statSync } from 'node:fs'
import type { Output } from '../../../../contract/define.ts'
import type { Matcher } from '../../exclusions/exclusion-matcher.ts'
import { formatChange, worthSeedingBytes } from '../../inventory/change.ts'
import {
  changeTimeOf,
  fieldsOf,
  inodeOf,
  pathOfKey,
  typeOf,
  type InventoryEntry,
} from '../../inventory/inventory-entry.ts'
import type { scanHome } from '../../scan-verbs.ts'
import { inodeStampAt } from '../../../../tools/files/file-stamp.ts'
import { changeOf } from '../check/touched-since.ts'
import { outlineFile } from '../inventory/damage.ts'
import { openInventory, type Inventory } from '../inventory/outline-file.ts'
import { joinUnequal } from '../inventory/read-stretches.ts'
import { createRecordWriter } from '../inventory/record-files.ts'
import { changesFile } from './home-folders.ts'

export type MovedFile = Output<typeof scanHome>['moved'][number]

export interface Written {
  readonly changes: number
  readonly changesBytes: number
  /** Large files among them that had another name before. */
  readonly moved: readonly MovedFile[]
  /** Files of any size that had another name before and are as they were: a folder around them was renamed. */
  readonly renamed: readonly MovedFile[]
  /** Files that were renamed by themselves: all that is told of them is as it was, but for the time of that. */
  readonly renamedAlone: readonly MovedFile[]
}

export interface InventoriesToCompare {
  /** An earlier inventory; undefined when there is none to compare with, then there are no changes. */
  readonly before: string | undefined
  readonly now: Inventory
  /** What `isExcluded` goes by. */
  readonly excluding: unknown
  readonly isExcluded: Matcher
}

const newNamesAtMost = 100_000

/** A switch looks four times at a home that mostly stays as it is meanwhile. */
let last: { readonly key: string; readonly file: string; readonly stamp: string; readonly written: Written } | undefined

/** What was written last is taken again where nothing is otherwise since. */
export async function writeChanges(folder: string, comparing: InventoriesToCompare): Promise<Written> {
  const file = changesFile(folder)
  const key = keyOf(comparing)
  if (last?.key === key && last.stamp === inodeStampAt(last.file)) {
    copyFileSync(last.file, file, constants.COPYFILE_FICLONE)
    return last.written
  }
  const written = await compare(file, comparing)
  last = { key, file, stamp: inodeStampAt(file) ?? '', written }
  return written
}

/** Equal for what comes to the same changes. */
function keyOf({ before, now: { rules, stretches }, excluding }: InventoriesToCompare): string {
  const base = before === undefined ? '' : [before, inodeStampAt(before), inodeStampAt(outlineFile(before))]
  return hash('sha1', JSON.stringify([base, rules, excluding, stretches.map(({ exact }) => exact)]))
}

async function compare(file: string, { before, now, isExcluded }: InventoriesToCompare): Promise<Written> {
  const writer = createRecordWriter(file)
  let changes = 0
  try {
    if (before === undefined) return { changes, changesBytes: 0, moved: [], renamed: [], renamedAlone: [] }
    const moves = new Moves(statSync(before).mtimeMs / 1_000)
    for await (const joined of joinUnequal(openInventory(before), now)) {
      const kind = changeOf(joined, isExcluded)
      const entry = kind === 'deleted' ? joined.left : joined.right
      if (kind === undefined || entry === undefined) continue
      changes += 1
      moves.note(kind, entry)
      writer.write(formatChange({ key: entry.key, kind, shared: entry.shared }))
    }
    return { changes, changesBytes: writer.length, ...moves.found() }
  } finally {
    writer.close()
  }
}

/** A name that went and one that came, for one inode. */
class Moves {
  readonly #before: number
  readonly #gone = new Map<string, InventoryEntry>()
  readonly #come = new Map<string, InventoryEntry>()

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
    if (size >= worthSeedingBytes || (isOld && leader === '')) names.set(inodeOf(entry), entry)
  }

  found(): Pick<Written, 'moved' | 'renamed' | 'renamedAlone'> {
    const moved: MovedFile[] = []
    const renamed: MovedFile[] = []
    const renamedAlone: MovedFile[] = []
    for (const [inode, to] of this.#come) {
      const from = this.#gone.get(inode)
      if (from === undefined) continue
      const move = { from: pathOfKey(from.key), to: pathOfKey(to.key) }
      if (fieldsOf(to.shared).size >= worthSeedingBytes) moved.push(move)
      // Its own change time stands still where only a folder around it got another name.
      if (from.shared !== to.shared || fieldsOf(to.shared).leader !== '') continue
      if (from.local === to.local) renamed.push(move)
      else renamedAlone.push(move)
    }
    return { moved, renamed, renamedAlone }
  }
}
