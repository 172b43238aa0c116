/** What a client can ask about rolling back whole subvolumes of a laptop. */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { changeCountsSchema } from './compare-calls.ts'
import { switchScopeSchema } from './switch-scope.ts'
import { laptopSchema } from './switch-state.ts'
import { missingLaptopSchema, timeSchema } from './snapshot-calls.ts'

const nothing = z.object({})

/** The first 3 paths, and how many in all. */
const namedSchema = z.object({ first: z.array(z.string()), count: z.number() })
export type NamedPaths = z.infer<typeof namedSchema>

export const rollbackSubvolumeSchema = z.object({
  subvolume: z.string(),
  title: z.string(),
  path: z.string(),
  /** What can be done: at once, only when the laptop restarts, or not at all. */
  when: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('now') }),
    z.object({ kind: z.literal('next-start'), why: z.string() }),
    z.object({ kind: z.literal('refused'), why: z.string(), hint: z.string() }),
  ]),
  /** Programs that use it now; "alice is logged in" is one line for all of hers. */
  users: z.array(z.string()),
  /** Compared with now; absent when it could not be compared. */
  counts: changeCountsSchema.optional(),
  /** What exists only now and would be lost. */
  disappears: namedSchema.optional(),
  /** What was deleted since, and comes back; absent like the counts. */
  returns: namedSchema.optional(),
  /** Nested subvolumes that are moved along. */
  nested: z.number(),
})
export type RollbackSubvolume = z.infer<typeof rollbackSubvolumeSchema>

export const rollbackPlanSchema = z.object({
  planId: z.string(),
  laptop: z.string(),
  id: z.string(),
  at: timeSchema,
  subvolumes: z.array(rollbackSubvolumeSchema),
  notes: z.array(z.string()),
})
export type RollbackPlan = z.infer<typeof rollbackPlanSchema>

/** What undoing a switch means: rolling the target back to what it was before, on whichever it is asked. */
export const undoPlanSchema = z.object({
  switchId: z.string(),
  scope: switchScopeSchema.optional(),
  /** Of the switch. `to` is rolled back, `from` is not touched and has the latest work again, if the switch had brought it. */
  from: laptopSchema,
  to: laptopSchema,
  finishedAt: timeSchema,
  /**
   * What the switch did and is taken back, each as its own step is called: "Packages", "Home files"; what becomes of it in lines: "3 are
   * removed: docker-ce, ripgrep, gh". `plan` says the rest.
   */
  takenBack: z.array(z.object({ title: z.string(), lines: z.array(z.string()) })),
  /** What the switch changed and is not taken back, as sentences. */
  stays: z.array(z.string()),
  /** What changed on that laptop since, by subvolume; absent when the snapshots from after the switch are gone. */
  since: z
    .object({
      setId: z.string(),
      subvolumes: z.array(
        z.object({
          title: z.string(),
          /** Where it is; paths are below it. */
          path: z.string(),
          counts: changeCountsSchema,
          /** Made since: it would be gone. */
          disappears: namedSchema,
          /** What is in it now would be gone. */
          changed: namedSchema,
        }),
      ),
    })
    .optional(),
  /** Run with `rollback.run`, whole or not at all. */
  plan: rollbackPlanSchema,
})
export type UndoPlan = z.infer<typeof undoPlanSchema>

/** The state of rollbacks on a laptop. */
export const rollbackStateSchema = z.object({
  laptop: z.string(),
  /** Waits for the next start. */
  pending: z
    .object({
      operationId: z.string(),
      id: z.string(),
      at: timeSchema,
      subvolumes: z.array(z.string()),
      askedAt: timeSchema,
      /** The switch that it undoes. */
      undoes: z.string().optional(),
    })
    .optional(),
  /** The last one, as the laptop itself tells it. */
  last: z
    .object({
      operationId: z.string(),
      id: z.string(),
      at: timeSchema,
      subvolumes: z.array(z.string()),
      endedAt: timeSchema,
      result: z.enum(['done', 'taken-back', 'failed']),
      /** What happened, as a sentence. */
      text: z.string(),
      /** The set that holds what was there before. */
      keptSet: z.string().optional(),
    })
    .optional(),
})
export type RollbackState = z.infer<typeof rollbackStateSchema>

export const rollbackCalls = {
  /** Plans a rollback; changes nothing. */
  rollbackPlan: defineCall({
    name: 'rollback.plan',
    title: 'plan a rollback',
    input: z.object({ laptop: z.string(), id: z.string(), subvolumes: z.array(z.string()).min(1) }),
    output: rollbackPlanSchema,
  }),
  /** Of the last switch unless told otherwise. AppError "blocked" when it cannot be undone; changes nothing. */
  undoPlan: defineCall({
    name: 'undo.plan',
    title: 'plan to undo a switch',
    input: z.object({ switchId: z.string().optional() }),
    output: undoPlanSchema,
  }),
  /** "next-start" only leaves an order. */
  rollbackRun: defineCall({
    name: 'rollback.run',
    title: 'roll a laptop back',
    input: z.object({
      planId: z.string(),
      subvolumes: z.array(z.string()).min(1),
      when: z.enum(['now', 'next-start']),
    }),
    output: rollbackStateSchema,
  }),
  rollbackState: defineCall({
    name: 'rollback.state',
    title: 'show the state of rollbacks',
    input: nothing,
    output: z.object({ laptops: z.array(rollbackStateSchema), missing: z.array(missingLaptopSchema) }),
  }),
  /** Cancels the order for the next start. */
  rollbackCancel: defineCall({
    name: 'rollback.cancel',
    title: 'cancel a rollback',
    input: z.object({ laptop: z.string() }),
    output: rollbackStateSchema,
  }),
  /** Restarts a laptop, so that a waiting rollback is performed. */
  laptopRestart: defineCall({
    name: 'laptop.restart',
    title: 'restart a laptop',
    input: z.object({ laptop: z.string() }),
    output: nothing,
  }),
} as const
