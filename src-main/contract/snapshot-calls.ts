/**
 * What a face can ask about snapshots. A `laptop` is always a host name. A `part` is the place of one snapshot within
 * its set: "home", "system", "images", "nested/261", "extra/srv". Paths are relative to the part and are bytes
 * (kernel/byte-path.ts): show them with `textFromBytePath`.
 */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { lookSideSchema } from './look.ts'
import { wireErrorSchema } from './wire-error.ts'

const nothing = z.object({})
const moment = z.string()

/** A laptop that did not answer: what it has is not known, which is not the same as none. */
export const missingLaptopSchema = z.object({ laptop: z.string(), error: wireErrorSchema })

export const snapshotReasonSchema = z.enum([
  'before-switch',
  'after-switch',
  'manual',
  'scheduled',
  'before-rollback',
  'before-restore',
  /** Taken by another tool, or by hand: shown and never touched. */
  'foreign',
  'unknown',
])

/** What deleting it would set free. */
export const freedSpaceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unknown') }),
  /** Worked out at some earlier moment, when other snapshots were there. */
  z.object({ kind: z.literal('estimate'), bytes: z.number() }),
  z.object({ kind: z.literal('exact'), bytes: z.number() }),
])
export type FreedSpace = z.infer<typeof freedSpaceSchema>

export const snapshotPartSchema = z.object({
  part: z.string(),
  /** "Home files", "System", "Virtual machine images", or the path of one that is nested or was added. */
  title: z.string(),
  /** Where it was mounted; absent for what is nested or not known. */
  path: z.string().optional(),
})
export type SnapshotPart = z.infer<typeof snapshotPartSchema>

export const snapshotSchema = z.object({
  id: z.string(),
  laptop: z.string(),
  at: moment,
  /** Which subvolumes: "home", "system", "images". */
  areas: z.array(z.string()),
  parts: z.array(snapshotPartSchema),
  reason: snapshotReasonSchema,
  description: z.string(),
  /** What those on both laptops that belong together share. */
  groupId: z.string().optional(),
  switchId: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  /** The other tool, as far as it can be told: "timeshift", "snapper", "btrbk", "by hand". */
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
  /** Older ones go first when all together hold more than this share of the disk, 0 to 1. */
  mostDiskShare: z.number().min(0.01).max(1),
})
export type RetentionPolicy = z.infer<typeof retentionPolicySchema>

export const snapshotScheduleSchema = z.enum(['off', 'hourly', 'daily', 'weekly'])

export const retentionViewSchema = z.object({
  laptop: z.string(),
  policy: retentionPolicySchema,
  /** Off until the person has seen what it would delete. */
  enabled: z.boolean(),
  schedule: snapshotScheduleSchema,
  /** Folders of further subvolumes that are snapshotted. */
  extra: z.array(z.string()),
  /** The policy as a person would say it. */
  sentence: z.string(),
})
export type RetentionView = z.infer<typeof retentionViewSchema>

const judged = z.object({
  id: z.string(),
  at: moment,
  description: z.string(),
  why: z.string(),
  space: freedSpaceSchema,
})
export const pruneResultSchema = z.object({
  laptop: z.string(),
  keep: z.array(judged),
  delete: z.array(judged),
  /** False for a dry run. */
  done: z.boolean(),
  /** Deleted and not yet free on the disk. */
  pendingBytes: z.number().optional(),
})
export type PruneResult = z.infer<typeof pruneResultSchema>

export const changeKindSchema = z.enum(['added', 'changed', 'deleted', 'renamed', 'attributes'])
export type ChangeKind = z.infer<typeof changeKindSchema>

export const entryTypeSchema = z.enum(['file', 'folder', 'link', 'other'])

export const entryFactsSchema = z.object({
  type: entryTypeSchema,
  bytes: z.number(),
  /** "0644" */
  mode: z.string(),
  /** "alice:alice", numbers where there is no name. */
  owner: z.string(),
  changedAt: moment,
})
export type EntryFacts = z.infer<typeof entryFactsSchema>

/**
 * `attributes`: only mode, owner or extended attributes differ. Times alone are no change. A folder that is renamed is
 * one change, and what is in it is told of only when it differs too. The root of the part has an empty path.
 */
export const changeSchema = z.object({
  /** In the later tree; for what is deleted, in the earlier one. */
  path: z.string(),
  kind: changeKindSchema,
  /** Its path in the earlier tree where that is another one: it was renamed, or a folder around it. */
  oldPath: z.string().optional(),
  before: entryFactsSchema.optional(),
  after: entryFactsSchema.optional(),
})
export type Change = z.infer<typeof changeSchema>

