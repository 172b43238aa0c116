import path from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../kernel/app-error.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { readIfThere, writeDurably } from '../../../tools/files/durable-file.ts'
import type { Image } from '../verbs.ts'
import type { FileKey } from './image-folder.ts'

const keySchema = z.object({ inode: z.string(), bytes: z.number(), modifiedNs: z.string(), changedNs: z.string() })
const noteSchema = z.object({ key: keySchema, sha256: z.string() })
const memorySchema = z.object({
  version: z.literal(1),
  /** By image: what it was when it was last read whole. */
  read: z.record(z.string(), noteSchema),
  /** By image: what it was when both laptops last had the same. */
  equal: z.record(z.string(), noteSchema),
})
export type ImageMemory = z.infer<typeof memorySchema>

function memoryFile(stateFolder: string): string {
  return path.join(stateFolder, 'images.json')
}

export function readImageMemory(stateFolder: string): ImageMemory {
  const text = readIfThere(memoryFile(stateFolder))
  if (text === undefined) return { version: 1, read: {}, equal: {} }
  try {
    return memorySchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new AppError({
      code: 'state-unreadable',
      message: 'What is remembered of the images of virtual machines cannot be read.',
      hint: `Delete ${memoryFile(stateFolder)}: every image is then compared anew, and asked about where it differs.`,
      cause,
    })
  }
}

export function rememberRead(stateFolder: string, name: BytePath, key: FileKey, sha256: string): void {
  const memory = readImageMemory(stateFolder)
  writeMemory(stateFolder, { ...memory, read: { ...memory.read, [name]: { key, sha256 } } })
}

/** Only for images that are still what they were when they were read. */
export function rememberEqual(stateFolder: string, name: BytePath, key: FileKey, sha256: string): void {
  const memory = readImageMemory(stateFolder)
  if (knownHash(memory, name, key) !== sha256) return
  writeMemory(stateFolder, { ...memory, equal: { ...memory.equal, [name]: { key, sha256 } } })
}

/** From now on every image that differs is asked about. */
export function forgetImages(stateFolder: string): void {
  writeMemory(stateFolder, { version: 1, read: {}, equal: {} })
}

function writeMemory(stateFolder: string, memory: ImageMemory): void {
  writeDurably(memoryFile(stateFolder), JSON.stringify(memory))
}

export function knownHash(memory: ImageMemory, name: BytePath, key: FileKey): string | undefined {
  const note = memory.read[name]
  return note !== undefined && isSameKey(note.key, key) && note.key.changedNs === key.changedNs
    ? note.sha256
    : undefined
}

/** libvirt changes owners at every start of a guest, which is no change of the image: its change time does not count. */
export function sinceEqual(memory: ImageMemory, name: BytePath, key: FileKey): Image['sinceEqual'] {
  const note = memory.equal[name]
  if (note === undefined) return 'never-equal'
  if (isSameKey(note.key, key)) return 'unchanged'
  return knownHash(memory, name, key) === note.sha256 ? 'unchanged' : 'changed'
}

function isSameKey(one: FileKey, other: FileKey): boolean {
  return one.inode === other.inode && one.bytes === other.bytes && one.modifiedNs === other.modifiedNs
}
