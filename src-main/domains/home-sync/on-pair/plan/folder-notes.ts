/**
 * Folders to which the source did something that no list has: they are compared. What it alone did to one comes without a question, and
 * where the target did something else to it, the person is asked.
 */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { InventoryChange } from '../../inventory/change.ts'
import { createCover } from '../../inventory/key-cover.ts'
import type { Joined } from '../../inventory/merge-join.ts'
import { differenceOfChanges, type Difference } from '../compare/difference.ts'
import { compareFolders, touchedFolder, type OtherFolder, type TouchedFolder } from '../compare/other-folders.ts'
import type { Scans } from '../compare/read-entries.ts'

/** What a plan may look at: a plan is made in seconds. The others are compared when it is carried out. */
const foldersAtMost = 20_000

interface Comparing {
  readonly scans: Scans
  readonly base: string | undefined
}

/** Keys, in tree order. */
interface ComparedFolders {
  /** What is attached to these, or who may use them, comes. */
  readonly other: readonly string[]
  /** Both laptops did something to these. */
  readonly open: ReadonlyMap<string, OtherFolder>
  readonly same: readonly string[]
}

interface FolderNotes {
  /** Hands the changes on. */
  through(
    changes: AsyncIterable<Joined<InventoryChange, InventoryChange>>,
  ): AsyncGenerator<Joined<InventoryChange, InventoryChange>>
  compare(comparing: Comparing, options: CallOptions): Promise<ComparedFolders>
}

/** Of what is in `aside` nothing is noted. `record` is told of each that may be another. */
export function createFolderNotes(aside: readonly BytePath[], record: (difference: Difference) => void): FolderNotes {
  const isAside = createCover(aside)
  const noted: TouchedFolder[] = []
  return {
    async *through(changes) {
      for await (const change of changes) {
        const folder = touchedFolder(change)
        const isOpen = folder?.kind !== undefined && !isAside(folder.key) && differenceOfChanges(change) === undefined
        if (isOpen && noted.length < foldersAtMost) {
          noted.push(folder)
          record({ key: folder.key, from: { kind: 'changed', shared: folder.shared } })
        }
        yield change
      }
    },
    async compare(since, options) {
      const others = await compareFolders(since, noted, options)
      const whose = (key: string): OtherFolder['whose'] => others.get(key)?.whose ?? 'taken'
      const keys = noted.map(({ key }) => key)
      return {
        other: keys.filter((key) => whose(key) === 'left'),
        open: new Map([...others].filter(([key]) => whose(key) === 'both')),
        same: keys.filter((key) => whose(key) === 'taken'),
      }
    },
  }
}
