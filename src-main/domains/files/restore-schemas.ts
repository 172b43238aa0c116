/** The words of bringing files back, on one laptop or from one to the other. */
import { z } from 'zod'
import { messageSchema } from '../../contract/message.ts'
import { groupIdSchema, subvolumeNameSchema, setIdSchema } from '../../commons/snapshot-sets/schemas.ts'
import { linkTargetSchema, relativeBytePathSchema } from '../../contract/path-schemas.ts'
import { restorePlanSchema, restoreResultSchema } from '../../contract/files-calls.ts'

const numberSchema = z.string().regex(/^\d{1,20}$/)
const secondsSchema = z.string().regex(/^-?\d{1,20}(?:\.\d{1,10})?$/)

/** What find says of one file (tools/find-facts.ts). */
export const fileFactsSchema = z.object({
  path: relativeBytePathSchema,
  type: z.string().regex(/^[A-Za-z?]$/),
  inode: numberSchema,
  device: numberSchema,
  links: z.number(),
  mode: z.string().regex(/^[0-7]{1,4}$/),
  uid: z.number(),
  gid: z.number(),
  bytes: z.number(),
  diskBytes: z.number(),
  modified: secondsSchema,
  changed: secondsSchema,
  target: linkTargetSchema,
})

export const restoreChoiceSchema = z.object({
  setId: setIdSchema,
  subvolume: subvolumeNameSchema,
  paths: z.array(relativeBytePathSchema).min(1).max(1000),
  /** Of a copy: under which id they were fetched to this laptop. */
  fetched: groupIdSchema.optional(),
})
export type RestoreChoice = z.infer<typeof restoreChoiceSchema>

export const restorePlaceSchema = z.enum(['original', 'beside'])
export type RestorePlace = z.infer<typeof restorePlaceSchema>

/** Of all that would be done (SHA-256). */
export const restoreDigestSchema = z.string().regex(/^[0-9a-f]{64}$/)

export const operationIdSchema = groupIdSchema

/** Where the files come from: a snapshot of this laptop, or one of the other, described. */
export const restoreFromSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('here'), choice: restoreChoiceSchema }),
  z.object({
    kind: z.literal('there'),
    choice: restoreChoiceSchema,
    /** What is chosen, and all that is in it. */
    entries: z.array(fileFactsSchema),
    /** The folders around it. */
    parents: z.array(fileFactsSchema),
    /** Those that are not copied on write. */
    nocow: z.array(relativeBytePathSchema),
    /** Chosen, but of one laptop alone: keys, identities. */
    leftOut: z.array(relativeBytePathSchema),
  }),
])
export type RestoreFrom = z.infer<typeof restoreFromSchema>

export const inspectionSchema = restorePlanSchema.omit({ planId: true, laptop: true, onto: true }).extend({
  keeps: messageSchema,
  notes: z.array(messageSchema),
  /** Of all that would be done: the same again means that nothing has changed meanwhile. */
  digest: z.string(),
})
export type RestoreInspection = z.infer<typeof inspectionSchema>

/** As the agent tells it. */
export const restoredSchema = restoreResultSchema.extend({
  left: z.array(restoreResultSchema.shape.left.element.extend({ why: messageSchema })),
})
