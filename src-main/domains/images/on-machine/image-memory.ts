import path from 'node:path'
import { z } from 'zod'
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { recallState, writeState } from '../../../tools/files/state-file.ts'
import type { Image } from '../verbs.ts'
import { isSameKey, type FileKey } from './image-key.ts'
import { imagesMessages } from '../messages.ts'

const keySchema = z.object({ inode: z.string(), bytes: z.number(), modifiedNs: z.string(), changedNs: z.string() })
const noteSchema = z.object({ key: keySchema, sha256: z.string() })
const memorySchema = z.object({
  version: z.literal(1),
  /** Where the images are, unless it is the usual place. All that is known is of images in it. */
  folder: z.string().optional(),
  /** By image: its state when it was last read in full. */
  read: z.record(z.string(), noteSchema),
  /** By image: what was held still for sending, when it was read. */
  offered: z.record(z.string(), noteSchema),
  /** By image: its state when a switch put it into its place. */
  placed: z.record(z.string(), noteSchema),
  /** By image: its state when both laptops last had the same. */
  equal: z.record(z.string(), noteSchema),
  /** By image: the reflink that is kept of it. */
  base: z.record(z.string(), noteSchema),
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
  return recallState(memoryState(stateFolder)) ?? nothing
}

const nothing: ImageMemory = { version: 1, read: {}, offered: {}, placed: {}, equal: {}, base: {} }

type Part = 'read' | 'offered' | 'placed' | 'equal' | 'base'
export interface Note {
  readonly key: FileKey
  readonly sha256: string
}

export function remember(stateFolder: string, part: Part, name: BytePath, { key, sha256 }: Note): void {
  const memory = readImageMemory(stateFolder)
  writeState(memoryState(stateFolder), { ...memory, [part]: { ...memory[part], [name]: { key, sha256 } } })
}

export function writeBases(stateFolder: string, base: ImageMemory['base']): void {
  writeState(memoryState(stateFolder), { ...readImageMemory(stateFolder), base })
}

/** Neither laptop has these any more, so one of this name is another one. */
export function forgetEqual(stateFolder: string, names: readonly BytePath[]): void {
  const memory = readImageMemory(stateFolder)
  const isKept = ([name]: readonly [string, unknown]): boolean => !names.includes(name)
  writeState(memoryState(stateFolder), {
    ...memory,
    equal: Object.fromEntries(Object.entries(memory.equal).filter(isKept)),
  })
}

export function forgetOffered(stateFolder: string): void {
  writeState(memoryState(stateFolder), { ...readImageMemory(stateFolder), offered: {} })
}

/** Forgets all that it knows of images: every one that differs is asked about. */
export function forgetImages(stateFolder: string): void {
  startAnew(stateFolder, readImageMemory(stateFolder).folder)
}

/** Of images in another folder nothing is known. Without a folder it is the usual one. */
export function startAnew(stateFolder: string, folder: string | undefined): void {
  writeState(memoryState(stateFolder), { ...nothing, ...(folder === undefined ? {} : { folder }) })
}

/** Undefined when the file is no longer the one that was read. */
export function knownHash(
  memory: ImageMemory,
  part: 'read' | 'offered',
  name: BytePath,
  key: FileKey,
): string | undefined {
  const note = memory[part][name]
  return note !== undefined && isSameKey(note.key, key) && note.key.changedNs === key.changedNs
    ? note.sha256
    : undefined
}

/** Whether it is still what a switch put there. Its owner may be another, as libvirt changes it. */
export function isPlaced({ placed }: ImageMemory, name: BytePath, key: FileKey): boolean {
  const note = placed[name]
  return note !== undefined && isSameKey(note.key, key)
}

/** The change time is ignored: libvirt changes owners at every start of a guest, which does not change the image. */
export function sinceEqual(memory: ImageMemory, name: BytePath, key: FileKey): Image['sinceEqual'] {
  const note = memory.equal[name]
  if (note === undefined) return 'never-equal'
  if (isSameKey(note.key, key)) return 'unchanged'
  return knownHash(memory, 'read', name, key) === note.sha256 ? 'unchanged' : 'changed'
}
