/**
 * What is kept of each image whose contents were read: a reflink to which nobody writes, and the sums of its pieces. From these it is
 * known what has changed since without reading the image, and what has to cross where the other laptop keeps the same.
 */
import { randomUUID } from 'node:crypto'
import { lstat, mkdir, readdir, readlink, rename, rm, symlink } from 'node:fs/promises'
import path from 'node:path'
import { digestOf, sumsFrom, type Sums } from '../../../commons/changed-ranges/contents-digest.ts'
import { changedRanges, type ChangedRange } from '../../../commons/changed-ranges/compare-layouts.ts'
import { bytePathFromText, type BytePath } from '../../../kernel/byte-path.ts'
import { readLayout } from '../../../tools/btrfs/btrfs-extents.ts'
import { shareFile } from '../../../tools/files/cp.ts'
import { writeDurably } from '../../../tools/files/durable-file.ts'
import { readOwn } from '../../../tools/files/own-file.ts'
import { readSystemStartMs } from '../../../tools/proc/system-start.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { baseFolder, fileOf, imagesFolder } from './image-folder.ts'
import { isSameKey, readFileKey } from './image-key.ts'
import { readImageMemory, remember, writeBases, type ImageMemory } from './image-memory.ts'

export interface ImageBase {
  readonly file: string
  readonly sha256: string
  readonly sums: Sums
}

export async function readBase(name: BytePath, stateFolder: string): Promise<ImageBase | undefined> {
  const sha256 = await knownBase(readImageMemory(stateFolder), name)
  if (sha256 === undefined) return undefined
  const file = fileOf(baseFolder(), name)
  const { size } = await lstat(file)
  const sums = readSums(sumsFile(stateFolder, sha256), size)
  // Damaged on the disk they are none of this image.
  return sums === undefined || digestOf(sums) !== sha256 ? undefined : { file, sha256, sums }
}

function readSums(file: string, bytes: number): Sums | undefined {
  try {
    return sumsFrom(bytes, readOwn(file))
  } catch {
    return undefined
  }
}

/** Its digest, while the reflink is the one that was kept. */
export async function knownBase({ base }: ImageMemory, name: BytePath): Promise<string | undefined> {
  const note = base[name]
  if (note === undefined) return undefined
  const key = await readFileKey(fileOf(baseFolder(), name)).catch(() => undefined)
  return key !== undefined && isSameKey(note.key, key) ? note.sha256 : undefined
}

/** What a file that nobody writes to has otherwise than the base. Undefined where that cannot be told without reading. */
export async function changedSince(
  { file }: Pick<ImageBase, 'file'>,
  current: string,
  options: RunOptions,
): Promise<readonly ChangedRange[] | undefined> {
  const [before, after] = await Promise.all([readLayout(file, options), readLayout(current, options)])
  return before === undefined || after === undefined ? undefined : changedRanges(before, after)
}

const stillEnding = '.still'

/** With a reflink of the image as it is now, which writes out what waits in memory. Undefined where there can be none. */
export async function whileStill<T>(name: BytePath, use: (still: string) => Promise<T>): Promise<T | undefined> {
  // Several agents may look at one image.
  const still = `${fileOf(baseFolder(), name)}.${randomUUID()}${stillEnding}`
  if (!(await shareFile(fileOf(imagesFolder(), name), still))) return undefined
  try {
    return await use(still)
  } finally {
    await rm(still, { force: true })
  }
}

export function keepSums(stateFolder: string, sums: Sums): string {
  const sha256 = digestOf(sums)
  writeDurably(sumsFile(stateFolder, sha256), sums.sums)
  return sha256
}

/** A link, by which removing the package finds what is kept of images (assets/headless/control/postrm). */
async function tellWhere(stateFolder: string): Promise<void> {
  const link = path.join(stateFolder, 'image-bases')
  if ((await readlink(link).catch(() => undefined)) === baseFolder()) return
  await rm(link, { force: true })
  await symlink(baseFolder(), link)
}

/** From now on this is what is kept of it. `still`: has the contents whose sums were kept, and nobody writes to it. */
export async function keepBase(name: BytePath, still: string, sha256: string, stateFolder: string): Promise<void> {
  await mkdir(baseFolder(), { recursive: true, mode: 0o700 })
  await tellWhere(stateFolder)
  const file = fileOf(baseFolder(), name)
  const half = `${file}.new`
  await rm(half, { force: true })
  if (!(await shareFile(still, half))) {
    // Nothing is kept then: it would take the room of the image.
    await rm(file, { force: true })
    return
  }
  await rename(half, file)
  remember(stateFolder, 'base', name, { key: await readFileKey(file), sha256 })
}

export async function forgetBase(name: BytePath, stateFolder: string): Promise<void> {
  const others = Object.entries(readImageMemory(stateFolder).base).filter(([other]) => other !== name)
  writeBases(stateFolder, Object.fromEntries(others))
  await rm(fileOf(baseFolder(), name), { force: true })
}

/** What is kept of images that are there no more, and sums that nothing refers to. */
export async function forgetOtherBases(there: readonly BytePath[], stateFolder: string): Promise<void> {
  const { base, read, offered } = readImageMemory(stateFolder)
  const kept = Object.fromEntries(Object.entries(base).filter(([name]) => there.includes(name)))
  if (Object.keys(kept).length < Object.keys(base).length) writeBases(stateFolder, kept)
  for (const file of await readdir(baseFolder()).catch(() => []))
    if (kept[bytePathFromText(file)] === undefined && (await isLeftOver(path.join(baseFolder(), file))))
      await rm(path.join(baseFolder(), file), { force: true })
  const used = new Set([kept, read, offered].flatMap((notes) => Object.values(notes).map(({ sha256 }) => sha256)))
  for (const file of await readdir(sumsFolder(stateFolder)).catch(() => []))
    if (!used.has(file)) await rm(path.join(sumsFolder(stateFolder), file), { force: true })
}

/** Another agent may be looking into what it holds still, but not since before the laptop was started. */
async function isLeftOver(file: string): Promise<boolean> {
  if (!file.endsWith(stillEnding)) return true
  const stat = await lstat(file).catch(() => undefined)
  return stat !== undefined && stat.ctimeMs < readSystemStartMs()
}

const sumsFolder = (stateFolder: string): string => path.join(stateFolder, 'image-sums')
const sumsFile = (stateFolder: string, sha256: string): string => path.join(sumsFolder(stateFolder), sha256)
