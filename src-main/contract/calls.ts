/** Every call a client can make. The client, the dispatcher, the command line and the test double come from this list. */
import { z } from 'zod'
import { activityCalls } from './activity-calls.ts'
import { beforehandCalls } from './beforehand-calls.ts'
import { callIdSchema } from './call-id.ts'
import { defineCall } from './define.ts'
import { etcCalls } from './etc-calls.ts'
import { answersSchema } from './preview.ts'
import { toldProgressSchema } from './progress/told.ts'
import { compareCalls } from './compare-calls.ts'
import { conflictsCalls } from './conflicts-calls.ts'
import { bundlesCalls } from './bundles-calls.ts'
import { copiesCalls } from './copies-calls.ts'
import { containersCalls } from './containers-calls.ts'
import { disksCalls } from './disks-calls.ts'
import { filesCalls } from './files-calls.ts'
import { heldFoldersCalls } from './held-folders-calls.ts'
import { homeCalls } from './home-calls.ts'
import { jobNoteSchema, jobsCalls } from './jobs-calls.ts'
import { keptCalls } from './kept-calls.ts'
import { liveCalls } from './live-calls.ts'
import { packagesCalls } from './packages-calls.ts'
import { packageRulesCalls } from './package-rules-calls.ts'
import { switchScopeSchema } from './switch-scope.ts'
import { pageCalls } from './page-calls.ts'
import { pairingCalls, passwordSchema } from './pairing-calls.ts'
import { personSyncthingSchema } from './person-syncthing.ts'
import { planCalls } from './plan-calls.ts'
import { reclaimCalls } from './reclaim-calls.ts'
import { rollbackCalls } from './rollback-calls.ts'
import { savedSinceSchema } from './saved-since-schema.ts'
import { settingsCalls } from './settings-calls.ts'
import { snapshotCalls } from './snapshot-calls.ts'
import { systemStateCalls } from './system-state-calls.ts'
import { laptopSchema, planViewSchema, proofSchema, switchStateSchema } from './switch-state.ts'
import { verifyCalls } from './verify-calls.ts'
import { wireErrorSchema } from './wire-error.ts'

const nothing = z.object({})

/** What a laptop says about itself. */
export const laptopFactsSchema = z.object({
  askedAt: z.string(),
  system: z.string(),
  agentVersion: z.string(),
  power: z.object({ plugged: z.boolean(), percent: z.number().optional() }),
  disk: z.object({ freeBytes: z.number(), totalBytes: z.number() }),
  newestSnapshotAt: z.string().optional(),
  /** Changes in /home that the weekly check found and pc-switcher had missed; `isOpen` until a plan has listed all of it. */
  missedChanges: z.object({ at: z.string(), count: z.number(), isOpen: z.boolean() }).optional(),
  /** Files of which a Syncthing has kept another version; absent where there are none. */
  conflicts: z.int().optional(),
  /** Jobs that run now, and those that are not done as they should be. */
  jobs: z.array(jobNoteSchema).optional(),
  /** What a switch would bring of what was saved since both laptops were last equal, as far as anybody looked. */
  savedSince: savedSinceSchema.optional(),
  /** What the person's own Syncthing says of itself; absent where nothing is left to it. */
  syncthing: personSyncthingSchema.optional(),
})

export const laptopStatusSchema = z.object({
  laptop: laptopSchema,
  here: z.boolean(),
  /** reachable, or since when and why not. */
  connection: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('reachable'), roundTripMs: z.number() }),
    z.object({ kind: z.literal('unreachable'), error: wireErrorSchema, lastSeenAt: z.string().optional() }),
    z.object({ kind: z.literal('unknown') }),
  ]),
  /** Absent as long as it never answered; older than `askedAt` of the state when it does not answer now. */
  facts: laptopFactsSchema.optional(),
})
export type LaptopStatus = z.infer<typeof laptopStatusSchema>

export const historyEntrySchema = z.object({
  switchId: z.string(),
  scope: switchScopeSchema.optional(),
  from: laptopSchema,
  to: laptopSchema,
  startedAt: z.string(),
  finishedAt: z.string(),
  /** How long it worked, without pauses. */
  tookMs: z.number(),
  verified: z.boolean(),
  bytes: z.number(),
  /** What still differs because nobody decided: "16 files in /etc". */
  undecided: z.array(z.string()).optional(),
  /** What was on its way to the laptop that was taken when it ended, in a sentence. */
  behind: z.string().optional(),
  /** When the laptop that was taken was put back to what it was before. */
  undoneAt: z.string().optional(),
})
export type HistoryEntry = z.infer<typeof historyEntrySchema>

