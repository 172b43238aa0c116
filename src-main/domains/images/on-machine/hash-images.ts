import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { isErrno } from '../../../kernel/errno.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { imagesMessages } from '../messages.ts'
import { fileOf, imagesFolder, outgoingFolder } from './image-folder.ts'
import { isSameKey, readFileKey } from './image-key.ts'
import { knownHash, readImageMemory, remember } from './image-memory.ts'

const chunkBytes = 4 * 1024 * 1024

export interface ReadOptions {
  readonly signal: AbortSignal
  readonly onBytes: (bytes: number) => void
}

export interface HashOptions extends ReadOptions {
  readonly stateFolder: string
  /** Also when nothing tells that it changed. */
  readonly anew: boolean
}

const places = { read: imagesFolder, offered: outgoingFolder } as const

/**
 * SHA-256 of an image, or of what is held still of it for sending. Read only when the file has changed since the last time,
 * or it is to be read anew.
 */
export async function hashImage(
  part: keyof typeof places,
  name: BytePath,
  { stateFolder, anew, ...options }: HashOptions,
): Promise<string> {
  const handle = await openImage(places[part](), name)
  try {
    const before = await readFileKey(handle)
    const known = anew ? undefined : knownHash(readImageMemory(stateFolder), part, name, before)
    if (known !== undefined) {
      options.onBytes(before.bytes)
      return known
    }
    const sha256 = await hashAll(handle, name, options)
    const after = await readFileKey(handle)
    // It was written to meanwhile, so the hash matches no state it ever had and is not remembered.
    if (isSameKey(before, after)) remember(stateFolder, part, name, { key: after, sha256 })
    return sha256
  } finally {
    await handle.close()
  }
}

/** Through no link. Throws AppError "not-found". */
export async function openImage(folder: string, name: BytePath): Promise<FileHandle> {
  const { O_RDONLY, O_NOFOLLOW } = constants
  try {
    return await open(fileOf(folder, name), O_RDONLY | O_NOFOLLOW)
  } catch (error) {
    throw isErrno(error, 'ENOENT') ? imagesMessages.gone({ name: textFromBytePath(name) }) : error
  }
}

/** SHA-256 of all that is in it. Throws AppError "blocked" where the disk does not give it. */
export async function hashAll(handle: FileHandle, name: BytePath, options: ReadOptions): Promise<string> {
  try {
    return await hashPieces(handle, options)
  } catch (error) {
    throw isErrno(error, 'EIO') ? imagesMessages.unreadable({ name: textFromBytePath(name) }) : error
  }
}

async function hashPieces(handle: FileHandle, { signal, onBytes }: ReadOptions): Promise<string> {
  const hash = createHash('sha256')
  const buffer = Buffer.alloc(chunkBytes)
  for (;;) {
    signal.throwIfAborted()
    const { bytesRead } = await handle.read(buffer, 0, chunkBytes, null)
    if (bytesRead === 0) return hash.digest('hex')
    hash.update(buffer.subarray(0, bytesRead))
    onBytes(bytesRead)
  }
}
