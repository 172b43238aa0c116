/** What is asked of the Syncthing of a person, and what it answers: shapes that cross from the child that asks it. */
import { z } from 'zod'
import { relativeBytePathSchema } from './path-schemas.ts'

/** Of a program that is another one's: whatever it says is cut to this. */
export const lengths = { word: 100, name: 200, sentence: 500, counts: 100 } as const
/** More than anybody has. */
export const atMost = { folders: 300, devices: 200 } as const

const word = z.string().max(lengths.word)
export const deviceIdSchema = z.string().regex(/^[A-Z0-9-]{1,80}$/)
const devices = z.array(deviceIdSchema).max(atMost.devices)

/** Whatever somebody called a folder, it is one word of a question, never a path. */
export const folderIdSchema = z
  .string()
  .max(200)
  // eslint-disable-next-line no-control-regex -- nobody has these in an ID
  .regex(/^(?!\.\.?$)[^\0-\x1f/]+$/)

const folderStatusSchema = z.object({
  /** "idle" alone is at rest; "" is paused. */
  state: word,
  error: z.string().max(lengths.sentence),
  /** Items that it has still to fetch or delete. */
  needs: z.number(),
  /** Items of a receive-only folder that differ from what the others have. */
  receiveOnly: z.number(),
  /** Items that it could not fetch. */
  problems: z.number(),
  /** Files, folders, links and bytes: here, and of all devices together. */
  local: z.string().max(lengths.counts),
  global: z.string().max(lengths.counts),
  /** Of those that are connected. `remoteState`: "valid" for one that has it as it should be. */
  peers: z.array(z.object({ device: deviceIdSchema, remoteState: word, needs: z.number() })).max(atMost.devices),
})

const personFolderSchema = z.object({
  id: folderIdSchema,
  label: z.string().max(lengths.name),
  /** Below the home, "" for the home itself; absent for one that lies elsewhere. */
  place: z.union([z.literal(''), relativeBytePathSchema]).optional(),
  /** "sendreceive", "sendonly", "receiveonly", "receiveencrypted" */
  type: word,
  isPaused: z.boolean(),
  /** With whom it is shared. */
  devices,
  /** Absent where it is paused, or cannot say. */
  status: folderStatusSchema.optional(),
})
export type PersonFolder = z.infer<typeof personFolderSchema>

export const personSyncthingSchema = z.discriminatedUnion('kind', [
  /** There is none, or none that ever ran. */
  z.object({ kind: z.literal('none') }),
  z.object({ kind: z.literal('stopped') }),
  z.object({
    kind: z.literal('silent'),
    why: z.enum(['broken', 'elsewhere', 'refused', 'no-answer']),
    details: z.string().max(lengths.sentence),
  }),
  z.object({
    kind: z.literal('running'),
    deviceId: deviceIdSchema,
    version: word,
    devices: z
      .array(z.object({ id: deviceIdSchema, name: word, isPaused: z.boolean(), isConnected: z.boolean() }))
      .max(atMost.devices),
    folders: z.array(personFolderSchema).max(atMost.folders),
  }),
])
export type PersonSyncthing = z.infer<typeof personSyncthingSchema>

export const carriedVersionSchema = z.object({
  /** A counter for each device that wrote it: "GPBWUOZ:1764412345". Empty for what is not here. */
  version: z.array(z.string()),
  isDeleted: z.boolean(),
  /** As it was when it was read last: bytes, and seconds since 1970 with nine digits; of a folder or link not to be compared. */
  size: z.number(),
  modified: z.string(),
})
export type CarriedVersion = z.infer<typeof carriedVersionSchema>

export const askedFileSchema = z.object({
  folder: folderIdSchema,
  /** Below that folder. */
  path: relativeBytePathSchema,
})
export type AskedFile = z.infer<typeof askedFileSchema>

const home = z.string()
const heldRequest = { home, folder: folderIdSchema, devices: z.array(deviceIdSchema) }
/** Below a folder, as Syncthing names it. */
const namesSchema = z.array(relativeBytePathSchema)

/** Of a folder that was paused at a rollback. `devices`: those to be paused meanwhile, or that still are; `type`: what it goes on as. */
const sinceRequestSchema = z.object({ ask: z.literal('since'), ...heldRequest })
const newerRequestSchema = z.object({
  ask: z.literal('newer'),
  ...heldRequest,
  type: z.string(),
  since: z.object({ atMs: z.number(), names: namesSchema }),
})
const thisRequestSchema = z.object({ ask: z.literal('this'), ...heldRequest, type: z.string() })
/** As it was found at the rollback, paused or not. */
const putRequestSchema = z.object({ ask: z.literal('put'), ...heldRequest, type: z.string(), isPaused: z.boolean() })
export type HeldRequest =
  | z.infer<typeof sinceRequestSchema>
  | z.infer<typeof newerRequestSchema>
  | z.infer<typeof thisRequestSchema>
  | z.infer<typeof putRequestSchema>

export const isHeldRequest = (request: { readonly ask: string }): request is HeldRequest =>
  ['since', 'newer', 'this', 'put'].includes(request.ask)

export const heldAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done') }),
  z.object({ kind: z.literal('since'), names: namesSchema }),
  z.object({ kind: z.literal('not-running') }),
  /** isAsItWas: nothing was done, not even what makes the folder forget what was written here since. */
  z.object({ kind: z.literal('nobody-there'), isAsItWas: z.boolean() }),
  z.object({ kind: z.literal('still-working'), items: z.number() }),
  z.object({ kind: z.literal('refused'), details: z.string() }),
])
export type HeldAnswer = z.infer<typeof heldAnswerSchema>

export const personRequestSchema = z.discriminatedUnion('ask', [
  /** `mostMs`: whatever it does not answer, or never ends to answer. */
  z.object({ ask: z.literal('look'), home, mostMs: z.number().default(30_000) }),
  /** Has it read these folders anew first. */
  z.object({ ask: z.literal('scan'), home, folders: z.array(folderIdSchema).max(atMost.folders) }),
  z.object({ ask: z.literal('files'), home, files: z.array(askedFileSchema) }),
  sinceRequestSchema,
  newerRequestSchema,
  thisRequestSchema,
  putRequestSchema,
])
export type PersonRequest = z.input<typeof personRequestSchema>

export const personAnswerSchema = {
  look: personSyncthingSchema,
  scan: personSyncthingSchema,
  files: z.array(carriedVersionSchema.nullable()),
}
