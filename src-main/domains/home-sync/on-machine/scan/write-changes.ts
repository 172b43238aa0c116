import { hash } from 'node:crypto'
import { constants, copyFileSync, statSync } from 'node:fs'
import type { Matcher } from '../../exclusions/exclusion-matcher.ts'
import { formatChange } from '../../inventory/change.ts'
import { inodeStampAt } from '../../../../tools/files/file-stamp.ts'
import { changeOf } from '../check/touched-since.ts'
import { outlineFile } from '../inventory/damage.ts'
import { openInventory, type Inventory } from '../inventory/outline-file.ts'
import { joinUnequal } from '../inventory/read-stretches.ts'
import { createRecordWriter } from '../inventory/record-files.ts'
import { changesFile } from './home-folders.ts'
import { Moves, type FoundMoves } from './moves.ts'

export interface Written extends FoundMoves {
  readonly changes: number
  readonly changesBytes: number
}

export interface InventoriesToCompare {
  /** An earlier inventory; undefined when there is none to compare with, then there are no changes. */
  readonly before: string | undefined
  readonly now: Inventory
  /** What `isExcluded` goes by. */
  readonly excluding: unknown
  readonly isExcluded: Matcher
}

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
