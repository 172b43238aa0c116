/** Calls about files that are there more than once on a btrfs, and share their blocks. A `laptop` is a host name or a label, this one when it is left out. */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { jobRunSchema } from './jobs-calls.ts'
import { missingLaptopSchema, timeSchema } from './snapshot-calls.ts'

/** Why files were not looked at, beside `late`: they changed within the last five minutes. */
export const leftOutWords = ['left-out', 'gone', 'changed', 'not-supported', 'not-permitted'] as const

/** Files with the same contents that do not all lie in the same blocks. */
const sameFilesSchema = z.object({
  /** Of one. */
  bytes: z.number(),
  /** How many of them lie in blocks of their own. */
  copies: z.int(),
  gainBytes: z.number(),
  /** One for each of those, a few of them; absolute, as bytes (kernel/byte-path.ts). */
  places: z.array(
    z.object({
      path: z.string(),
      /** Of a snapshot: there alone it is. */
      snapshotAt: timeSchema.optional(),
    }),
  ),
})
export type SameFiles = z.infer<typeof sameFilesSchema>

/** What was found when it was last looked; a run that follows takes off what it freed. */
export const reclaimLookSchema = z.object({
  at: timeSchema,
  /** What alone was looked at; none for all that is usual. */
  paths: z.array(z.string()),
  /** Freed by sharing, and beyond that once snapshots that are left alone are gone. */
  gainBytes: z.number(),
  laterBytes: z.number(),
  groups: z.int(),
  /** Those that give the most. */
  largest: z.array(sameFilesSchema),
  /** Snapshots that are needed by something, and those to which somebody has written. */
  heldSnapshots: z.int(),
  writtenSnapshots: z.int(),
  leftOut: z.partialRecord(z.enum([...leftOutWords, 'late']), z.int()),
})
export type ReclaimLook = z.infer<typeof reclaimLookSchema>

export const reclaimDiskSchema = z.object({
  /** UUID of the file system. */
  id: z.string(),
  /** As its free room said before and after. */
  reclaimedBytes: z.number(),
  since: timeSchema.optional(),
  /** Absent before it was first looked. */
  look: reclaimLookSchema.optional(),
})
export type ReclaimDisk = z.infer<typeof reclaimDiskSchema>

export const reclaimSettingsSchema = z.object({
  /** Smaller files are left alone. */
  leastBytes: z
    .int()
    .min(8192)
    .max(2 ** 40),
  /** Of the time of a run, in percent: it rests for the others. */
  diskShare: z.int().min(5).max(100),
})
export type ReclaimSettings = z.infer<typeof reclaimSettingsSchema>

const onLaptop = z.object({ laptop: z.string().optional() })
const typedPath = z.string().max(1000)

export const reclaimCalls = {
  reclaimStatus: defineCall({
    name: 'reclaim.status',
    title: 'show what sharing blocks gave, and would give',
    kept: true,
    input: z.object({ on: z.array(z.string()).default([]) }),
    output: z.object({
      laptops: z.array(
        z.object({
          laptop: z.string(),
          excluded: z.array(z.string()),
          settings: reclaimSettingsSchema,
          disks: z.array(reclaimDiskSchema),
        }),
      ),
      missing: z.array(missingLaptopSchema),
    }),
  }),
  /**
   * Answers once the job runs, which can be followed as every other. Without `paths` /home. A plan changes nothing. "not-found" for a path
   * that is not there, "invalid-input" for one that is not on a btrfs that can be shared in.
   */
  reclaimRun: defineCall({
    name: 'reclaim.run',
    title: 'look for files that are the same, or let them share their blocks',
    input: onLaptop.extend({
      what: z.enum(['plan', 'run']),
      paths: z.array(typedPath).max(50).default([]),
      /** Also what was looked at before and has not changed. */
      isFull: z.boolean().default(false),
    }),
    output: z.object({ laptop: z.string(), run: jobRunSchema }),
  }),
  /** "not-found" for what is not excluded. */
  reclaimExclude: defineCall({
    name: 'reclaim.exclude',
    title: 'choose what never shares its blocks',
    input: onLaptop.extend({ path: typedPath, isExcluded: z.boolean() }),
    output: z.object({ excluded: z.array(z.string()) }),
  }),
  /** What is left out stays as it is. A run that goes on keeps what it began with. */
  reclaimSet: defineCall({
    name: 'reclaim.set',
    title: 'choose how space is reclaimed',
    input: onLaptop.extend(reclaimSettingsSchema.partial().shape),
    output: reclaimSettingsSchema,
  }),
} as const
