/**
 * Snapshots of one laptop: what can be snapshotted, taking a set of read-only snapshots, looking at what is kept, and
 * keeping or deleting it. The words for sets are in commons/snapshot-sets.
 */
import { z } from 'zod'
import {
  areaIdSchema,
  descriptionSchema,
  layoutSchema,
  listedSetSchema,
  setIdSchema,
  uuidSchema,
} from '../../commons/snapshot-sets/schemas.ts'
import { defineVerb, silences } from '../../contract/define.ts'
import { absolutePathSchema } from '../../contract/path-schemas.ts'
import { messageSchema } from '../../contract/message.ts'
import { freedSpaceSchema, retentionPolicySchema, snapshotScheduleSchema } from '../../contract/snapshot-calls.ts'

export const readLayout = defineVerb({
  name: 'snapshots.layout',
  title: 'look at what can be snapshotted',
  mutates: false,
  input: z.object({}),
  output: layoutSchema,
})

/** Asked again for the same switch (or request) and reason it answers with the set there is, or finishes it. */
export const createSnapshots = defineVerb({
  name: 'snapshots.create',
  title: 'take read-only snapshots',
  mutates: true,
  silentMs: silences.longest,
  input: descriptionSchema.pick({ switchId: true, reason: true, from: true, to: true, note: true }),
  output: descriptionSchema,
})

/** A set with what stands beside its description, and with what the laptop knows of it now. */
export const keptSetSchema = listedSetSchema.extend({
  pinned: z.boolean(),
  neededBecause: messageSchema.optional(),
  space: freedSpaceSchema,
})
export type KeptSet = z.infer<typeof keptSetSchema>

/** Taken by another tool or by hand: shown, and never touched. */
export const foreignSnapshotSchema = z.object({
  uuid: uuidSchema,
  at: z.string(),
  tool: z.enum(['timeshift', 'snapper', 'btrbk', 'by hand']),
  /** Of what it is a snapshot, where that is one of ours. */
  areas: z.array(areaIdSchema),
  /** From the top of the file system, as bytes (kernel/byte-path.ts). */
  path: z.string(),
})
export type ForeignSnapshot = z.infer<typeof foreignSnapshotSchema>

/**
 * A set whose description cannot be read is listed all the same. Who gives back the revision of the last answer of the same
 * agent is only told what is different since: of a thousand sets hardly any is another one.
 */
export const listSnapshots = defineVerb({
  name: 'snapshots.list',
  title: 'list the snapshots',
  mutates: false,
  input: z.object({ known: z.string().max(100).optional() }),
  output: z.object({
    revision: z.string(),
    /** `since` is what was known: then `sets` are new or other than they were. Without it they are all there are. */
    since: z.string().optional(),
    sets: z.array(keptSetSchema),
    gone: z.array(z.string()),
    /** All of them; undefined when they are as they were. */
    foreign: z.array(foreignSnapshotSchema).optional(),
  }),
})

/** Asks btrfs itself about each snapshot of a set; AppError "not-found" when there is no such set. */
export const examineSnapshots = defineVerb({
  name: 'snapshots.examine',
  title: 'look at each snapshot of a set',
  mutates: false,
  input: descriptionSchema.pick({ switchId: true, reason: true }),
  output: z.object({
    description: descriptionSchema,
    found: z.array(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('as-described'), subvolume: z.string() }),
        z.object({ kind: z.literal('different'), subvolume: z.string(), why: messageSchema }),
      ]),
    ),
  }),
})

const someIds = z.array(setIdSchema).min(1).max(1000)

/** Reads every file's place on the disk; what was measured is remembered beside each set. */
export const measureSnapshots = defineVerb({
  name: 'snapshots.measure',
  title: 'measure what deleting snapshots would free',
  mutates: false,
  silentMs: silences.long,
  input: z.object({ ids: someIds }),
  output: z.object({ sizes: z.array(z.object({ id: setIdSchema, bytes: z.number() })), togetherBytes: z.number() }),
})

export const pinSnapshot = defineVerb({
  name: 'snapshots.pin',
  title: 'pin a snapshot, or unpin it',
  mutates: true,
  input: z.object({ id: setIdSchema, pinned: z.boolean() }),
  output: z.object({}),
})

const removalSchema = z.object({
  deleted: z.array(z.string()),
  refused: z.array(z.object({ id: z.string(), why: messageSchema })),
  /** Deleted and not yet free on the disk. */
  pendingBytes: z.number().optional(),
})
export type Removal = z.infer<typeof removalSchema>

/** Whatever may not go is refused with the reason; the others go. Asked again it finishes what was interrupted. */
export const deleteSnapshots = defineVerb({
  name: 'snapshots.delete',
  title: 'delete snapshots',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({ ids: z.array(z.string().max(200)).min(1).max(1000) }),
  output: removalSchema,
})

/** What deleting them would do, without doing it. */
export const planRemoval = defineVerb({
  name: 'snapshots.plan-removal',
  title: 'see which snapshots could be deleted',
  mutates: false,
  silentMs: silences.long,
  input: deleteSnapshots.input,
  output: removalSchema,
})

export const retentionSettingsSchema = z.object({
  policy: retentionPolicySchema,
  enabled: z.boolean(),
  schedule: snapshotScheduleSchema,
  extra: z.array(absolutePathSchema).max(50),
})
export type RetentionSettings = z.infer<typeof retentionSettingsSchema>

export const readRetention = defineVerb({
  name: 'retention.read',
  title: 'read how long snapshots are kept',
  mutates: false,
  input: z.object({}),
  output: retentionSettingsSchema,
})

/** What is left out stays. AppError "invalid-input" for a further folder that cannot be snapshotted. */
export const writeRetention = defineVerb({
  name: 'retention.write',
  title: 'set how long snapshots are kept',
  mutates: true,
  input: retentionSettingsSchema.partial(),
  output: retentionSettingsSchema,
})

const verdictSchema = z.object({
  id: z.string(),
  at: z.string(),
  keep: z.boolean(),
  why: messageSchema,
  space: freedSpaceSchema,
})

/** What the policy, or `policy` in its place, would keep and delete now. */
export const assessSnapshots = defineVerb({
  name: 'snapshots.assess',
  title: 'see which snapshots need not be kept',
  mutates: false,
  silentMs: silences.long,
  input: z.object({ policy: retentionPolicySchema.optional() }),
  output: z.object({ sets: z.array(keptSetSchema), verdicts: z.array(verdictSchema) }),
})

/** Assesses and deletes in one go, so that nothing goes that was not assessed. `onlyWhenEnabled`: does nothing while it is off. */
export const pruneSnapshots = defineVerb({
  name: 'snapshots.prune',
  title: 'delete the snapshots that need not be kept',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({ policy: retentionPolicySchema.optional(), onlyWhenEnabled: z.boolean().default(false) }),
  output: assessSnapshots.output.extend({ pendingBytes: z.number().optional() }),
})
