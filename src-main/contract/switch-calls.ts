/**
 * Calls about the switch that there is: planned, looked at, answered, run, and what becomes of it. Paths and names are bytes
 * (kernel/byte-path.ts): show them with `textFromBytePath`.
 */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { lastLookSchema } from './last-look.ts'
import { lookSideSchema } from './look.ts'
import { passwordSchema } from './pairing-calls.ts'
import { relativeBytePathSchema } from './path-schemas.ts'
import { answersSchema, changeSchema } from './preview.ts'
import { stepIdSchema } from './step-ids.ts'
import { switchScopeSchema } from './switch-scope.ts'
import { laptopSchema, planViewSchema, quietSchema, proofSchema, switchStateSchema } from './switch-state.ts'

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

export const effects = ['remove', 'rename', 'update', 'add'] as const
export type Effect = (typeof effects)[number]

const countsSchema = z.object({
  remove: z.number(),
  rename: z.number(),
  update: z.number(),
  add: z.number(),
  bytes: z.number(),
})
export type ChangesCounts = z.infer<typeof countsSchema>

const nothing = z.object({})

export const switchCalls = {
  switchState: defineCall({
    name: 'switch.state',
    title: 'show the state of the switch',
    input: nothing,
    output: switchStateSchema,
  }),
  /**
   * Makes a plan; progress comes as events. Changes nothing on either laptop. The other laptop is named as `to`, or as `from`
   * to bring its work here; with both it is said in full. "unknown-host" when this laptop alone is named. Without `scope` it is
   * of all that is carried.
   */
  switchPlan: defineCall({
    name: 'switch.plan',
    title: 'plan a switch',
    input: z
      .object({
        to: z.string().optional(),
        from: z.string().optional(),
        scope: switchScopeSchema.optional(),
        quiet: quietSchema,
      })
      .refine(({ to, from }) => to !== undefined || from !== undefined),
    output: planViewSchema,
  }),
  /** Keeps what the person answers, as they do; null takes an answer back. What was not told stays as it was. */
  switchAnswer: defineCall({
    name: 'switch.answer',
    title: 'keep answers',
    input: z.object({ planId: z.string(), answers: z.record(z.string(), z.string().nullable()) }),
    output: nothing,
  }),
  /**
   * Starts what was planned. "plan-changed" comes with a new plan in the state; "needs-password" when the person's is asked for
   * (`settings.password`) and none was given, or another one. Returns when it has started.
   */
  switchStart: defineCall({
    name: 'switch.start',
    title: 'start copying',
    input: z.object({ planId: z.string(), answers: answersSchema, password: passwordSchema.optional() }),
    output: z.object({ switchId: z.string() }),
  }),
  /** Finishes an interrupted switch. The laptop that drove it keeps its journal, so it may be done there: see `runsOn`. */
  switchResume: defineCall({
    name: 'switch.resume',
    title: 'resume the interrupted switch',
    input: nothing,
    output: z.object({ switchId: z.string(), runsOn: z.string() }),
  }),
  /** Stops a running switch; it can be resumed. */
  switchPause: defineCall({ name: 'switch.pause', title: 'pause the switch', input: nothing, output: nothing }),
  /**
   * Gives up the switch that is not finished, whichever laptop began it: it can no longer be resumed. The other laptop is told
   * when it answers. "not-found" when none is open, "locked" while it runs.
   */
  switchGiveUp: defineCall({
    name: 'switch.giveUp',
    title: 'give the unfinished switch up',
    input: nothing,
    output: z.object({
      switchId: z.string(),
      from: laptopSchema,
      to: laptopSchema,
      startedBy: z.string(),
      /** False when the laptop that began it does not know yet: until it does, it can be resumed there. */
      told: z.boolean(),
    }),
  }),
  /** Discards a plan, or closes the proof of a finished switch. */
  switchDismiss: defineCall({ name: 'switch.dismiss', title: 'discard the plan', input: nothing, output: nothing }),
  /**
   * Puts the laptop that was left to sleep, which is safe once the switch is proven and both laptops remember it. "blocked" when
   * that is not so, or something was begun since.
   */
  switchSuspend: defineCall({
    name: 'switch.suspend',
    title: 'suspend the laptop that was left',
    input: z.object({ switchId: z.string() }),
    output: z.object({ laptop: laptopSchema }),
  }),
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
