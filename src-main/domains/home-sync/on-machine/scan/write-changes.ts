import type { Output } from '../../../../contract/define.ts'
import type { Matcher } from '../../exclusions/exclusion-matcher.ts'
import { formatChange, worthSeedingBytes } from '../../inventory/change.ts'
import { fieldsOf, inodeOf, pathOfKey, type Entry } from '../../inventory/inventory-entry.ts'
import type { scanHome } from '../../scan-verbs.ts'
import { changeOf } from '../check/changes-since.ts'
import { openInventory, type Inventory } from '../inventory/outline-file.ts'
import { joinUnequal } from '../inventory/read-stretches.ts'
import { createRecordWriter } from '../inventory/record-files.ts'
import { changesFile } from './home-folders.ts'

export type Moved = Output<typeof scanHome>['moved'][number]

export interface Written {
  readonly changes: number
  readonly changesBytes: number
  readonly moved: readonly Moved[]
}

/** `before` is an earlier inventory; undefined when there is none to compare with, then there are no changes. */
export async function writeChanges(
  folder: string,
  { before, now }: { readonly before: string | undefined; readonly now: Inventory },
  isExcluded: Matcher,
): Promise<Written> {
  const writer = createRecordWriter(changesFile(folder))
  const moves = new Moves()
  let changes = 0
  try {
    if (before === undefined) return { changes, changesBytes: 0, moved: [] }
    for await (const joined of joinUnequal(openInventory(before), now)) {
      const kind = changeOf(joined, isExcluded)
      const entry = kind === 'deleted' ? joined.left : joined.right
      if (kind === undefined || entry === undefined) continue
      changes += 1
      moves.note(kind, entry)
      writer.write(formatChange({ key: entry.key, kind, shared: entry.shared }))
    }
    return { changes, changesBytes: writer.length, moved: moves.found() }
  } finally {
    writer.close()
  }
}

/** A name that went and one that came, for one inode. */
class Moves {
  readonly #gone = new Map<string, string>()
  readonly #come = new Map<string, string>()

  note(kind: string, entry: Entry): void {
    if (kind !== 'deleted' && kind !== 'added') return
    const { type, size } = fieldsOf(entry.shared)
    if (type !== 'f' || size < worthSeedingBytes) return
    const names = kind === 'deleted' ? this.#gone : this.#come
    names.set(inodeOf(entry), entry.key)
  }

  found(): readonly Moved[] {
    return [...this.#come].flatMap(([inode, to]) => {
      const from = this.#gone.get(inode)
      return from === undefined ? [] : [{ from: pathOfKey(from), to: pathOfKey(to) }]
    })
  }
}