/** Who has the latest work, as both laptops remember it. */
export const holderSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('never-switched') }),
  z.object({ kind: z.literal('held'), by: z.string(), since: z.string(), switchId: z.string() }),
  z.object({ kind: z.literal('unclear'), why: z.string() }),
])
export type Holder = z.infer<typeof holderSchema>

/** A switch that was started on either laptop and is not finished, as the laptops' own record tells it. */
export const openSwitchSchema = z.object({
  switchId: z.string(),
  from: laptopSchema,
  to: laptopSchema,
  since: z.string(),
  /** `name` of the laptop whose app drives it and has its journal. */
  startedBy: z.string(),
  /** Whether a process on one of the laptops is running it now. */
  running: z.boolean(),
  /** How far it is, where the laptop that runs it has said so in the last half minute. */
  progress: toldProgressSchema.optional(),
})

/** A switch whose journal is there and cannot be read; `at` is when it was last written to. */
export const unreadableJournalSchema = z.object({
  switchId: z.string(),
  at: z.string(),
  error: wireErrorSchema,
})
export type UnreadableJournal = z.infer<typeof unreadableJournalSchema>

export const overviewSchema = z.object({
  version: z.string(),
  /** alone: set up without another laptop. not-paired: nothing else is known. */
  pairing: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('paired') }),
    z.object({ kind: z.literal('alone'), error: wireErrorSchema }),
    z.object({ kind: z.literal('not-paired'), error: wireErrorSchema }),
  ]),
  here: laptopStatusSchema,
  peer: laptopStatusSchema.optional(),
  holder: holderSchema,
  history: z.array(historyEntrySchema),
  openSwitch: openSwitchSchema.optional(),
  /** The newest switch that was started here, when its journal cannot be read: then nobody knows whether it is finished. */
  unreadableSwitch: unreadableJournalSchema.optional(),
  /** The person's home folder, the same on both laptops: what "~" is on screen. */
  home: z.string().optional(),
})
export type Overview = z.infer<typeof overviewSchema>

export const doctorItemSchema = z.object({
  title: z.string(),
  laptop: z.string().optional(),
  verdict: z.enum(['passed', 'warning', 'failed']),
  text: z.string(),
  hint: z.string().optional(),
})
export type DoctorItem = z.infer<typeof doctorItemSchema>

export const calls = {
  /** What the overview needs; asks both laptops unless `refresh` is false. */
  overview: defineCall({
    name: 'overview',
    title: 'show both laptops',
    input: z.object({ refresh: z.boolean().default(true) }),
    output: overviewSchema,
  }),
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
  ...planCalls,
  proofGet: defineCall({
    name: 'proof.get',
    title: 'read the proof of a switch',
    input: z.object({ switchId: z.string() }),
    output: proofSchema,
  }),
  ...snapshotCalls,
  ...compareCalls,
  ...conflictsCalls,
  ...filesCalls,
  ...rollbackCalls,
  ...homeCalls,
  ...heldFoldersCalls,
  ...liveCalls,
  ...beforehandCalls,
  ...verifyCalls,
  ...keptCalls,
  ...copiesCalls,
  ...bundlesCalls,
  ...containersCalls,
  ...disksCalls,
  ...reclaimCalls,
  ...jobsCalls,
  ...packagesCalls,
  ...packageRulesCalls,
  ...systemStateCalls,
  ...etcCalls,
  /** Stops long work outside a switch, known by its call; that call then fails with "cancelled". */
  taskCancel: defineCall({
    name: 'task.cancel',
    title: 'stop the task',
    input: z.object({ callId: callIdSchema }),
    output: nothing,
  }),
  ...activityCalls,
  ...settingsCalls,
  ...pageCalls,
  ...pairingCalls,
  doctor: defineCall({
    name: 'doctor',
    title: 'check the installation on both laptops',
    input: nothing,
    output: z.object({ items: z.array(doctorItemSchema) }),
  }),
} as const

export type CallKey = keyof typeof calls
