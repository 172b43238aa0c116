/**
 * What a client can ask about taking, listing and keeping snapshots. A `laptop` is always a host name. A `subvolume` is the
 * name that one is known by, and its snapshot in a set: "home", "system", "nested/261", "extra/srv", "homes/alice".
 */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { wireErrorSchema } from './wire-error.ts'

const nothing = z.object({})
/** ISO 8601, in UTC. */
export const timeSchema = z.string()

/** A laptop that did not answer: what it has is unknown, which is not the same as nothing. */
export const missingLaptopSchema = z.object({ laptop: z.string(), error: wireErrorSchema })

export const snapshotReasonSchema = z.enum([
  'before-switch',
  'after-switch',
  'manual',
  'scheduled',
  'before-rollback',
  'before-restore',
  /** It was a copy in a place of copies. */
  'brought-back',
  /** Foreign: taken by another tool or by hand. Shown, never touched. */
  'foreign',
  'unknown',
])

/** What deleting it would free. */
export const freedSpaceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unknown') }),
  /** Measured earlier, when other snapshots existed. */
  z.object({ kind: z.literal('estimate'), bytes: z.number() }),
  z.object({ kind: z.literal('exact'), bytes: z.number() }),
])
export type FreedSpace = z.infer<typeof freedSpaceSchema>

export const snapshotSubvolumeSchema = z.object({
  subvolume: z.string(),
  /** "Home files", "System", or the path of one that is nested or was added. */
  title: z.string(),
  /** The same where there is little room. */
  shortTitle: z.string(),
  /** Where it was mounted; absent for what is nested or not known. */
  path: z.string().optional(),
})
export type SnapshotSubvolume = z.infer<typeof snapshotSubvolumeSchema>
/** The part of a snapshot, or of a copy, that a path is in. */
export type PartOfSet = Pick<SnapshotSubvolume, 'subvolume' | 'title' | 'path'>

export const snapshotSchema = z.object({
  id: z.string(),
  laptop: z.string(),
  at: timeSchema,
  /** Which subvolumes: "home", "system". */
  areas: z.array(z.string()),
  /** "Home files", "System": of these, in the order in which they are shown. */
  areaTitles: z.array(z.string()),
  /** In the order in which they are shown: what is nested comes last. */
  subvolumes: z.array(snapshotSubvolumeSchema),
  reason: snapshotReasonSchema,
  description: z.string(),
  /** Shared by the sets of both laptops that belong together. */
  groupId: z.string().optional(),
  switchId: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  /** The other tool, if known: "timeshift", "snapper", "btrbk", "by hand". */
  tool: z.string().optional(),
  pinned: z.boolean(),
  /** Why it cannot be deleted now, as a sentence: a switch that is not finished needs it, for example. */
  neededBecause: z.string().optional(),
  space: freedSpaceSchema,
  /** False when its description could not be read; such a one is shown and never deleted. */
  readable: z.boolean(),
})
export type Snapshot = z.infer<typeof snapshotSchema>

const snapshotRef = z.object({ laptop: z.string(), id: z.string() })

/** A policy that reads as a sentence: "all for 2 days, one a day for 2 weeks, one a week for 2 months; never fewer ...". */
export const retentionPolicySchema = z.object({
  allForDays: z.number().int().min(0).max(3650),
  dailyForDays: z.number().int().min(0).max(3650),
  weeklyForWeeks: z.number().int().min(0).max(520),
  monthlyForMonths: z.number().int().min(0).max(120),
  /** Never fewer than those of the last so many switches. */
  leastSwitches: z.number().int().min(1).max(100),
  /** The oldest are deleted when all together hold more than this share of the disk, 0 to 1. */
  mostDiskShare: z.number().min(0.01).max(1),
})
export type RetentionPolicy = z.infer<typeof retentionPolicySchema>

export const snapshotScheduleSchema = z.enum(['off', 'hourly', 'daily', 'weekly', 'monthly'])

