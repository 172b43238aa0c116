/**
 * reclaim/UUID.known: files of one size of which it is known that they have nothing more to share, one line for each size, so that a run
 * looks only at sizes at which something changed. It travels nowhere; without it all is looked at again.
 */
import { createHash } from 'node:crypto'
import path from 'node:path'
import { z } from 'zod'
import type { StateText } from '../../../kernel/state-text.ts'
import { recallState, writeState } from '../../../tools/files/state-file.ts'
import type { SameSize } from '../../../tools/sharing/file-versions.ts'
import { reclaimMessages } from '../messages.ts'
import { reclaimFolder } from './disk-memory.ts'
import type { DiskToReclaim } from './find-trees.ts'

const knownSchema = z.object({
  version: z.literal(1),
  /** Of the file system: another disk's is never believed. */
  id: z.string(),
  /** Those that were looked at. One that came later was taken of what was known already. */
  trees: z.array(z.string()),
  leftOut: z.array(z.string()),
  atMs: z.number(),
  sizes: z.string().regex(/^(?:[0-9a-f]{16}\n)*$/),
})
type Known = z.infer<typeof knownSchema>

/** By the versions that there are, whichever trees have them. */
export function digestOf({ bytes, versions }: SameSize): string {
  const text = [String(bytes), ...versions.map(({ words }) => words)].join('\0')
  return createHash('sha1').update(text).digest('hex').slice(0, 16)
}

const textState = (stateFolder: string, id: string): StateText<Known> => ({
  path: path.join(reclaimFolder(stateFolder), `${id}.known`),
  schema: knownSchema,
  without: reclaimMessages.withoutKnown({}),
})

/** Empty where a tree could be looked at that was left alone then, or something else is left out. */
export function recallKnown(stateFolder: string, disk: DiskToReclaim): ReadonlySet<string> {
  const known = recallState(textState(stateFolder, disk.id))
  if (known?.id !== disk.id || known.leftOut.join('\n') !== namesOf(disk).join('\n')) return new Set()
  const trees = new Set(known.trees)
  const isNews = disk.trees.some(({ uuid, createdMs }) => !trees.has(uuid) && createdMs <= known.atMs)
  return isNews ? new Set() : new Set(known.sizes.split('\n').filter((line) => line !== ''))
}

/** `atMs`: after it was shared. A snapshot that was taken meanwhile is of blocks as they were. */
export function rememberKnown(
  stateFolder: string,
  disk: DiskToReclaim,
  { sizes, atMs }: { readonly sizes: Iterable<string>; readonly atMs: number },
): void {
  const lines = [...sizes].toSorted().map((line) => `${line}\n`)
  const trees = disk.trees.map(({ uuid }) => uuid)
  const known: Known = { version: 1, id: disk.id, trees, leftOut: namesOf(disk), atMs, sizes: lines.join('') }
  writeState(textState(stateFolder, disk.id), known)
}

const namesOf = ({ leftOut }: DiskToReclaim): string[] => [...new Set(leftOut.map((one) => one.path))].toSorted()
