/**
 * What a client can ask about a plan that it shows. Nothing is kept of the answers. Paths and names are bytes
 * (kernel/byte-path.ts): show them with `textFromBytePath`.
 */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { lastLookSchema } from './last-look.ts'
import { lookSideSchema } from './look.ts'
import { relativeBytePathSchema } from './path-schemas.ts'
import { answersSchema, changeSchema } from './preview.ts'
import { stepIdSchema } from './step-ids.ts'
import { proofSchema } from './switch-state.ts'

const pageSchema = z.object({ offset: z.number().int().min(0), limit: z.number().int().min(1).max(2000) })

/** What one laptop has of what is asked about: of a file, or of all that differs in a folder. */
const hadSchema = z.object({
  files: z.number(),
  /** Absent where it is not known of all of them. */
  bytes: z.number().optional(),
  /** When the newest was changed; absent where it is not known, or there is none. */
  changedAt: z.iso.datetime().optional(),
})
export type Had = z.infer<typeof hadSchema>

/** Something in a folder that a question is about, and differs or holds what differs. */
const differingEntrySchema = z.object({
  name: z.string(),
  /** What `switch.look` and `switch.browse` are asked with. */
  path: relativeBytePathSchema,
  type: z.enum(['file', 'folder', 'link', 'other']),
  /** Absent where that laptop has nothing. */
  from: hadSchema.optional(),
  to: hadSchema.optional(),
  /** Files at or below it, by who has them. */
  onlyFrom: z.number(),
  onlyTo: z.number(),
  differ: z.number(),
  newer: z.enum(['from', 'to']).optional(),
})
export type DifferingEntry = z.infer<typeof differingEntrySchema>

export const effects = ['remove', 'update', 'add'] as const
export type Effect = (typeof effects)[number]

const countsSchema = z.object({ remove: z.number(), update: z.number(), add: z.number(), bytes: z.number() })
export type ChangesCounts = z.infer<typeof countsSchema>

export const planCalls = {
  /** Both versions of what a question is about; of a folder, of one file in it. */
  switchLook: defineCall({
    name: 'switch.look',
    title: 'compare both versions',
    input: z.object({ questionId: z.string(), path: relativeBytePathSchema.optional() }),
    output: z.object({ from: lookSideSchema, to: lookSideSchema }),
  }),
  /** What differs in a folder that a question is about, by name; without `path` in the topmost one. */
  switchBrowse: defineCall({
    name: 'switch.browse',
    title: 'list what a question is about',
    input: pageSchema.extend({ questionId: z.string(), path: relativeBytePathSchema.optional() }),
    output: z.object({
      /** The folder that is listed. */
      path: z.string(),
      total: z.number(),
      entries: z.array(differingEntrySchema),
      /** False when there are so many differences that some of this folder may not be listed. */
      isWhole: z.boolean(),
    }),
  }),
  /** All that is to be seen before the start, with these answers of the person's and the safe defaults. */
  switchLastLook: defineCall({
    name: 'switch.lastLook',
    title: 'look at the plan once more',
    input: z.object({ answers: answersSchema }),
    output: lastLookSchema,
  }),
  /** Every line of what a step would change with these answers and the safe defaults: what is removed comes first. */
  switchChanges: defineCall({
    name: 'switch.changes',
    title: 'list all changes',
    input: pageSchema.extend({
      stepId: stepIdSchema,
      answers: answersSchema,
      /** Part of a name, letter case ignored. */
      search: z.string().max(200).default(''),
      effects: z.array(z.enum(effects)).default([...effects]),
    }),
    output: z.object({
      /** Of those that were asked for. */
      total: z.number(),
      entries: z.array(changeSchema),
      /** Of all, whatever was asked for. */
      counts: countsSchema,
      /** False when there are so many that some are not listed. */
      isWhole: z.boolean(),
    }),
  }),
  proofGet: defineCall({
    name: 'proof.get',
    title: 'read the proof of a switch',
    input: z.object({ switchId: z.string() }),
    output: proofSchema,
  }),
} as const
