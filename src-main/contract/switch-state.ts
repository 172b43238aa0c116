/** A switch as clients see it; made from events by `applyEvent` alone. */
import { z } from 'zod'
import { stepProgressSchema } from './define.ts'
import { switchScopeSchema } from './switch-scope.ts'
import { broughtSchema } from './brought.ts'
import { answersSchema, effectSchema, estimateSchema, previewSchema, unansweredSchema } from './preview.ts'
import { placeSchema } from './place.ts'
import { stepIdSchema } from './step-ids.ts'
import { iconSchema } from './icon.ts'
import { wizardPageSchema } from './wizard-page.ts'
import { wireErrorSchema } from './wire-error.ts'

/** `name`: by which pairing knows it, whatever it is called. It decides. `label`: what it is called, for the screen. */
export const laptopSchema = z.object({ name: z.string(), label: z.string() })
export type Laptop = z.infer<typeof laptopSchema>

export const stepInfoSchema = z.object({
  id: stepIdSchema,
  title: z.string(),
  /** Which heading of the wizard it stands under; decide steps also have a place there when they ask. */
  stage: z.enum(['prepare', 'copy', 'prove']),
  icon: iconSchema,
  after: z.array(stepIdSchema),
  /** Why it waits: "Starts when packages are done, so that they cannot overwrite it". */
  waitsFor: z.string(),
  /** What follows a number of what happens there: "installed", "service starts" and "services start". */
  counted: z.partialRecord(effectSchema, z.object({ one: z.string(), many: z.string() })).optional(),
})
export type StepInfo = z.infer<typeof stepInfoSchema>

const notComparedSchema = z.object({
  /** undecided: it differs, and nobody has said what should become of it. left-out: it is never carried. */
  why: z.enum(['undecided', 'left-out']),
  count: z.number(),
  /** As it stands in a sentence: "16 files in /etc". */
  what: z.string(),
  /** The first of them. */
  names: z.array(z.string()),
  /** Where the person says what should become of it. */
  decideIn: placeSchema.optional(),
})
export type NotCompared = z.infer<typeof notComparedSchema>

const leftSchema = z.object({
  /** As it stands in a sentence: "changed on XPS 13 during the switch". */
  why: z.string(),
  count: z.number(),
  /** The first of them. */
  names: z.array(z.string()),
  /** It was asked about, and nobody answered: the usual answer has kept it. */
  undecided: z.literal(true).optional(),
})
export type Left = z.infer<typeof leftSchema>

export const verificationItemSchema = z.object({
  /** The area: "Home files". */
  title: z.string(),
  /**
   * same: compared and equal. as-chosen: the only differences are ones the person chose. left: some stay without anybody
   * having been asked. not-compared: nobody has said that it should be the same, or nothing of it is carried. differs: not
   * proven.
   */
  verdict: z.enum(['same', 'as-chosen', 'left', 'healthy', 'not-compared', 'differs']),
  /** With numbers: "412,806 files match; 2,000 read back and compared byte by byte". */
  text: z.string(),
  compared: z.number(),
  /** What stays different by an answer or a rule of the person's, by name. A usual answer is in `left`. */
  chosen: z.array(z.string()),
  /** How many more there are than are named. */
  moreChosen: z.number().optional(),
  /** What else stays different, for each reason: nobody was asked about it, or nobody answered. */
  left: z.array(leftSchema).optional(),
  /** Only with the verdict "not-compared". */
  notCompared: notComparedSchema.optional(),
  /** What differs by accident, by name. */
  differences: z.array(z.string()),
  /** Which ones were read back in full, by name (a sample for the proof page). */
  readBack: z.array(z.string()),
})
export type VerificationItem = z.infer<typeof verificationItemSchema>

export const verificationSchema = z.object({
  items: z.array(verificationItemSchema),
  /** "Good to know" lines. */
  notes: z.array(z.string()),
  /** Virtual machines that still run on the source. */
  stillRunning: z.array(z.string()).optional(),
  /** What the source has, and others have still to bring: "Syncthing still carries 3 files to XPS 13". */
  behind: z.array(z.string()).optional(),
})
export type Verification = z.infer<typeof verificationSchema>