export const retentionViewSchema = z.object({
  laptop: z.string(),
  policy: retentionPolicySchema,
  /** Off until the person has seen what it would delete. */
  enabled: z.boolean(),
  schedule: snapshotScheduleSchema,
  /** Extra folders. */
  extra: z.array(z.string()),
  /** The policy as a person would say it. */
  sentence: z.string(),
})
export type RetentionView = z.infer<typeof retentionViewSchema>

const assessed = z.object({
  id: z.string(),
  at: timeSchema,
  description: z.string(),
  why: z.string(),
  space: freedSpaceSchema,
})
export const pruneResultSchema = z.object({
  laptop: z.string(),
  keep: z.array(assessed),
  delete: z.array(assessed),
  /** False for a dry run. */
  done: z.boolean(),
  /** Deleted and not yet free on the disk, as far as it was measured: 0 is an amount that nobody knows. */
  pendingBytes: z.number().optional(),
})
export type PruneResult = z.infer<typeof pruneResultSchema>

/** A set's id, or "now" for what is there now. */
export const treeNameSchema = z.string()

export const snapshotCalls = {
  snapshotsList: defineCall({
    name: 'snapshots.list',
    title: 'list the snapshots of both laptops',
    kept: true,
    input: nothing,
    output: z.object({ snapshots: z.array(snapshotSchema), missing: z.array(missingLaptopSchema) }),
  }),
  /** On both laptops at the same moment unless `on` names one. */
  snapshotsCreate: defineCall({
    name: 'snapshots.create',
    title: 'take a snapshot now',
    input: z.object({ on: z.array(z.string()).default([]), note: z.string().max(200).default('') }),
    output: z.object({ taken: z.array(snapshotRef), failed: z.array(missingLaptopSchema) }),
  }),
  /** Measures what each would free if it alone were deleted. Takes seconds for a large one. */
  snapshotsMeasure: defineCall({
    name: 'snapshots.measure',
    title: 'measure what deleting snapshots would free',
    input: z.object({ laptop: z.string(), ids: z.array(z.string()).min(1).max(1000) }),
    output: z.object({ sizes: z.array(z.object({ id: z.string(), bytes: z.number() })), togetherBytes: z.number() }),
  }),
  snapshotsPin: defineCall({
    name: 'snapshots.pin',
    title: 'pin or unpin a snapshot',
    input: snapshotRef.extend({ pinned: z.boolean() }),
    output: nothing,
  }),
  snapshotsDelete: defineCall({
    name: 'snapshots.delete',
    title: 'delete snapshots',
    input: z.object({ snapshots: z.array(snapshotRef).min(1).max(1000), dryRun: z.boolean().default(false) }),
    output: z.object({
      deleted: z.array(snapshotRef),
      refused: z.array(snapshotRef.extend({ why: z.string() })),
      /** Deleted and not yet free on the disk, as far as it was measured: 0 is an amount that nobody knows. */
      pendingBytes: z.number().optional(),
    }),
  }),
  retentionGet: defineCall({
    name: 'retention.get',
    title: 'show how long snapshots are kept',
    kept: true,
    input: nothing,
    output: z.object({ laptops: z.array(retentionViewSchema), missing: z.array(missingLaptopSchema) }),
  }),
  /** Omitted settings stay as they are. On both laptops unless `on` names one. */
  retentionSet: defineCall({
    name: 'retention.set',
    title: 'change how long snapshots are kept',
    input: z.object({
      on: z.array(z.string()).default([]),
      policy: retentionPolicySchema.optional(),
      enabled: z.boolean().optional(),
      schedule: snapshotScheduleSchema.optional(),
      extra: z.array(z.string()).optional(),
    }),
    output: z.object({ laptops: z.array(retentionViewSchema), missing: z.array(missingLaptopSchema) }),
  }),
  /** With `dryRun` it only reports what would be deleted. `policy` tries another policy than the current one. */
  snapshotsPrune: defineCall({
    name: 'snapshots.prune',
    title: 'delete snapshots that retention does not keep',
    input: z.object({
      on: z.array(z.string()).default([]),
      dryRun: z.boolean(),
      policy: retentionPolicySchema.optional(),
    }),
    output: z.object({ laptops: z.array(pruneResultSchema), missing: z.array(missingLaptopSchema) }),
  }),
} as const
