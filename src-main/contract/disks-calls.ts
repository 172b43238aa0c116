/** Calls about the btrfs file systems of both laptops, those of attached disks too: room, errors, health. */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { jobRunSchema } from './jobs-calls.ts'
import { missingLaptopSchema, timeSchema } from './snapshot-calls.ts'
import { wireErrorSchema } from './wire-error.ts'

/** What a device has counted. */
export const deviceErrorsSchema = z.object({
  write: z.number(),
  read: z.number(),
  flush: z.number(),
  corruption: z.number(),
  generation: z.number(),
})

export const diskDeviceSchema = z.object({
  id: z.number(),
  /** "/dev/nvme0n1p2"; absent for one that is missing. */
  path: z.string().optional(),
  totalBytes: z.number(),
  allocatedBytes: z.number(),
  errors: deviceErrorsSchema,
  /** Of them, how many nobody has seen yet. */
  newErrors: z.number(),
})

export const diskChunksSchema = z.object({
  kind: z.enum(['data', 'metadata', 'system', 'mixed']),
  profile: z.enum(['single', 'dup', 'raid0', 'raid1', 'raid1c3', 'raid1c4', 'raid10', 'raid5', 'raid6']),
  /** Of contents; every further copy takes as much again. */
  totalBytes: z.number(),
  usedBytes: z.number(),
})

export const diskScrubSchema = z.object({
  kind: z.enum(['never', 'running', 'finished', 'aborted', 'interrupted']),
  startedAt: timeSchema.optional(),
  bytes: z.number(),
  errors: z.number(),
  corrected: z.number(),
  uncorrectable: z.number(),
})

/** What the last check found that has no good copy on the disk, as far as files still use it. */
export const diskDamageSchema = z.object({
  files: z.array(
    z.object({
      /** Absolute, as bytes (kernel/byte-path.ts); "" where only its number is known. */
      path: z.string(),
      subvolumeId: z.number(),
      inode: z.number(),
      blocks: z.number(),
      /** The newest snapshot that has it without the damage: as it is now, by size and time, or an earlier version. */
      whole: z
        .object({ setId: z.string(), at: timeSchema, subvolume: z.string(), path: z.string(), isSame: z.boolean() })
        .optional(),
    }),
  ),
  /** How many snapshots have damaged files too. */
  snapshots: z.number(),
  /** Blocks of which nobody knows where they are. */
  unnamed: z.number(),
})
export type DiskDamage = z.infer<typeof diskDamageSchema>

/** What is told of a file system beside its room and devices. */
export const diskPartSchema = z.enum(['quotas', 'scrub', 'damage', 'seen'])
export type DiskPart = z.infer<typeof diskPartSchema>

/** A btrfs file system as its laptop tells it. */
export const fileSystemSchema = z.object({
  /** Its UUID. */
  id: z.string(),
  label: z.string(),
  /** Where it is mounted, the shortest first; a few of them. */
  places: z.array(z.string()).min(1),
  isReadOnly: z.boolean(),
  /** Whether pc-switcher keeps its snapshots there. */
  hasSnapshots: z.boolean(),
  devices: z.array(diskDeviceSchema),
  chunks: z.array(diskChunksSchema),
  totalBytes: z.number(),
  /** Including all copies. */
  usedBytes: z.number(),
  /** What can be written at least. */
  freeBytes: z.number(),
  unallocatedBytes: z.number(),
  /** Absent where quotas are off, and what is in `unread`. */
  quotas: z
    .object({ isSimple: z.boolean(), limits: z.array(z.object({ group: z.string(), freeBytes: z.number() })) })
    .optional(),
  scrub: diskScrubSchema.optional(),
  damage: diskDamageSchema.optional(),
  /** What is not known because it could not be read, and why in the words of the system; absent where all could be. */
  unread: z.array(z.object({ part: diskPartSchema, why: z.string().optional() })).optional(),
})
export type DiskFacts = z.infer<typeof fileSystemSchema>

export const diskSchema = fileSystemSchema.extend({ laptop: z.string() })
export type Disk = z.infer<typeof diskSchema>

/** A mounted btrfs file system that tells nothing. */
export const unreadableDiskSchema = z.object({
  laptop: z.string(),
  places: z.array(z.string()).min(1),
  error: wireErrorSchema,
})
export type UnreadableDisk = z.infer<typeof unreadableDiskSchema>

export const disksCalls = {
  disksList: defineCall({
    name: 'disks.list',
    title: 'list the disks of both laptops',
    kept: true,
    input: z.object({ on: z.array(z.string()).default([]) }),
    output: z.object({
      disks: z.array(diskSchema),
      unreadable: z.array(unreadableDiskSchema),
      missing: z.array(missingLaptopSchema),
    }),
  }),
  /** The errors counted so far are no news any more. "not-found" for a file system that is not mounted there. */
  disksMarkSeen: defineCall({
    name: 'disks.markSeen',
    title: 'mark the errors of a disk as seen',
    input: z.object({ laptop: z.string().optional(), id: z.string() }),
    output: z.object({}),
  }),
  /**
   * Starts the job `balance` on one file system. "not-found" for one that is not mounted there, "blocked" where it would not help,
   * "already-running".
   */
  disksBalance: defineCall({
    name: 'disks.balance',
    title: 'balance a disk',
    input: z.object({ laptop: z.string().optional(), id: z.string() }),
    output: z.object({ run: jobRunSchema }),
  }),
} as const
