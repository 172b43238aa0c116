import type { FileHandle } from 'node:fs/promises'
import { openForeign } from '../../../tools/files/foreign-file.ts'
import { sumAll, sumChanged, type Reading, type Sums } from '../../../commons/changed-ranges/contents-digest.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { isErrno } from '../../../kernel/errno.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { imagesMessages } from '../messages.ts'
import { changedSince, keepSums, readBase, whileStill } from './image-bases.ts'
import { fileOf, imagesFolder, outgoingFolder } from './image-folder.ts'
import { isSameKey, readFileKey } from './image-key.ts'
import { knownHash, readImageMemory, remember } from './image-memory.ts'

export interface HashOptions extends Reading {
  readonly stateFolder: string
  /** Also when nothing tells that it changed. */
  readonly anew: boolean
}

const places = { read: imagesFolder, offered: outgoingFolder } as const

/**
 * Digest of an image, or of what is held still of it for sending. Read only when the file has changed since the last time,
 * or it is to be read anew; and only what changed since what is kept of it, where that can be told. Undefined where the disk does not give all of it.
 */
export async function hashImage(
  part: keyof typeof places,
  name: BytePath,
  { stateFolder, anew, ...options }: HashOptions,
): Promise<string | undefined> {
  const handle = await openImage(places[part](), name)
  try {
    const before = await readFileKey(handle)
    const known = anew ? undefined : knownHash(readImageMemory(stateFolder), part, name, before)
    if (known !== undefined) {
      options.onBytes(before.bytes)
      return known
    }
    const sums = anew ? undefined : await sumChangedIn(part, name, { stateFolder, ...options })
    const sha256 = keepSums(stateFolder, sums ?? (await sumImage(handle, name, options)))
    const after = await readFileKey(handle)
    // It was written to meanwhile, so the hash matches no state it ever had and is not remembered.
    if (isSameKey(before, after)) remember(stateFolder, part, name, { key: after, sha256 })
    return sha256
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.problem?.id === imagesMessages.unreadable.id) return undefined
    throw thrown
  } finally {
    await handle.close()
  }
}

/** Through no link. Throws AppError "not-found". */
export async function openImage(folder: string, name: BytePath): Promise<FileHandle> {
  try {
    return await openForeign(fileOf(folder, name))
  } catch (error) {
    throw isErrno(error, 'ENOENT') ? imagesMessages.gone({ name: textFromBytePath(name) }) : error
  }
}

/** Of all that is in it. Throws AppError "blocked" where the disk does not give it. */
export async function sumImage(handle: FileHandle, name: BytePath, options: Reading): Promise<Sums> {
  return readable(name, () => sumAll(handle, options))
}

/** Of one that is made of what is kept of it, with these parts in their places. */
export async function sumParts(
  handle: FileHandle,
  name: BytePath,
  { sums, ranges }: { readonly sums: Sums; readonly ranges: Parameters<typeof sumChanged>[2] },
  options: Reading,
): Promise<Sums> {
  return readable(name, () => sumChanged(handle, sums, ranges, options))
}

/** Undefined where all of it has to be read. */
async function sumChangedIn(
  part: keyof typeof places,
  name: BytePath,
  options: Omit<HashOptions, 'anew'>,
): Promise<Sums | undefined> {
  const base = await readBase(name, options.stateFolder)
  if (base === undefined) return undefined
  const sum = async (still: string): Promise<Sums | undefined> => {
    const handle = await openForeign(still)
    try {
      // A further name of the image itself may be written to.
      if ((await handle.stat()).nlink !== 1) return undefined
      const ranges = await changedSince(base, still, options)
      return ranges === undefined ? undefined : await sumParts(handle, name, { sums: base.sums, ranges }, options)
    } finally {
      await handle.close()
    }
  }
  return part === 'offered' ? sum(fileOf(outgoingFolder(), name)) : whileStill(name, sum)
}

async function readable<T>(name: BytePath, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw isErrno(error, 'EIO') ? imagesMessages.unreadable({ name: textFromBytePath(name) }) : error
  }
}
