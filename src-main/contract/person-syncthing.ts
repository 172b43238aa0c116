/** What is asked of the Syncthing of a person, and what it answers: shapes that cross from the child that asks it. */
import { z } from 'zod'
import { relativeBytePathSchema } from './path-schemas.ts'

const folderStatusSchema = z.object({
  /** "idle" alone is at rest; "" is paused. */
  state: z.string(),
  error: z.string(),
  /** Items that it has still to fetch or delete. */
  needs: z.number(),
  /** Items of a receive-only folder that differ from what the others have. */
  receiveOnly: z.number(),
  /** Items that it could not fetch. */
  problems: z.number(),
  /** Files, folders, links and bytes: here, and of all devices together. */
  local: z.string(),
  global: z.string(),
  /** Of those that are connected. `remoteState`: "valid" for one that has it as it should be. */
  peers: z.array(z.object({ device: z.string(), remoteState: z.string(), needs: z.number() })),
})

const personFolderSchema = z.object({
  id: z.string(),
  label: z.string(),
  /** Below the home, "" for the home itself; absent for one that lies elsewhere. */
  place: z.union([z.literal(''), relativeBytePathSchema]).optional(),
  /** "sendreceive", "sendonly", "receiveonly", "receiveencrypted" */
  type: z.string(),
  isPaused: z.boolean(),
  /** With whom it is shared. */
  devices: z.array(z.string()),
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
    details: z.string(),
  }),
  z.object({
    kind: z.literal('running'),
    deviceId: z.string(),
    version: z.string(),
    devices: z.array(z.object({ id: z.string(), name: z.string(), isPaused: z.boolean(), isConnected: z.boolean() })),
    folders: z.array(personFolderSchema),
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

/** Whatever somebody called a folder, it is one word of a question, never a path. */
export const folderIdSchema = z
  .string()
  .max(200)
  // eslint-disable-next-line no-control-regex -- nobody has these in an ID
  .regex(/^(?!\.\.?$)[^\0-\x1f/]+$/)

export const askedFileSchema = z.object({
  folder: folderIdSchema,
  /** Below that folder. */
  path: relativeBytePathSchema,
})
export type AskedFile = z.infer<typeof askedFileSchema>

const home = z.string()
const deviceIdSchema = z.string().regex(/^[A-Z2-7]{7}(-[A-Z2-7]{7}){7}$/)
const heldRequest = { home, folder: folderIdSchema }
/** Below a folder, as Syncthing names it. */
const namesSchema = z.array(relativeBytePathSchema)

/** Of a folder that was paused at a rollback. `devices`: those to be paused meanwhile; `type`: what it goes on as. */
const sinceRequestSchema = z.object({ ask: z.literal('since'), ...heldRequest, devices: z.array(deviceIdSchema) })
const newerRequestSchema = z.object({
  ask: z.literal('newer'),
  ...heldRequest,
  type: z.string(),
  since: namesSchema,
  devices: z.array(deviceIdSchema),
})
const thisRequestSchema = z.object({ ask: z.literal('this'), ...heldRequest, type: z.string() })
/** As it was found at the rollback, and paused. */
const pauseRequestSchema = z.object({ ask: z.literal('pause'), ...heldRequest, type: z.string() })
export type HeldRequest =
  | z.infer<typeof sinceRequestSchema>
  | z.infer<typeof newerRequestSchema>
  | z.infer<typeof thisRequestSchema>
  | z.infer<typeof pauseRequestSchema>

export const isHeldRequest = (request: { readonly ask: string }): request is HeldRequest =>
  ['since', 'newer', 'this', 'pause'].includes(request.ask)

export const heldAnswerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done') }),
  z.object({ kind: z.literal('since'), names: namesSchema }),
  z.object({ kind: z.literal('not-running') }),
  z.object({ kind: z.literal('nobody-there') }),
  z.object({ kind: z.literal('still-working'), items: z.number() }),
  z.object({ kind: z.literal('refused'), details: z.string() }),
])
export type HeldAnswer = z.infer<typeof heldAnswerSchema>

export const personRequestSchema = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('look'), home }),
  /** Has it read these folders anew first. */
  z.object({ ask: z.literal('scan'), home, folders: z.array(folderIdSchema) }),
  z.object({ ask: z.literal('files'), home, files: z.array(askedFileSchema) }),
  sinceRequestSchema,
  newerRequestSchema,
  thisRequestSchema,
  pauseRequestSchema,
])
export type PersonRequest = z.input<typeof personRequestSchema>

export const personAnswerSchema = {
  look: personSyncthingSchema,
  scan: personSyncthingSchema,
  files: z.array(carriedVersionSchema.nullable()),
}
