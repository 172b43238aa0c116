import path from 'node:path'
import { z } from 'zod'
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { recallState, writeState } from '../../../tools/files/state-file.ts'
import type { Image } from '../verbs.ts'
import type { FileKey } from './image-folder.ts'
import { imagesMessages } from '../messages.ts'

const keySchema = z.object({ inode: z.string(), bytes: z.number(), modifiedNs: z.string(), changedNs: z.string() })
const noteSchema = z.object({ key: keySchema, sha256: z.string() })
const memorySchema = z.object({
  version: z.literal(1),
  /** By image: its state when it was last read in full. */
  read: z.record(z.string(), noteSchema),
  /** By image: its state when both laptops last had the same. */
  equal: z.record(z.string(), noteSchema),
})
export type ImageMemory = z.infer<typeof memorySchema>

function memoryState(stateFolder: string): StateText<ImageMemory> {
  return {
    path: path.join(stateFolder, 'images.json'),
    schema: memorySchema,
    without: imagesMessages.withoutMemory({}),
  }
}

export function readImageMemory(stateFolder: string): ImageMemory {
  return recallState(memoryState(stateFolder)) ?? { version: 1, read: {}, equal: {} }
}

export function rememberRead(stateFolder: string, name: BytePath, key: FileKey, sha256: string): void {
  const memory = readImageMemory(stateFolder)
  writeState(memoryState(stateFolder), { ...memory, read: { ...memory.read, [name]: { key, sha256 } } })
}

/** Only for images that are unchanged since they were read. */
export function rememberEqual(stateFolder: string, name: BytePath, key: FileKey, sha256: string): void {
  const memory = readImageMemory(stateFolder)
  if (knownHash(memory, name, key) !== sha256) return
  writeState(memoryState(stateFolder), { ...memory, equal: { ...memory.equal, [name]: { key, sha256 } } })
}

/** Forgets all: every image that differs is asked about. */
export function forgetImages(stateFolder: string): void {
  writeState(memoryState(stateFolder), { version: 1, read: {}, equal: {} })
}

export function knownHash(memory: ImageMemory, name: BytePath, key: FileKey): string | undefined {
  const note = memory.read[name]
  return note !== undefined && isSameKey(note.key, key) && note.key.changedNs === key.changedNs
    ? note.sha256
    : undefined
}

/** The change time is ignored: libvirt changes owners at every start of a guest, which does not change the image. */
export function sinceEqual(memory: ImageMemory, name: BytePath, key: FileKey): Image['sinceEqual'] {
  const note = memory.equal[name]
  if (note === undefined) return 'never-equal'
  if (isSameKey(note.key, key)) return 'unchanged'
  return knownHash(memory, name, key) === note.sha256 ? 'unchanged' : 'changed'
}

function isSameKey(one: FileKey, other: FileKey): boolean {
  return one.inode === other.inode && one.bytes === other.bytes && one.modifiedNs === other.modifiedNs
}
