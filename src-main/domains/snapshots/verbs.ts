/**
 * Snapshots of one laptop: what can be snapshotted, taking a set of read-only snapshots, looking at what is kept.
 * The words for sets are in commons/snapshot-sets.
 */
import { z } from 'zod'
import { descriptionSchema, layoutSchema, listedSetSchema } from '../../commons/snapshot-sets/schemas.ts'
import { defineVerb } from '../../contract/define.ts'

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
  input: descriptionSchema.pick({ switchId: true, reason: true, from: true, to: true, note: true }),
  output: descriptionSchema,
})

/** Newest first. A set whose description cannot be read is listed all the same. */
export const listSnapshots = defineVerb({
  name: 'snapshots.list',
  title: 'list the snapshots',
  mutates: false,
  input: z.object({}),
  output: z.object({ sets: z.array(listedSetSchema) }),
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
        z.object({ kind: z.literal('as-described'), folder: z.string() }),
        z.object({ kind: z.literal('different'), folder: z.string(), why: z.string() }),
      ]),
    ),
  }),
})
