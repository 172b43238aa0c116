/**
 * A rollback on disk, in `rollback` of the state folder: `order.json` waits for the next start;
 * `journal.json` exists from before the first change until nothing is left to do; `last.json` records how the last one
 * ended; `work` contains the trees to exchange. Whoever finds a journal checks the disk and finishes it or takes it back.
 */
import { isThere } from '../../../../tools/files/own-file.ts'
import path from 'node:path'
import { z } from 'zod'
import { rememberedHolderSchema, switchIdSchema } from '../../../../commons/ledger/verbs.ts'
import {
  areaIdSchema,
  subvolumeNameSchema,
  groupIdSchema,
  setIdSchema,
  uuidSchema,
  withinSchema,
} from '../../../../commons/snapshot-sets/schemas.ts'
import type { StateText } from '../../../../kernel/state-text.ts'
import { readState, recallState, removeState, writeState } from '../../../../tools/files/state-file.ts'
import { messageSchema } from '../../../../contract/message.ts'
import { rollbackMessages } from '../../messages.ts'
import type { Message } from '../../../../kernel/message.ts'

/** One subvolume that is replaced. Paths are bytes (kernel/byte-path.ts) unless they are mount points. */
export const subvolumeSchema = z.object({
  /** What it is known by, in the set and on screen. */
  subvolume: subvolumeNameSchema,
  title: z.string(),
  areas: z.array(areaIdSchema),
  /** Where it is seen: "/home". */
  path: z.string(),
  /** For one inside another: the subvolume around it, and its path in there. */
  within: withinSchema.optional(),
  /** The subvolume around it when that is rolled back too, and its path in there. */
  inside: z.object({ subvolume: subvolumeNameSchema, path: z.string() }).optional(),
  /** A folder of the running system through which it is reached, with `within` below it. */
  root: z.string(),
  /** From the top level of the file system: "@home". */
  name: z.string(),
  oldId: z.number(),
  oldUuid: uuidSchema,
  snapshotUuid: uuidSchema,
})
export type OperationSubvolume = z.infer<typeof subvolumeSchema>

export const orderSchema = z.object({
  version: z.literal(1),
  operationId: groupIdSchema,
  /** The set that is gone back to, and when it was taken. */
  setId: setIdSchema,
  setAt: z.string(),
  when: z.enum(['now', 'next-start']),
  askedAt: z.string(),
  subvolumes: z.array(subvolumeSchema).min(1),
  /** The last switch in the ledger: after another switch the order has expired. */
  after: z.string(),
  /** The switch that is undone: the laptop goes back to what it was before. */
  undoes: switchIdSchema.optional(),
  /** Where a Syncthing of the person that ran then has its settings. */
  syncthing: z.array(z.string()).default([]),
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
  /** Read-only subvolumes that move with the others: each is writable for that instant, and read-only again in the end. */
  closed: z.array(z.number()).default([]),
  /** For the person, collected on the way. */
  notes: z.array(messageSchema),
})
export type RollbackJournal = z.infer<typeof journalSchema>

export const lastSchema = z.object({
  version: z.literal(1),
  operationId: groupIdSchema,
  setId: setIdSchema,
  setAt: z.string(),
  subvolumes: z.array(subvolumeNameSchema),
  endedAt: z.string(),
  result: z.enum(['done', 'taken-back', 'failed']),
  /** What happened: sentences, one after the other. */
  text: z.array(messageSchema),
  keptSet: setIdSchema.optional(),
})
export type Last = z.infer<typeof lastSchema>

/** What a rollback leaves behind. */
export function lastOf(
  { operationId, setId, setAt, subvolumes }: RollbackJournal,
  result: Last['result'],
  text: readonly Message[],
  endedAt = new Date().toISOString(),
): Last {
  return {
    version: 1,
    operationId,
    setId,
    setAt,
    subvolumes: subvolumes.map(({ subvolume }) => subvolume),
    endedAt,
    result,
    text: [...text],
  }
}

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

const withoutOne = {
  'order.json': rollbackMessages.withoutOrder({}),
  'request.json': rollbackMessages.withoutRequest({}),
  'journal.json': rollbackMessages.withoutJournal({}),
  'last.json': rollbackMessages.withoutLast({}),
} as const

function stateOf<T>(stateFolder: string, name: keyof typeof withoutOne, schema: z.ZodType<T>): StateText<T> {
  return { path: path.join(rollbackFolder(stateFolder), name), schema, without: withoutOne[name] }
}

const orderState = (stateFolder: string) => stateOf(stateFolder, 'order.json', orderSchema)
const requestState = (stateFolder: string) => stateOf(stateFolder, 'request.json', orderSchema)
const journalState = (stateFolder: string) => stateOf(stateFolder, 'journal.json', journalSchema)
const lastState = (stateFolder: string) => stateOf(stateFolder, 'last.json', lastSchema)

export const readOrder = (stateFolder: string): Order | undefined => readState(orderState(stateFolder))
export const readJournal = (stateFolder: string): RollbackJournal | undefined => readState(journalState(stateFolder))
/** While it exists, a rollback is unfinished, whatever it says. Throws where the disk does not tell whether it does. */
export const hasJournal = (stateFolder: string): boolean => isThere(journalState(stateFolder).path)
export const readLast = (stateFolder: string): Last | undefined => recallState(lastState(stateFolder))

export const writeOrder = (stateFolder: string, order: Order): void => writeState(orderState(stateFolder), order)
export const writeJournal = (stateFolder: string, journal: RollbackJournal): void =>
  writeState(journalState(stateFolder), journal)
export const writeLast = (stateFolder: string, last: Last): void => writeState(lastState(stateFolder), last)

export const removeOrder = (stateFolder: string): void => removeState(orderState(stateFolder).path)
export const removeJournal = (stateFolder: string): void => removeState(journalState(stateFolder).path)

/** What an agent leaves for the rollback program, which outlives it. */
export const writeRequest = (stateFolder: string, order: Order): void => writeState(requestState(stateFolder), order)
export const readRequest = (stateFolder: string): Order | undefined => readState(requestState(stateFolder))
export const removeRequest = (stateFolder: string): void => removeState(requestState(stateFolder).path)
