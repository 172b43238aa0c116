/**
 * What a rollback is on the disk, in the state folder's `rollback`: `order.json` waits for the next start;
 * `journal.json` is there from before the first change until nothing is left to do; `last.json` tells how the last one
 * ended; `work` has the trees that change places. Whoever finds a journal looks at the disk and finishes it or takes it back.
 */
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { parseState } from '../../../../commons/ledger/on-machine/ledger-file.ts'
import { rememberedHolderSchema } from '../../../../commons/ledger/verbs.ts'
import {
  areaSchema,
  folderSchema,
  groupIdSchema,
  setIdSchema,
  uuidSchema,
} from '../../../../commons/snapshot-sets/schemas.ts'
import { flushFolder, readIfThere, writeDurably } from '../../../../tools/files/durable-file.ts'

/** One subvolume that is replaced. Paths are bytes (kernel/byte-path.ts) unless they are mount points. */
export const subvolumeSchema = z.object({
  /** Its place in the set, and on screen. */
  subvolume: folderSchema,
  title: z.string(),
  areas: z.array(areaSchema),
  /** Where it is seen: "/home". */
  path: z.string(),
  /** For one inside another: the subvolume around it, and its path in there. */
  within: z.object({ folder: folderSchema, path: z.string() }).optional(),
  /** The subvolume around it when that is rolled back too, and its path in there. */
  inside: z.object({ subvolume: folderSchema, path: z.string() }).optional(),
  /** A folder of the running system through which it is reached, with `within` below it. */
  root: z.string(),
  /** From the top level of the file system: "@home". */
  name: z.string(),
  oldId: z.number(),
  oldUuid: uuidSchema,
  snapshotUuid: uuidSchema,
})
export type Subvolume = z.infer<typeof subvolumeSchema>

export const orderSchema = z.object({
  version: z.literal(2),
  operationId: groupIdSchema,
  /** The set that is gone back to, and when it was taken. */
  setId: setIdSchema,
  setAt: z.string(),
  when: z.enum(['now', 'next-start']),
  askedAt: z.string(),
  subvolumes: z.array(subvolumeSchema).min(1),
  /** What the laptop remembered of its switches: after another one, the order is of yesterday. */
  after: z.string(),
})
export type Order = z.infer<typeof orderSchema>

const mountedSchema = z.object({ target: z.string(), source: z.string(), options: z.string() })

const progressSchema = z.object({
  ...subvolumeSchema.shape,
  /** Of the writable snapshot that takes the place; absent until it is made. */
  newUuid: uuidSchema.optional(),
  newId: z.number().optional(),
  /** Where it was mounted before it was unmounted for the exchange, outermost first. */
  unmounted: z.array(mountedSchema),
})
export type SubvolumeProgress = z.infer<typeof progressSchema>

export const journalSchema = z.object({
  ...orderSchema.shape,
  bootId: z.string(),
  startedAt: z.string(),
  subvolumes: z.array(progressSchema).min(1),
  /** `trees`: nothing is exchanged yet. `exchange`: look at the disk. `after`: everything is exchanged and on the disk. */
  stage: z.enum(['trees', 'exchange', 'after']),
  /** The set that will hold what was there before. */
  keptSet: setIdSchema,
  holderBefore: rememberedHolderSchema,
  /** Services that were stopped for it and are started again. */
  stopped: z.array(z.string()),
  /** Sentences for the person, collected on the way. */
  notes: z.array(z.string()),
})
export type Journal = z.infer<typeof journalSchema>

export const lastSchema = z.object({
  version: z.literal(2),
  operationId: groupIdSchema,
  setId: setIdSchema,
  setAt: z.string(),
  subvolumes: z.array(folderSchema),
  endedAt: z.string(),
  result: z.enum(['done', 'taken-back', 'failed']),
  text: z.string(),
  keptSet: setIdSchema.optional(),
})
export type Last = z.infer<typeof lastSchema>

export function rollbackFolder(stateFolder: string): string {
  return path.join(stateFolder, 'rollback')
}

export function workFolder(stateFolder: string): string {
  return path.join(rollbackFolder(stateFolder), 'work')
}

/** Of a subvolume's tree in the work folder: the new one until the exchange, the old one after it. */
export function treeName(operationId: string, index: number): string {
  return `${operationId}-${index}`
}

export const readOrder = (stateFolder: string): Order | undefined => readJson(stateFolder, 'order.json', orderSchema)
export const readJournal = (stateFolder: string): Journal | undefined =>
  readJson(stateFolder, 'journal.json', journalSchema)
export const readLast = (stateFolder: string): Last | undefined => readJson(stateFolder, 'last.json', lastSchema)

export const writeOrder = (stateFolder: string, order: Order): void =>
  writeJson(stateFolder, 'order.json', orderSchema.parse(order))
export const writeJournal = (stateFolder: string, journal: Journal): void =>
  writeJson(stateFolder, 'journal.json', journalSchema.parse(journal))
export const writeLast = (stateFolder: string, last: Last): void =>
  writeJson(stateFolder, 'last.json', lastSchema.parse(last))

export const removeOrder = (stateFolder: string): void => remove(stateFolder, 'order.json')
export const removeJournal = (stateFolder: string): void => remove(stateFolder, 'journal.json')

/** What an agent leaves for the program that does it, which outlives the agent. */
export const writeRequest = (stateFolder: string, order: Order): void =>
  writeJson(stateFolder, 'request.json', orderSchema.parse(order))
export const readRequest = (stateFolder: string): Order | undefined =>
  readJson(stateFolder, 'request.json', orderSchema)
export const removeRequest = (stateFolder: string): void => remove(stateFolder, 'request.json')

function readJson<T>(stateFolder: string, name: string, schema: z.ZodType<T>): T | undefined {
  const file = path.join(rollbackFolder(stateFolder), name)
  const text = readIfThere(file)
  return text === undefined ? undefined : parseState(schema, file, text)
}

function writeJson(stateFolder: string, name: string, value: unknown): void {
  mkdirSync(rollbackFolder(stateFolder), { recursive: true, mode: 0o700 })
  writeDurably(path.join(rollbackFolder(stateFolder), name), `${JSON.stringify(value, undefined, 2)}\n`)
}

function remove(stateFolder: string, name: string): void {
  const file = path.join(rollbackFolder(stateFolder), name)
  if (readIfThere(file) === undefined) return
  rmSync(file, { force: true })
  flushFolder(rollbackFolder(stateFolder))
}