export const changeCountsSchema = z.object({
  added: z.number(),
  changed: z.number(),
  deleted: z.number(),
  renamed: z.number(),
  attributes: z.number(),
  /** Sizes of what was added or changed, as they are in the later tree. */
  bytes: z.number(),
})
export type ChangeCounts = z.infer<typeof changeCountsSchema>

/** A set's id, or "now" for what is there now. */
const treeName = z.string()

export const folderEntrySchema = z.object({
  name: z.string(),
  facts: entryFactsSchema,
  linkTarget: z.string().optional(),
  /** The part that holds what is inside: a subvolume of its own, snapshotted by itself. */
  part: z.string().optional(),
})
export type FolderEntry = z.infer<typeof folderEntrySchema>

export const fileVersionSchema = z.object({
  laptop: z.string(),
  /** Where this version can be read: a set's id, or "now". */
  id: treeName,
  part: z.string(),
  path: z.string(),
  /** When that snapshot was taken; for "now", now. */
  at: moment,
  /** Absent: it was not there. */
  facts: entryFactsSchema.optional(),
  /** Older snapshots with the same version. */
  alsoIn: z.array(z.string()),
})
export type FileVersion = z.infer<typeof fileVersionSchema>

export const foundNameSchema = z.object({
  laptop: z.string(),
  part: z.string(),
  path: z.string(),
  type: entryTypeSchema,
  /** The newest tree that has it: a set's id, or "now". */
  newest: treeName,
  newestAt: moment,
  /** Whether it is there now. */
  there: z.boolean(),
})
export type FoundName = z.infer<typeof foundNameSchema>

export const restorePlanSchema = z.object({
  planId: z.string(),
  laptop: z.string(),
  /** Where to: the same laptop or the other one. */
  onto: z.string(),
  files: z.number(),
  bytes: z.number(),
  /** No data has to be copied: both share it. */
  instant: z.boolean(),
  /** What is there now and differs: it is kept. The first 200. */
  overwritten: z.array(changeSchema),
  overwrittenCount: z.number(),
  /** How what is overwritten is kept, as a sentence. */
  keeps: z.string(),
  /** Anything to know first. */
  notes: z.array(z.string()),
})
export type RestorePlan = z.infer<typeof restorePlanSchema>

export const restoreResultSchema = z.object({
  files: z.number(),
  bytes: z.number(),
  /** Where it is now, absolute. */
  places: z.array(z.string()),
  /** Where what was there before is kept: paths, or the id of a set. */
  keptAs: z.array(z.string()),
  keptSet: z.string().optional(),
})
export type RestoreResult = z.infer<typeof restoreResultSchema>

export const etcRestorePlanSchema = z.object({
  planId: z.string(),
  laptop: z.string(),
  /** What would be different afterwards, below /etc. */
  changes: z.array(changeSchema),
  /** What makes the laptop itself and stays as it is, unless told otherwise. */
  keptIdentity: z.array(z.string()),
  /** Services whose files change, proposed to be reloaded. */
  services: z.array(z.object({ unit: z.string(), why: z.string(), how: z.enum(['reload', 'restart']) })),
  notes: z.array(z.string()),
})
export type EtcRestorePlan = z.infer<typeof etcRestorePlanSchema>

export const rollbackPartSchema = z.object({
  part: z.string(),
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
  /** What exists only now and would disappear: the first 3 paths, and how many in all. */
  disappears: z.object({ first: z.array(z.string()), count: z.number() }).optional(),
  /** Subvolumes inside it that are carried over. */
  nested: z.number(),
})
export type RollbackPart = z.infer<typeof rollbackPartSchema>

export const rollbackPlanSchema = z.object({
  planId: z.string(),
  laptop: z.string(),
  id: z.string(),
  at: moment,
  parts: z.array(rollbackPartSchema),
  notes: z.array(z.string()),
})
export type RollbackPlan = z.infer<typeof rollbackPlanSchema>

