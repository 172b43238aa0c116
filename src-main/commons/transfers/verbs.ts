/** Verbs about bulk data: the receiver gives out a ticket, the sender pushes with it. Nothing of it passes the app. */
import { z } from 'zod'
import { defineVerb, silences } from '../../contract/define.ts'
import { relativeBytePathSchema } from '../../contract/path-schemas.ts'

/** Where files go from and to, by name: the agents know the folders. AppError "invalid-input" for one that they do not have. */
const areaSchema = z.string().regex(/^[a-z][a-z-]{0,31}$/)

export const ticketSecretSchema = z.string().regex(/^[0-9a-f]{64}$/)

/** Asked of the laptop that receives. The ticket is for one transfer that begins within half a minute. */
export const openTransfer = defineVerb({
  name: 'transfers.open',
  title: 'get ready to receive files',
  mutates: true,
  input: z.object({ area: areaSchema, removeMissing: z.boolean().default(false) }),
  output: z.object({ id: z.string(), ticket: ticketSecretSchema }),
})

/** Whether this laptop reaches the other one as transfers do: by its address, and known by its keys. Signs in nowhere. */
export const knockAtPeer = defineVerb({
  name: 'transfers.knock',
  title: 'look whether it reaches the other laptop',
  mutates: false,
  input: z.object({}),
  output: z.object({
    /** other-keys: something answers there that is not the other laptop. */
    kind: z.enum(['reached', 'other-keys', 'silent']),
    address: z.string(),
    port: z.number(),
  }),
})

/** Asked of the laptop that sends. Exactly these paths; see `pushFiles`. */
export const pushTransfer = defineVerb({
  name: 'transfers.push',
  title: 'send files to the other laptop',
  mutates: true,
  silentMs: silences.long,
  input: z.object({
    area: areaSchema,
    removeMissing: z.boolean().default(false),
    paths: z.array(relativeBytePathSchema),
    ticket: ticketSecretSchema,
  }),
  output: z.object({ files: z.number(), bytes: z.number(), sentBytes: z.number() }),
})