/** Of the whole switch, however often it was resumed. */
export const stepOutcomeSchema = z.object({
  /** "All 19 changes are done on xps." */
  text: z.string(),
  bytes: z.number(),
  items: z.number(),
  /** How many of the bytes earlier runs brought; absent when there was none, or it brought nothing. */
  bytesBefore: z.number().optional(),
  /** What was agreed to and left as it is, because of what this run found: `name` as its step knows it. */
  leftOut: z.array(z.object({ name: z.string(), why: z.string() })).optional(),
  /** Areas that it changed besides its own: those that Undo then takes back, too. */
  areas: z.array(z.string()).optional(),
  /** The snapshot set of the target, from before the first change; only of the step that takes it. */
  snapshotId: z.string().optional(),
})
export type StepOutcome = z.infer<typeof stepOutcomeSchema>

/** Made for whoever looks at the overview: nobody has asked to switch, so nothing is fetched for it and nobody is called. */
export const quietSchema = z.literal(true).optional()

export const planViewSchema = z.object({
  planId: z.string(),
  at: z.string(),
  from: laptopSchema,
  to: laptopSchema,
  /** Host name of the laptop whose app made it: see `startedOn`. */
  startedBy: z.string(),
  scope: switchScopeSchema.optional(),
  quiet: quietSchema,
  steps: z.array(stepInfoSchema),
  previews: z.record(stepIdSchema, previewSchema),
  /** All pages that the previews name, each once, in their order. */
  pages: z.array(wizardPageSchema),
  estimate: estimateSchema,
  /** What the person has answered so far; kept by the app until the switch is finished. */
  kept: answersSchema.default({}),
  /** Ids of questions that were answered for other versions. Those answers are not used. */
  askedAgain: z.array(z.string()).default([]),
  /** Present when an earlier plan was outdated at its start: sentences about what has changed since. */
  changedSince: z.array(z.string()).optional(),
  /** Of a switch that began: what came after the plan that was agreed to, and is taken along. Sentences. */
  newSince: z.array(z.string()).optional(),
  /** How far it is with what is fetched while the person answers, or why that waits: a sentence. Absent where nothing is, or not yet known. */
  beforehand: z.string().optional(),
})
export type PlanView = z.infer<typeof planViewSchema>

export const proofSchema = z.object({
  version: z.literal(1),
  switchId: z.string(),
  scope: switchScopeSchema.optional(),
  from: laptopSchema,
  to: laptopSchema,
  startedAt: z.string(),
  finishedAt: z.string(),
  /** How long it worked, without pauses. */
  tookMs: z.number(),
  /** True only if no item differs. */
  verified: z.boolean(),
  steps: z.array(
    z.object({
      id: stepIdSchema,
      title: z.string(),
      icon: iconSchema,
      ms: z.number(),
      outcome: stepOutcomeSchema,
      /** By name; absent where that is not known of all of it. */
      brought: z.array(broughtSchema).optional(),
      verification: verificationSchema,
    }),
  ),
  /** Areas that it changed besides its own: those that Undo then takes back, too. */
  areas: z.array(z.string()).optional(),
  /** The snapshot set of the target, from before the switch. */
  snapshotId: z.string().optional(),
})
export type Proof = z.infer<typeof proofSchema>

/** What has come, also when the step is past copying. */
const copiedSchema = z.object({ done: z.number(), total: z.number() }).optional()

export const stepStatusSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('waiting') }),
  z.object({
    kind: z.literal('running'),
    startedAt: z.string(),
    progress: stepProgressSchema.optional(),
    /** Units a second over the last seconds, and time left made of it. */
    perSecond: z.number().optional(),
    leftMs: z.number().optional(),
    answeredAt: z.string(),
    copied: copiedSchema,
  }),
  z.object({ kind: z.literal('done'), ms: z.number(), outcome: stepOutcomeSchema }),
  z.object({
    kind: z.literal('failed'),
    ms: z.number(),
    error: wireErrorSchema,
    progress: stepProgressSchema.optional(),
    copied: copiedSchema,
  }),
  z.object({ kind: z.literal('stopped'), progress: stepProgressSchema.optional(), copied: copiedSchema }),
])
export type StepStatus = z.infer<typeof stepStatusSchema>