/** How rollbacks stand on a laptop. */
export const rollbackStateSchema = z.object({
  laptop: z.string(),
  /** Waits for the next start. */
  pending: z
    .object({ operationId: z.string(), id: z.string(), at: moment, parts: z.array(z.string()), askedAt: moment })
    .optional(),
  /** The last one, as the laptop itself tells it. */
  last: z
    .object({
      operationId: z.string(),
      id: z.string(),
      at: moment,
      parts: z.array(z.string()),
      endedAt: moment,
      result: z.enum(['done', 'taken-back', 'failed']),
      /** What happened, as a sentence. */
      text: z.string(),
      /** The set that holds what was there before. */
      keptSet: z.string().optional(),
    })
    .optional(),
})
export type RollbackState = z.infer<typeof rollbackStateSchema>

export const snapshotCalls = {
  snapshotsList: defineCall({
    name: 'snapshots.list',
    title: 'list the snapshots of both laptops',
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
  /** Reads how much each would set free if it alone were deleted; seconds for a large one. */
  snapshotsMeasure: defineCall({
    name: 'snapshots.measure',
    title: 'measure what deleting snapshots would free',
    input: z.object({ laptop: z.string(), ids: z.array(z.string()).min(1).max(1000) }),
    output: z.object({ sizes: z.array(z.object({ id: z.string(), bytes: z.number() })), togetherBytes: z.number() }),
  }),
  snapshotsPin: defineCall({
    name: 'snapshots.pin',
    title: 'pin a snapshot, or unpin it',
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
      /** Deleted and not yet free on the disk. */
      pendingBytes: z.number().optional(),
    }),
  }),
  retentionGet: defineCall({
    name: 'retention.get',
    title: 'read how long snapshots are kept',
    input: nothing,
    output: z.object({ laptops: z.array(retentionViewSchema), missing: z.array(missingLaptopSchema) }),
  }),
  /** What is left out stays as it is. On both laptops unless `on` names one. */
  retentionSet: defineCall({
    name: 'retention.set',
    title: 'set how long snapshots are kept',
    input: z.object({
      on: z.array(z.string()).default([]),
      policy: retentionPolicySchema.optional(),
      enabled: z.boolean().optional(),
      schedule: snapshotScheduleSchema.optional(),
      extra: z.array(z.string()).optional(),
    }),
    output: z.object({ laptops: z.array(retentionViewSchema), missing: z.array(missingLaptopSchema) }),
  }),
  /** With `dryRun` it only says what would go. `policy` tries another one than the one in force. */
  snapshotsPrune: defineCall({
    name: 'snapshots.prune',
    title: 'delete the snapshots that need not be kept',
    input: z.object({
      on: z.array(z.string()).default([]),
      dryRun: z.boolean(),
      policy: retentionPolicySchema.optional(),
    }),
    output: z.object({ laptops: z.array(pruneResultSchema), missing: z.array(missingLaptopSchema) }),
  }),

  /** Compares two trees of a part on one laptop; `one` is the earlier. The answer is kept on that laptop for a while. */
  compareMake: defineCall({
    name: 'compare.make',
    title: 'compare two snapshots',
    input: z.object({ laptop: z.string(), part: z.string(), one: treeName, other: treeName }),
    output: z.object({
      compareId: z.string(),
      counts: changeCountsSchema,
      ms: z.number(),
      /** Why it took longer than usual, as a sentence. */
      note: z.string().optional(),
    }),
  }),
  /** One page of the list, sorted by path. */
  comparePage: defineCall({
    name: 'compare.page',
    title: 'read what differs',
    input: z.object({
      laptop: z.string(),
      compareId: z.string(),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(2000),
      kinds: z.array(changeKindSchema).optional(),
      /** Part of a path, letter case ignored. */
      search: z.string().max(200).optional(),
      /** Only below this folder. */
      under: z.string().optional(),
    }),
    output: z.object({ total: z.number(), entries: z.array(changeSchema) }),
  }),
  /** The children of one folder of the tree of what differs, with sums of what is below each. */
  compareTree: defineCall({
    name: 'compare.tree',
    title: 'read a folder of what differs',
    input: z.object({ laptop: z.string(), compareId: z.string(), path: z.string() }),
    output: z.object({
      children: z.array(
        z.object({
          name: z.string(),
          path: z.string(),
          /** What happened to it itself; absent for a folder that only has changes below. */
          change: changeSchema.optional(),
          /** Changes at and below it. */
          count: z.number(),
          bytes: z.number(),
          hasChildren: z.boolean(),
        }),
      ),
    }),
  }),

  /** One folder as a file manager shows it: folders first, by name. */
  filesList: defineCall({
    name: 'files.list',
    title: 'look into a folder of a snapshot',
    input: z.object({
      laptop: z.string(),
      id: treeName,
      part: z.string(),
      path: z.string(),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(2000).default(500),
    }),
    output: z.object({ total: z.number(), entries: z.array(folderEntrySchema) }),
  }),
  /** One or two versions of a file, for looking at or comparing as text. */
  filesLook: defineCall({
    name: 'files.look',
    title: 'look at a file in a snapshot',
    input: z.object({
      laptop: z.string(),
      part: z.string(),
      sides: z
        .array(z.object({ id: treeName, path: z.string() }))
        .min(1)
        .max(2),
    }),
    output: z.object({ sides: z.array(lookSideSchema) }),
  }),
  /** Names in all snapshots of both laptops; `complete` is false when there are more than `limit`. */
  filesFind: defineCall({
    name: 'files.find',
    title: 'search names in all snapshots',
    input: z.object({
      /** Part of a name; with `*` or `?` a pattern. Letter case ignored. */
      name: z.string().min(1).max(255),
      part: z.string().default('home'),
      on: z.array(z.string()).default([]),
      limit: z.number().int().min(1).max(2000).default(200),
    }),
    output: z.object({
      found: z.array(foundNameSchema),
      complete: z.boolean(),
      missing: z.array(missingLaptopSchema),
    }),
  }),
  /** What a file looked like over time, newest first, on both laptops; equal neighbours are one version. */
  filesVersions: defineCall({
    name: 'files.versions',
    title: 'list the versions of a file',
    input: z.object({ part: z.string(), path: z.string(), on: z.array(z.string()).default([]) }),
    output: z.object({ versions: z.array(fileVersionSchema), missing: z.array(missingLaptopSchema) }),
  }),

  /** Says what restoring would do; changes nothing. `beside` puts it next to where it was, under another name. */
  restorePlan: defineCall({
    name: 'restore.plan',
    title: 'see what restoring would do',
    input: z.object({
      laptop: z.string(),
      id: z.string(),
      part: z.string(),
      paths: z.array(z.string()).min(1).max(1000),
      place: z.enum(['original', 'beside']),
      /** The laptop that gets it. */
      onto: z.string(),
    }),
    output: restorePlanSchema,
  }),
  restoreRun: defineCall({
    name: 'restore.run',
    title: 'restore files and folders',
    input: z.object({ planId: z.string() }),
    output: restoreResultSchema,
  }),
  /** `paths` below /etc; empty for all of it. */
  etcRestorePlan: defineCall({
    name: 'etc-restore.plan',
    title: 'see what restoring /etc would do',
    input: z.object({
      laptop: z.string(),
      id: z.string(),
      paths: z.array(z.string()).max(1000).default([]),
      withIdentity: z.boolean().default(false),
    }),
    output: etcRestorePlanSchema,
  }),
  etcRestoreRun: defineCall({
    name: 'etc-restore.run',
    title: 'restore /etc',
    input: z.object({ planId: z.string(), services: z.array(z.string()) }),
    output: restoreResultSchema.extend({ reloaded: z.array(z.string()), notReloaded: z.array(z.string()) }),
  }),

  /** Says what rolling back would do; changes nothing. */
  rollbackPlan: defineCall({
    name: 'rollback.plan',
    title: 'see what rolling back would do',
    input: z.object({ laptop: z.string(), id: z.string(), parts: z.array(z.string()).min(1) }),
    output: rollbackPlanSchema,
  }),
  /** "next-start" only leaves the order to do it. */
  rollbackRun: defineCall({
    name: 'rollback.run',
    title: 'roll a laptop back',
    input: z.object({
      planId: z.string(),
      parts: z.array(z.string()).min(1),
      when: z.enum(['now', 'next-start']),
    }),
    output: rollbackStateSchema,
  }),
  rollbackState: defineCall({
    name: 'rollback.state',
    title: 'tell how rollbacks stand',
    input: nothing,
    output: z.object({ laptops: z.array(rollbackStateSchema), missing: z.array(missingLaptopSchema) }),
  }),
  /** Takes the order back that waits for the next start. */
  rollbackCancel: defineCall({
    name: 'rollback.cancel',
    title: 'take back an ordered rollback',
    input: z.object({ laptop: z.string() }),
    output: rollbackStateSchema,
  }),
  /** Restarts a laptop, for what waits for its next start. */
  laptopRestart: defineCall({
    name: 'laptop.restart',
    title: 'restart a laptop',
    input: z.object({ laptop: z.string() }),
    output: nothing,
  }),
} as const
