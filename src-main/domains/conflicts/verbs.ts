/** Conflict files on one laptop: finding them, both versions of one, and deciding. Paths are below the home of the person. */
import { z } from 'zod'
import { conflictsAtMost } from '../../commons/person-syncthing/verbs.ts'
import { groupIdSchema, setIdSchema } from '../../commons/snapshot-sets/schemas.ts'
import { keptVersionSchema } from '../../contract/conflicts-calls.ts'
import { defineVerb, silences } from '../../contract/define.ts'
import { agentLookSideSchema } from '../../contract/look.ts'
import { messageSchema } from '../../contract/message.ts'
import { relativeBytePathSchema } from '../../contract/path-schemas.ts'

/** Other after any change of the file, and the same in a snapshot of it. */
const stampSchema = z.string().regex(/^[0-9a-f]{64}$/)

const seenFileSchema = z.object({
  bytes: z.number(),
  modifiedAt: z.string(),
  stamp: stampSchema,
  /** SHA-256 of its contents; absent where they were not read. */
  digest: z.string().optional(),
})
export type SeenFile = z.infer<typeof seenFileSchema>

const seenCopySchema = z.object({
  copy: relativeBytePathSchema,
  file: relativeBytePathSchema,
  metAt: z.string(),
  ofCopy: seenFileSchema,
  /** Absent where it is not there, or is no file. */
  ofFile: seenFileSchema.optional(),
})
export type SeenCopy = z.infer<typeof seenCopySchema>

export const readConflicts = defineVerb({
  name: 'conflicts.read',
  title: 'look for conflict files',
  mutates: false,
  silentMs: silences.long,
  input: z.object({}),
  output: z.object({ home: z.string(), found: z.array(seenCopySchema).max(conflictsAtMost), more: z.int() }),
})

export const lookAtConflict = defineVerb({
  name: 'conflicts.look',
  title: 'show both versions of a file',
  mutates: false,
  input: z.object({ file: relativeBytePathSchema, copy: relativeBytePathSchema }),
  output: z.object({ file: agentLookSideSchema, copy: agentLookSideSchema }),
})

const toDecideSchema = z.object({
  file: relativeBytePathSchema,
  /** Absent: nothing is there. */
  fileStamp: stampSchema.optional(),
  /** Of the same contents. */
  copies: z.array(z.object({ path: relativeBytePathSchema, stamp: stampSchema })).min(1),
})
export type ToDecide = z.infer<typeof toDecideSchema>

const decisionSchema = toDecideSchema.extend({ keep: keptVersionSchema })
export type ConflictDecision = z.infer<typeof decisionSchema>

/** One that has changed since it was seen stays as it is. AppError "locked" unless this laptop is reserved for `operationId`. */
export const keepConflicts = defineVerb({
  name: 'conflicts.keep',
  title: 'decide conflict files',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({
    operationId: groupIdSchema,
    conflicts: z.array(decisionSchema).min(1).max(conflictsAtMost),
  }),
  output: z.object({
    /** The set that was taken first; absent where nothing was to be done. */
    setId: setIdSchema.optional(),
    /** In the order in which they were asked. */
    outcomes: z.array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('kept'), as: z.array(relativeBytePathSchema) }),
        z.object({ kind: z.literal('left'), why: messageSchema }),
      ]),
    ),
  }),
})
