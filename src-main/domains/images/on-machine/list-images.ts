import { lstat, readdir } from 'node:fs/promises'
import path from 'node:path'
import { bytePathFromBuffer, bytePathFromText, textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { isErrno } from '../../../kernel/errno.ts'
import { readAccounts, type Accounts } from '../../../tools/accounts/accounts.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { readLastStarts } from '../../../tools/guests/qemu-log.ts'
import { listLiveGuests, type LiveGuests } from '../../../tools/guests/virsh.ts'
import { readFileLocks } from '../../../tools/proc/file-locks.ts'
import { isImageName } from '../image-name.ts'
import type { Backing, Image, ImageList, ImageUser } from '../verbs.ts'
import { changedSince, knownBase, whileStill } from './image-bases.ts'
import { baseFolder, fileOf, imagesFolder, readImagesRoom } from './image-folder.ts'
import { isSameKey, readFileKey, type FileKey } from './image-key.ts'
import { knownHash, readImageMemory, sinceEqual, type ImageMemory } from './image-memory.ts'
import { systemClock } from '../../../kernel/clock.ts'
import { inodeStamp, isSettled } from '../../../tools/files/file-stamp.ts'
import { readImageInfo, type ImageInfo } from '../../../tools/guests/qemu-img.ts'

/** What is in the heads of images, kept while nothing of them changes: qemu-img is a whole program for each. */
const known = new Map<string, { readonly stamp: string; readonly info: ImageInfo }>()

/** `locked`: inodes that a program holds a lock of. Those of running guests are asked for each time. */
async function readKnownInfo(file: string, locked: ReadonlySet<string>, options: RunOptions): Promise<ImageInfo> {
  const stat = await lstat(file, { bigint: true })
  const stamp = inodeStamp(stat)
  const isLocked = locked.has(String(stat.ino))
  const kept = known.get(file)
  if (!isLocked && kept?.stamp === stamp) return kept.info
  const info = await readImageInfo(file, options)
  if (isSettled(stat, systemClock.nowMs()) && !isLocked && info.kind === 'qcow2' && !info.inUse)
    known.set(file, { stamp, info })
  else known.delete(file)
  return info
}

interface Surroundings {
  readonly accounts: Accounts
  readonly guests: LiveGuests
  readonly memory: ImageMemory
  readonly starts: ReadonlyMap<string, string>
  /** Inodes of files that some program holds a lock of. */
  readonly locked: ReadonlySet<string>
}

export async function readImageList(stateFolder: string, options: RunOptions): Promise<ImageList> {
  const [names, room] = await Promise.all([readNames(), readImagesRoom(options)])
  // A folder that is missing is more likely not mounted than emptied.
  if (names === undefined) return { kind: 'none', others: [], gone: [], ...room }
  const candidates = names.filter(isImageName)
  const others = names.filter((name) => !candidates.includes(name) && !name.startsWith('.'))
  const gone = Object.keys(readImageMemory(stateFolder).equal).filter((name) => !names.includes(name))
  if (candidates.length === 0) return { kind: 'none', others: others.map(textFromBytePath), gone, ...room }
  try {
    const surroundings = await readSurroundings(stateFolder, options)
    const read = await Promise.all(candidates.map((name) => readImage(name, surroundings, options)))
    const images = read.filter((image) => image !== undefined)
    const unreadable = candidates.filter((name) => !images.some((image) => image.name === name))
    return { kind: 'images', images, others: [...others, ...unreadable].map(textFromBytePath), gone, ...room }
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'tool-missing') return { kind: 'tool-missing' }
    throw thrown
  }
}

async function readSurroundings(stateFolder: string, options: RunOptions): Promise<Surroundings> {
  const locks = readFileLocks()
  const [guests, starts] = await Promise.all([listLiveGuests(options), readLastStarts()])
  const locked = new Set(locks.map(({ inode }) => inode))
  return { accounts: readAccounts(), guests, memory: readImageMemory(stateFolder), starts, locked }
}

