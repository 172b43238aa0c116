/** What either laptop says of itself, who has the latest work, and what both were switched to: the overview. */
import { z } from 'zod'
import { unreadableJournalSchema } from './activity-calls.ts'
import { defineCall } from './define.ts'
import { jobNoteSchema } from './jobs-calls.ts'
import { personSyncthingSchema } from './person-syncthing.ts'
import { toldProgressSchema } from './progress/told.ts'
import { savedSinceSchema } from './saved-since-schema.ts'
import { switchScopeSchema } from './switch-scope.ts'
import { laptopSchema } from './switch-state.ts'
import { wireErrorSchema } from './wire-error.ts'

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
  /** A rollback that is ordered for its next start; `at`: when its snapshots were taken, `undoes`: the switch that it undoes. */
  waiting: z.object({ operationId: z.string(), at: z.string(), undoes: z.string().optional() }).optional(),
  /** Whether it was suspended or restarted since the newest switch ended. */
  hasSlept: z.boolean().optional(),
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

/** files: without a rule. differences: about which a question was not answered. */
const openPointSchema = z.object({
  about: z.enum(['files', 'differences']),
  /** Of a switch that may be older than this version. */
  stepId: z.string(),
  count: z.int(),
  /** The first of them. */
  names: z.array(z.string()),
})
export type OpenPoint = z.infer<typeof openPointSchema>

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
  /** What still differs because nobody decided. */
  open: z.array(openPointSchema).optional(),
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
  /** A switch that was given up since the newest one ended: the target has a part of it. */
  givenUp: z.object({ switchId: z.string(), at: z.string() }).optional(),
  /** The newest switch that was started here, when its journal cannot be read: then nobody knows whether it is finished. */
  unreadableSwitch: unreadableJournalSchema.optional(),
  /** The person's home folder, the same on both laptops: what "~" is on screen. */
  home: z.string().optional(),
})
export type Overview = z.infer<typeof overviewSchema>

export const overviewCalls = {
  /** What the overview needs; asks both laptops unless `refresh` is false. */
  overview: defineCall({
    name: 'overview',
    title: 'show both laptops',
    input: z.object({ refresh: z.boolean().default(true) }),
    output: overviewSchema,
  }),
} as const
