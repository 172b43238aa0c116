/** What happens in a switch, in the order it happens. The journal keeps all but `step-progress` and `step-proven`. */
import { z } from 'zod'
import { stepProgressSchema } from './define.ts'
import { answersSchema, unansweredSchema } from './preview.ts'
import { stepIdSchema } from './step-ids.ts'
import { switchScopeSchema } from './switch-scope.ts'
import {
  laptopSchema,
  planViewSchema,
  proofSchema,
  quietSchema,
  stepInfoSchema,
  stepOutcomeSchema,
  stoppedBySchema,
} from './switch-state.ts'
import { wireErrorSchema } from './wire-error.ts'

const at = z.string()

export const switchEventSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('plan-started'),
    at,
    planId: z.string(),
    scope: switchScopeSchema.optional(),
    from: laptopSchema,
    to: laptopSchema,
    steps: z.array(stepInfoSchema),
  }),
  z.object({ type: z.literal('step-probed'), at, stepId: stepIdSchema }),
  /** What a step that is probed waits for. */
  z.object({ type: z.literal('probe-told'), at, stepId: stepIdSchema, sentence: z.string() }),
  z.object({ type: z.literal('plan-made'), at, plan: planViewSchema }),
  /** All that are kept now. */
  z.object({ type: z.literal('answers-kept'), at, planId: z.string(), answers: answersSchema }),
  z.object({ type: z.literal('beforehand-told'), at, planId: z.string(), sentence: z.string() }),
  z.object({
    type: z.literal('plan-failed'),
    at,
    scope: switchScopeSchema.optional(),
    from: laptopSchema,
    to: laptopSchema,
    quiet: quietSchema,
    error: wireErrorSchema,
  }),
  z.object({ type: z.literal('plan-discarded'), at }),
  /** What is done before the run begins; without `doing` it was not started. */
  z.object({ type: z.literal('start-told'), at, doing: z.enum(['reserving', 'looking', 'preparing']).optional() }),
  z.object({
    type: z.literal('switch-started'),
    at,
    /** When the person said so: before the laptops were reserved and looked at once more. */
    askedAt: z.string().optional(),
    switchId: z.string(),
    plan: planViewSchema,
    answers: answersSchema,
    unanswered: unansweredSchema,
  }),
  z.object({ type: z.literal('switch-resumed'), at, switchId: z.string() }),
  z.object({ type: z.literal('step-started'), at, stepId: stepIdSchema }),
  z.object({
    type: z.literal('step-progress'),
    at,
    stepId: stepIdSchema,
    progress: stepProgressSchema,
    perSecond: z.number().optional(),
    leftMs: z.number().optional(),
  }),
  z.object({ type: z.literal('step-finished'), at, stepId: stepIdSchema, ms: z.number(), outcome: stepOutcomeSchema }),
  z.object({ type: z.literal('step-failed'), at, stepId: stepIdSchema, ms: z.number(), error: wireErrorSchema }),
  z.object({ type: z.literal('step-stopped'), at, stepId: stepIdSchema }),
  /** From here on `step-progress` is of the step's proof. */
  z.object({ type: z.literal('verification-started'), at }),
  /** The step's proof is there, whatever it says; `ms` since the proof began. */
  z.object({ type: z.literal('step-proven'), at, stepId: stepIdSchema, ms: z.number() }),
  /** Everything stands still; nothing is running on either laptop for this switch. */
  z.object({
    type: z.literal('switch-stopped'),
    at,
    by: stoppedBySchema,
    error: wireErrorSchema.optional(),
    proof: proofSchema.optional(),
  }),
  z.object({ type: z.literal('switch-finished'), at, proof: proofSchema }),
  /** The person has read the proof, or gave the interrupted switch up. */
  z.object({ type: z.literal('switch-dismissed'), at }),
])
export type SwitchEvent = z.infer<typeof switchEventSchema>
