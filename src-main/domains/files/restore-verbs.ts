/**
 * Bringing files back. On one laptop: `inspectFiles`, `restoreFiles`. Onto the other one: it is told what there is
 * (`describeFiles`), looks (`inspectFiles`), gets ready (`receiveFiles`), is sent them (`sendFiles`), and puts them into
 * their places (`placeFiles`), or not (`dropFiles`).
 */
import { z } from 'zod'
import { groupIdSchema, subvolumeNameSchema } from '../../commons/snapshot-sets/schemas.ts'
import { ticketSecretSchema } from '../../commons/transfers/verbs.ts'
import { messageSchema } from '../../contract/message.ts'
import { relativeBytePathSchema } from '../../contract/path-schemas.ts'
import { defineVerb, silences } from '../../contract/define.ts'
import {
  operationIdSchema,
  restoreChoiceSchema,
  restoreDigestSchema,
  restoreFromSchema,
  restorePlaceSchema,
  inspectionSchema,
  restoredSchema,
} from './restore-schemas.ts'
import { keptTreeSchema } from './verbs.ts'

export const describeFiles = defineVerb({
  name: 'restore.describe',
  title: 'describe files of a snapshot',
  mutates: false,
  silentMs: silences.long,
  input: restoreChoiceSchema,
  output: restoreFromSchema,
})

/**
 * Out of a copy, into a folder of root's on the disk of the home: what `fetched` names is there until it is dropped, or the agent ends.
 * AppErrors "not-found", "disk-full", and what keeps the place from being opened.
 */
export const fetchFiles = defineVerb({
  name: 'restore.fetch',
  title: 'fetch files out of a copy',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({
    fetched: groupIdSchema,
    tree: keptTreeSchema,
    paths: restoreChoiceSchema.shape.paths,
    place: restorePlaceSchema,
  }),
  output: z.object({
    choice: restoreChoiceSchema,
    /** What a person should know of what did not come. */
    notes: z.array(messageSchema),
  }),
})

export const dropFetched = defineVerb({
  name: 'restore.drop-fetched',
  title: 'clear up what was fetched out of a copy',
  mutates: true,
  silentMs: silences.long,
  input: z.object({ fetched: groupIdSchema }),
  output: z.object({}),
})

export const inspectFiles = defineVerb({
  name: 'restore.inspect',
  title: 'see what restoring would do',
  mutates: false,
  silentMs: silences.long,
  input: z.object({ from: restoreFromSchema, place: restorePlaceSchema }),
  output: inspectionSchema,
})

/**
 * AppError "plan-changed" when it would do something else than what was seen. Nothing is done then, but that what an
 * earlier restoring left when it was killed is cleared up.
 */
export const restoreFiles = defineVerb({
  name: 'restore.run',
  title: 'restore files',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({
    operationId: operationIdSchema,
    choice: restoreChoiceSchema,
    place: restorePlaceSchema,
    digest: restoreDigestSchema,
  }),
  output: restoredSchema,
})

/** Takes the snapshot and makes the folder for what will be sent. Lasts as long as this agent. */
export const receiveFiles = defineVerb({
  name: 'restore.receive',
  title: 'get ready for restored files',
  mutates: true,
  silentMs: silences.long,
  input: z.object({
    operationId: operationIdSchema,
    from: restoreFromSchema,
    place: restorePlaceSchema,
    digest: restoreDigestSchema,
  }),
  output: z.object({
    /** What is to be sent; nothing when all is there already. */
    paths: z.array(relativeBytePathSchema),
    bytes: z.number(),
    ticket: ticketSecretSchema,
  }),
})

export const sendFiles = defineVerb({
  name: 'restore.send',
  title: 'send files of a snapshot to the other laptop',
  mutates: true,
  silentMs: silences.long,
  input: restoreChoiceSchema
    .omit({ paths: true })
    .extend({ paths: z.array(relativeBytePathSchema), bytes: z.number(), ticket: ticketSecretSchema }),
  output: z.object({}),
})

export const placeFiles = defineVerb({
  name: 'restore.place',
  title: 'put restored files into their places',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({ operationId: operationIdSchema }),
  output: restoredSchema,
})

export const dropFiles = defineVerb({
  name: 'restore.drop',
  title: 'clear up after a restoring that was stopped',
  mutates: true,
  silentMs: silences.long,
  input: z.object({ operationId: operationIdSchema, subvolume: subvolumeNameSchema }),
  output: z.object({}),
})
