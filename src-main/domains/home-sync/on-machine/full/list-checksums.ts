/** Freezes /home, lists all of it and reads all that is in it. What was remembered of it plays no part. */
import { createHash, randomUUID } from 'node:crypto'
import { closeSync } from 'node:fs'
import path from 'node:path'
import type { AgentProgress } from '../../../../contract/define.ts'
import { type BytePath, bufferFromBytePath } from '../../../../kernel/byte-path.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import { digestContents, pieceBytes, type Digesting } from '../../../../tools/files/digest-contents.ts'
import { openFile, openInside } from '../../../../tools/files/safe-path.ts'
import { unreadableMark } from '../../inventory/differs-in.ts'
import { inodeOf, isLeftOut, pathOfKey, typeOf, type InventoryEntry } from '../../inventory/inventory-entry.ts'
import { homeMessages } from '../../messages.ts'
import { readGivenAttributes } from '../check/digest-files.ts'
import { createInventoryWriter } from '../inventory/inventory-writer.ts'
import { writeOutline, type Inventory } from '../inventory/outline-file.ts'
import { readStretches } from '../inventory/read-stretches.ts'
import type { Stretch } from '../inventory/stretch.ts'
import { summarize, type InventorySummary } from '../inventory/summarize.ts'
import { deleteFrozen, freezeHome } from '../scan/freeze-home.ts'
import { makeFolder } from '../scan/home-folders.ts'
import { listFrozen, type ListedHome, type ScanRequest } from '../scan/scan-home.ts'
import { clearAbandonedWork, removeWork } from './work-folder.ts'

export interface ListedChecksums extends Pick<ListedHome, 'found' | 'specials'> {
  /** When it was frozen. */
  readonly at: string
  readonly summary: InventorySummary
}

interface ListingOptions {
  readonly signal: AbortSignal
  readonly report: (progress: AgentProgress) => void
}

/** The list is in `folder` afterwards. Nothing is there when it was stopped or failed. */
export async function listChecksums(
  request: Omit<ScanRequest, 'before'>,
  folder: string,
  { signal, report }: ListingOptions,
): Promise<ListedChecksums> {
  await clearAbandonedWork(request.places.stateFolder)
  makeFolder(folder)
  try {
    report({ done: 0, unit: 'bytes', current: homeMessages.listing({}) })
    const frozenAt = Date.now()
    const frozen = await freezeHome(request.places, folder, { signal })
    const { inventory, found, specials, isExcluded } = await listFrozen(
      request,
      { folder, frozen, frozenAt, earlier: undefined },
      { signal },
    )
    const summary = summarize(inventory.stretches, isExcluded)
    let done = 0
    const onBytes = (count: number): void => report({ done: (done += count), total: summary.bytes, unit: 'bytes' })
    onBytes(0)
    writeOutline(await addChecksums(inventory, { root: frozen.root, file: checksumsFile(folder) }, { signal, onBytes }))
    await deleteFrozen(folder, {})
    return { at: new Date(frozenAt).toISOString(), summary, found, specials }
  } catch (thrown) {
    await removeWork(folder)
    throw thrown
  }
}

export function checksumsFile(folder: string): string {
  return path.join(folder, 'checksums')
}

/** Names that are held at a time. */
const entriesAtOnce = 4_000

/** Attributes are asked for by whole paths, which the kernel takes up to 4,096 bytes. */
const askedBytes = 3_800

const nothing = '-'

/**
 * An inventory with what was read of each file, in place of what only one laptop knows: equal records are equal
 * files. `root` is the frozen tree that `inventory` is of; writes to `file`.
 */
async function addChecksums(
  inventory: Inventory,
  { root, file }: { readonly root: string; readonly file: string },
  options: Digesting,
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
  options: Digesting,
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

/** As many as Node reads at once (libuv's pool). */
const lanes = 4

/** A path may have 4,096 bytes; the root comes before it. */
const directBytes = 3_800

/**
 * Reads files of a tree that nobody writes to, several at a time: the disk is asked for the next while one is summed
 * up. The digest of each, in the order given; of one that the disk does not give, a mark that is equal to nothing. The
 * order is the one in which they are read. `root` is a read-only tree in a folder of root's.
 */
async function hashContents(root: string, paths: readonly BytePath[], options: Digesting): Promise<readonly string[]> {
  const digests: string[] = []
  let next = 0
  const readOn = async (): Promise<void> => {
    const piece = Buffer.allocUnsafe(pieceBytes)
    for (let path = paths[next]; path !== undefined; path = paths[next]) {
      const index = next++
      digests[index] = await hashFile(root, path, piece, options)
    }
  }
  const ended = await Promise.allSettled(
    Array.from({ length: lanes }, () =>
      readOn().catch((thrown: unknown) => {
        next = paths.length
        throw thrown
      }),
    ),
  )
  const failed = ended.find((one) => one.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return digests
}

async function hashFile(root: string, path: BytePath, piece: Buffer, options: Digesting): Promise<string> {
  try {
    return await hashOpen(openFrozen(root, path), piece, options)
  } catch (error) {
    // A sector that the disk does not give, or a checksum of btrfs that is wrong: this file, and the others go on.
    if (isErrno(error, 'EIO')) return `${unreadableMark}${randomUUID()}`
    throw error
  }
}

/** In a tree that nobody writes to, no folder on the way can be swapped: only its last name may be a link. */
function openFrozen(root: string, path: BytePath): number {
  const descriptor =
    path.length > directBytes ? openInside(root, path) : openFile(bufferFromBytePath(`${root}/${path}`))
  if (descriptor === undefined) throw new Error('a frozen tree lacks a file that it was listed with')
  return descriptor
}

async function hashOpen(descriptor: number, piece: Buffer, options: Digesting): Promise<string> {
  try {
    options.signal.throwIfAborted()
    return await digestContents(descriptor, piece, options)
  } finally {
    closeSync(descriptor)
  }
}