/** How far the proof of a step is: all are asked at once. */
export const provingStatusSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('running'),
    answeredAt: z.string(),
    progress: stepProgressSchema.optional(),
    perSecond: z.number().optional(),
  }),
  /** `ms` since the proof began. */
  z.object({ kind: z.literal('done'), ms: z.number() }),
])
export type ProvingStatus = z.infer<typeof provingStatusSchema>

/**
 * person: paused. closed: the program was ended in order while it ran. failure: a step failed (its error says how; the
 * connection may have been cut), or the comparison found a difference. crash: an error that nobody caught ended the program.
 * killed: the program was gone without a word. power: so was the laptop. battery: paused, as a laptop ran low.
 */
export const stoppedBySchema = z.enum(['person', 'closed', 'failure', 'crash', 'killed', 'power', 'battery'])
export type StoppedBy = z.infer<typeof stoppedBySchema>

/** What a step that is probed waits for: a sentence that changes. */
const toldSchema = z.object({ stepId: stepIdSchema, sentence: z.string() }).optional()

/** reserving: both laptops. looking: all steps probe once more. preparing: what the run cannot do without is started. */
const startingSchema = z.object({
  doing: z.enum(['reserving', 'looking', 'preparing']),
  /** Steps that have answered, while it looks. */
  probed: z.number(),
  told: toldSchema,
})
export type Starting = z.infer<typeof startingSchema>

export const switchStateSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('idle') }),
  z.object({
    kind: z.literal('planning'),
    planId: z.string(),
    scope: switchScopeSchema.optional(),
    from: laptopSchema,
    to: laptopSchema,
    at: z.string(),
    steps: z.array(stepInfoSchema),
    /** Ids of the steps that have answered. */
    probed: z.array(stepIdSchema),
    told: toldSchema,
  }),
  z.object({
    kind: z.literal('plan-failed'),
    scope: switchScopeSchema.optional(),
    from: laptopSchema,
    to: laptopSchema,
    at: z.string(),
    quiet: quietSchema,
    error: wireErrorSchema,
  }),
  z.object({
    kind: z.literal('planned'),
    plan: planViewSchema,
    /** While it is being started: nothing is changed yet. */
    starting: startingSchema.optional(),
  }),
  z.object({
    kind: z.literal('running'),
    switchId: z.string(),
    plan: planViewSchema,
    answers: answersSchema,
    unanswered: unansweredSchema,
    /** When the person started it: what it takes is counted from there. */
    askedAt: z.string().optional(),
    startedAt: z.string(),
    resumed: z.number(),
    statuses: z.record(stepIdSchema, stepStatusSchema),
    verifying: z.boolean(),
    /** While `verifying`. */
    proving: z.object({ since: z.string(), steps: z.record(stepIdSchema, provingStatusSchema) }).optional(),
    /** Of a run that was resumed: since when it goes on, and which share of each step was done before (0 to 1). */
    resumedFrom: z.object({ at: z.string(), done: z.record(stepIdSchema, z.number()) }).optional(),
  }),
  /** Not running any more and not done: `error` is what stopped it, where something failed. */
  z.object({
    kind: z.literal('interrupted'),
    switchId: z.string(),
    plan: planViewSchema,
    answers: answersSchema,
    unanswered: unansweredSchema,
    /** When the person started it: what it takes is counted from there. */
    askedAt: z.string().optional(),
    startedAt: z.string(),
    stoppedAt: z.string(),
    resumed: z.number(),
    statuses: z.record(stepIdSchema, stepStatusSchema),
    by: stoppedBySchema,
    error: wireErrorSchema.optional(),
    /** Present when everything ran but the comparison found differences. */
    proof: proofSchema.optional(),
  }),
  z.object({
    kind: z.literal('done'),
    plan: planViewSchema,
    proof: proofSchema,
    statuses: z.record(stepIdSchema, stepStatusSchema),
  }),
])
export type SwitchState = z.infer<typeof switchStateSchema>
