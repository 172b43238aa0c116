/** Calls about the switch that there is: planned, answered, run, and what becomes of it. */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { passwordSchema } from './pairing-calls.ts'
import { answersSchema } from './preview.ts'
import { switchScopeSchema } from './switch-scope.ts'
import { laptopSchema, planViewSchema, switchStateSchema } from './switch-state.ts'

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
      .object({ to: z.string().optional(), from: z.string().optional(), scope: switchScopeSchema.optional() })
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
} as const
