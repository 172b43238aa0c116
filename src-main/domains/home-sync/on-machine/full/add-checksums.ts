/** An inventory with what was read of each file, in place of what only one laptop knows: equal records are equal files. */
import { createHash } from 'node:crypto'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { inodeOf, isLeftOut, pathOfKey, typeOf, type InventoryEntry } from '../../inventory/inventory-entry.ts'
import { readGivenAttributes } from '../check/digest-files.ts'
import { createInventoryWriter } from '../inventory/inventory-writer.ts'
import type { Inventory } from '../inventory/outline-file.ts'
import { readStretches } from '../inventory/read-stretches.ts'
import type { Stretch } from '../inventory/stretch.ts'
import { hashContents, type HashingOptions } from './hash-contents.ts'

/** Names that are held at a time. */
const entriesAtOnce = 4_000
/** getfattr is given whole paths, which the kernel takes up to 4,096 bytes. */
const askedBytes = 3_800
const nothing = '-'

/** `root` is the frozen tree that `inventory` is of; writes to `file`. */
export async function addChecksums(
  inventory: Inventory,
  { root, file }: { readonly root: string; readonly file: string },
  options: HashingOptions,
): Promise<Inventory> {
  const writer = createInventoryWriter(file)
  let isWhole = false
  try {
    for (const stretches of batches(inventory.stretches)) {
      const entries: InventoryEntry[] = []
      for await (const entry of readStretches(inventory.file, stretches)) entries.push(entry)
      for (const entry of await withChecksums(root, entries, options)) writer.write(entry)
    }
    isWhole = true
    return { file, rules: inventory.rules, stretches: writer.close() }
  } finally {
    if (!isWhole) writer.close()
  }
}

async function withChecksums(
  root: string,
  entries: readonly InventoryEntry[],
  options: HashingOptions,
): Promise<readonly InventoryEntry[]> {
  const there = entries.filter((entry) => !isLeftOut(entry))
  const asked = there.map(({ key }) => pathOfKey(key)).filter((path) => path.length <= askedBytes)
  const attributes = await readGivenAttributes(root, asked, options)
  // Inodes that follow one another mostly lie near each other.
  const files = there.filter((entry) => typeOf(entry) === 'f').toSorted((one, other) => inode(one) - inode(other))
  const digests = await hashContents(
    root,
    files.map(({ key }) => pathOfKey(key)),
    options,
  )
  const contents = new Map(files.map(({ key }, index) => [key, digests[index] ?? nothing]))
  return entries.map((entry) => {
    if (isLeftOut(entry)) return entry
    return { ...entry, local: `${contents.get(entry.key) ?? nothing} ${markOf(attributes, pathOfKey(entry.key))}` }
  })
}

/** One word. */
function markOf(attributes: ReadonlyMap<BytePath, string>, path: BytePath): string {
  const text = attributes.get(path)
  return text === undefined ? nothing : createHash('sha256').update(text, 'latin1').digest('base64')
}

function inode(entry: InventoryEntry): number {
  return Number(inodeOf(entry))
}

function batches(stretches: readonly Stretch[]): readonly (readonly Stretch[])[] {
  const all: Stretch[][] = []
  let room = 0
  for (const stretch of stretches) {
    const names = stretch.entries + stretch.leftOut.length
    if (room < names) {
      all.push([])
      room = entriesAtOnce
    }
    all.at(-1)?.push(stretch)
    room -= names
  }
  return all
}
