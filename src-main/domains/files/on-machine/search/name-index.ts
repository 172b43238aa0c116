/**
 * Indexes the names in a tree by folder, and how those of an older tree differ. A folder with the same inode and change
 * time has the same entries, so only folders that differ are read.
 */
import { closeSync, fstatSync, lstatSync, readdirSync, type BigIntStats } from 'node:fs'
import { z } from 'zod'
import { bufferFromBytePath, bytePathFromBuffer, type BytePath } from '../../../../kernel/byte-path.ts'
import { openFolderInside } from '../../../../tools/files/safe-path.ts'

/** `names`: a letter for the type and the name of each entry, each ended by NUL, sorted. */
export interface Folder {
  readonly key: string
  readonly names: string
}
export type NameIndex = Map<BytePath, Folder>

/** Folders that differ in the older tree. `null`: missing there. */
export const nameDeltaSchema = z.array(
  z.tuple([z.string(), z.object({ key: z.string(), names: z.string() }).nullable()]),
)
export type NameDelta = z.infer<typeof nameDeltaSchema>

export interface TreeToRead {
  readonly root: string
  /** A snapshot cannot change while it is read. What is there now can, into links that lead elsewhere. */
  readonly live: boolean
}

/**
 * What must change in `newer` to become this tree, within its own subvolume. Yields now and then, so that other requests
 * are answered.
 */
export async function compareTree(
  newer: NameIndex,
  tree: TreeToRead,
  signal: AbortSignal | undefined,
): Promise<NameDelta> {
  const delta: NameDelta = []
  const seen = new Set<BytePath>()
  const waiting: BytePath[] = ['']
  const read = tree.live ? readLive : readStill
  let device: bigint | undefined
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const found = read(tree.root, path, newer.get(path))
    if (found === undefined || (device !== undefined && found.device !== device)) continue
    device ??= found.device
    seen.add(path)
    if (newer.get(path)?.key !== found.folder.key) delta.push([path, found.folder])
    for (const [type, name] of entriesOf(found.folder.names)) if (type === 'd') waiting.push(join(path, name))
    if (seen.size % 1_000 === 0) await pause(signal)
  }
  for (const path of newer.keys()) if (!seen.has(path)) delta.push([path, null])
  return delta
}

interface ReadFolder {
  readonly folder: Folder
  readonly device: bigint
}

function readLive(root: string, path: BytePath, known: Folder | undefined): ReadFolder | undefined {
  const descriptor = openFolderInside(root, path)
  if (descriptor === undefined) return undefined
  try {
    const stat = fstatSync(descriptor, { bigint: true })
    const read = readOpen(`/proc/self/fd/${descriptor}`, stat, known)
    return isFresh(stat) ? { ...read, folder: { ...read.folder, key: `fresh ${Date.now()}` } } : read
  } finally {
    closeSync(descriptor)
  }
}

/** The kernel's file clock has a resolution of milliseconds: a folder that just changed may change again at the same time. */
function isFresh({ ctimeMs }: BigIntStats): boolean {
  return Date.now() - Number(ctimeMs) < 100
}

/** The folders around it are already known to be folders. */
function readStill(root: string, path: BytePath, known: Folder | undefined): ReadFolder | undefined {
  const place = Buffer.concat([Buffer.from(`${root}/`), bufferFromBytePath(path)])
  const stat = lstatSync(place, { bigint: true, throwIfNoEntry: false })
  return stat?.isDirectory() === true ? readOpen(place, stat, known) : undefined
}

function readOpen(place: string | Buffer, stat: BigIntStats, known: Folder | undefined): ReadFolder {
  // The placeholder of a nested subvolume has number 2, no entries, and the present for its change time.
  const key = stat.ino === 2n ? '2' : `${stat.ino} ${stat.ctimeNs}`
  return { folder: known?.key === key ? known : { key, names: readNames(place) }, device: stat.dev }
}

function readNames(folder: string | Buffer): string {
  const entries = readdirSync(folder, { withFileTypes: true, encoding: 'buffer' })
  return entries
    .map((entry) => {
      const letter = entry.isDirectory() ? 'd' : entry.isFile() ? 'f' : entry.isSymbolicLink() ? 'l' : 'o'
      return `${letter}${bytePathFromBuffer(entry.name)}\0`
    })
    .sort()
    .join('')
}

/** Turns the index of the newer tree into that of the older one, and reports each entry that the newer one lacks. */
export function applyDelta(
  index: NameIndex,
  delta: NameDelta,
  onOnlyOlder: (path: BytePath, letter: string) => void,
): void {
  for (const [path, older] of delta) {
    const before = index.get(path)
    if (older === null) {
      index.delete(path)
      continue
    }
    index.set(path, older)
    const known = new Set(before === undefined ? [] : before.names.split('\0'))
    for (const [letter, name] of entriesOf(older.names)) {
      if (!known.has(`${letter}${name}`)) onOnlyOlder(join(path, name), letter)
    }
  }
}

export function* entriesOf(names: string): Generator<readonly [letter: string, name: BytePath]> {
  for (const entry of names.split('\0')) if (entry !== '') yield [entry.slice(0, 1), entry.slice(1)]
}

export function join(folder: BytePath, name: BytePath): BytePath {
  return folder === '' ? name : `${folder}/${name}`
}

/** Whether there is anything at all, for roots that come and go. */
export function isThere(root: string): boolean {
  return lstatSync(root, { throwIfNoEntry: false }) !== undefined
}

async function pause(signal: AbortSignal | undefined): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
  signal?.throwIfAborted()
}
