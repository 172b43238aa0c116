import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { fileOf, imagesFolder, readFileKey } from './image-folder.ts'
import { knownHash, readImageMemory, rememberRead } from './image-memory.ts'

const chunkBytes = 4 * 1024 * 1024

export interface HashOptions {
  readonly stateFolder: string
  readonly signal: AbortSignal
  readonly onBytes: (bytes: number) => void
}

/** SHA-256 of an image. Read only when the file has changed since the last time. */
export async function hashImage(name: BytePath, options: HashOptions): Promise<string> {
  const { O_RDONLY, O_NOFOLLOW } = constants
  const handle = await open(fileOf(imagesFolder, name), O_RDONLY | O_NOFOLLOW)
  try {
    const before = await readFileKey(handle)
    const known = knownHash(readImageMemory(options.stateFolder), name, before)
    if (known !== undefined) {
      options.onBytes(before.bytes)
      return known
    }
    const sha256 = await readAll(handle, options)
    const after = await readFileKey(handle)
    // It was written to meanwhile, so the hash matches no state it ever had and is not remembered.
    if (after.modifiedNs === before.modifiedNs && after.bytes === before.bytes) {
      rememberRead(options.stateFolder, name, after, sha256)
    }
    return sha256
  } finally {
    await handle.close()
  }
}

async function readAll(handle: FileHandle, { signal, onBytes }: HashOptions): Promise<string> {
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
