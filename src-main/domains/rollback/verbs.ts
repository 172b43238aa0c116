/** Rolling subvolumes of one laptop back to a set of snapshots: what it would mean, doing it, how it stands. */
import { z } from 'zod'
import { switchIdSchema } from '../../commons/ledger/verbs.ts'
import {
  areaIdSchema,
  subvolumeNameSchema,
  groupIdSchema,
  setIdSchema,
  uuidSchema,
} from '../../commons/snapshot-sets/schemas.ts'
import { rollbackSubvolumeSchema, rollbackStateSchema } from '../../contract/rollback-calls.ts'
import { defineVerb, silences } from '../../contract/define.ts'
import { messageSchema } from '../../contract/message.ts'
import { userSchema } from './messages.ts'

/** What must be the same when it is done as when it was planned. */
const identitySchema = z.object({ subvolume: subvolumeNameSchema, oldUuid: uuidSchema, snapshotUuid: uuidSchema })

export const inspectedSubvolumeSchema = rollbackSubvolumeSchema
  .omit({ counts: true, disappears: true, returns: true })
  .extend({
    when: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('now') }),
      z.object({ kind: z.literal('next-start'), why: messageSchema }),
      z.object({ kind: z.literal('refused'), why: messageSchema }),
    ]),
    users: z.array(userSchema),
    subvolume: subvolumeNameSchema,
    /** Absent when what is there could not even be found. */
    identity: identitySchema.optional(),
  })

const requestSchema = z.object({
  setId: setIdSchema,
  subvolumes: z.array(subvolumeNameSchema).min(1).max(300),
  /** Whether the app that asks runs on this laptop: then its person is at it. */
  askedHere: z.boolean(),
})

const inAreasSchema = z.object({
  setId: setIdSchema,
  /** What is nested is in no area. */
  subvolumes: z.array(z.object({ subvolume: subvolumeNameSchema, areas: z.array(areaIdSchema) })),
})

/** The set from before a switch, with all of it that is in these areas, what is nested in them too. */
export const findBeforeSwitch = defineVerb({
  name: 'rollback.before-switch',
  title: 'find the snapshots from before a switch',
  mutates: false,
  input: z.object({ switchId: switchIdSchema, areas: z.array(areaIdSchema).min(1) }),
  output: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('found'),
      before: inAreasSchema,
      /** Of the areas, those that the set does not have. */
      lacking: z.array(areaIdSchema),
      /** Taken when the switch was verified. Absent when there is none. */
      after: inAreasSchema.optional(),
    }),
    z.object({ kind: z.literal('gone') }),
  ]),
})

/** AppError "not-found" when there is no such set, or it has no such subvolume. */
export const inspectRollback = defineVerb({
  name: 'rollback.inspect',
  title: 'see what rolling back would do',
  mutates: false,
  silentMs: silences.long,
  input: requestSchema,
  output: z.object({ setAt: z.string(), subvolumes: z.array(inspectedSubvolumeSchema), notes: z.array(messageSchema) }),
})

/**
 * "now" answers when it is done, taken back or failed; it is carried on when the asker goes away. "next-start" leaves the
 * order. AppError "plan-changed" when something is not what was planned with, "blocked" when it cannot be done.
 */
export const runRollback = defineVerb({
  name: 'rollback.run',
  title: 'roll back',
  mutates: true,
  silentMs: silences.longest,
  input: requestSchema.extend({
    operationId: groupIdSchema,
    when: z.enum(['now', 'next-start']),
    agreed: z.array(identitySchema).min(1),
    /** The switch that it undoes. */
    undoes: switchIdSchema.optional(),
  }),
  output: z.object({}),
})

/** Also recovers what an interruption left, if nobody is at it. */
export const recoverRollback = defineVerb({
  name: 'rollback.recover',
  title: 'finish or take back an interrupted rollback',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({}),
  output: z.object({ recovered: z.boolean() }),
})

export const readRollbackState = defineVerb({
  name: 'rollback.state',
  title: 'tell how rollbacks stand',
  mutates: false,
  input: z.object({}),
  output: rollbackStateSchema.omit({ laptop: true, last: true }).extend({
    last: rollbackStateSchema.shape.last
      .unwrap()
      .extend({ text: z.array(messageSchema) })
      .optional(),
    /** A journal is there and nobody works at it. */
    interrupted: z.boolean(),
  }),
})

/** Harmless when nothing waits. AppError "blocked" when it is being done. */
export const cancelRollback = defineVerb({
  name: 'rollback.cancel',
  title: 'take back an ordered rollback',
  mutates: true,
  input: z.object({}),
  output: z.object({}),
})

/** Answers before it goes down. */
export const restartLaptop = defineVerb({
  name: 'laptop.restart',
  title: 'restart the laptop',
  mutates: true,
  input: z.object({}),
  output: z.object({}),
})