/** Undefined where there is no such folder. */
export async function readNames(): Promise<readonly BytePath[] | undefined> {
  try {
    return (await readdir(imagesFolder(), { encoding: 'buffer' })).map(bytePathFromBuffer).sort()
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return undefined
    throw error
  }
}

/** Undefined for anything that only has the name of an image: a link, a folder, a file that is not qcow2. */
async function readImage(name: BytePath, around: Surroundings, options: RunOptions): Promise<Image | undefined> {
  const file = fileOf(imagesFolder(), name)
  const stat = await lstat(file)
  if (!stat.isFile()) return undefined
  const [info, key] = await Promise.all([readKnownInfo(file, around.locked, options), readFileKey(file)])
  if (info.kind === 'not-qcow2') return undefined
  const usedBy = userOf(file, around.guests) ?? (info.inUse ? { kind: 'program' as const } : undefined)
  const startedAt = around.starts.get(file)
  const sha256 = knownHash(around.memory, 'read', name, key)
  const base = await readKept(name, sha256, around.memory, options)
  return {
    name,
    bytes: stat.size,
    allocatedBytes: stat.blocks * 512,
    modifiedAt: stat.mtime.toISOString(),
    ...(startedAt === undefined ? {} : { startedAt }),
    backing: readBacking(info.backingFile),
    ...(info.dataFile === undefined ? {} : { dataFile: info.dataFile }),
    ...(usedBy === undefined ? {} : { usedBy }),
    owner: around.accounts.userName(stat.uid),
    group: around.accounts.groupName(stat.gid),
    mode: stat.mode & 0o777,
    ...(sha256 === undefined ? {} : { sha256 }),
    sinceEqual: sinceEqual(around.memory, name, key),
    ...(base === undefined ? {} : { base }),
  }
}

/** With how much changed since. */
async function readKept(
  name: BytePath,
  current: string | undefined,
  memory: ImageMemory,
  options: RunOptions,
): Promise<Image['base']> {
  const sha256 = await knownBase(memory, name)
  if (sha256 === undefined || sha256 === current) return sha256 === undefined ? undefined : { sha256, changedBytes: 0 }
  const image = fileOf(imagesFolder(), name)
  const key = await readFileKey(image)
  const counted = changed.get(name)
  if (counted?.sha256 === sha256 && isSameKey(counted.key, key)) return { sha256, changedBytes: counted.changedBytes }
  const base = { file: fileOf(baseFolder(), name) }
  const ranges = await whileStill(name, (still) => changedSince(base, still, options))
  const changedBytes = ranges?.reduce((sum, { length, zeros }) => sum + (zeros ? 0 : length), 0)
  if (changedBytes === undefined) return undefined
  changed.set(name, { key, sha256, changedBytes })
  return { sha256, changedBytes }
}

/** Kept while nothing of the image changes. */
const changed = new Map<BytePath, { readonly key: FileKey; readonly sha256: string; readonly changedBytes: number }>()

function userOf(file: string, { running, saved }: LiveGuests): ImageUser | undefined {
  const runs = running.find(({ disks }) => disks.includes(file))
  if (runs !== undefined) return { kind: 'running', guest: runs.name }
  const sleeps = saved.find(({ disks }) => disks.includes(file))
  return sleeps === undefined ? undefined : { kind: 'saved', guest: sleeps.name }
}

/** A relative name is relative to the folder of the image (qemu-img(1), "create", backing_file). */
export function readBacking(backingFile: string | undefined): Backing {
  if (backingFile === undefined) return { kind: 'none' }
  const absolute = path.resolve(imagesFolder(), backingFile)
  const name = bytePathFromText(path.basename(absolute))
  if (path.dirname(absolute) === imagesFolder() && isImageName(name)) return { kind: 'inside', name }
  return { kind: 'outside', path: backingFile }
}
