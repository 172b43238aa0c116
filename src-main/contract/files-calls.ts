/**
 * What a client can ask about files in snapshots: show, find and restore them. Paths are relative to
 * the subvolume and are bytes (kernel/byte-path.ts): show them with `textFromBytePath`.
 */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { changeSchema, entryFactsSchema, entryTypeSchema } from './compare-calls.ts'
import { lookSideSchema } from './look.ts'
import { missingLaptopSchema, timeSchema, treeNameSchema } from './snapshot-calls.ts'

export const folderEntrySchema = z.object({
  name: z.string(),
  facts: entryFactsSchema,
  linkTarget: z.string().optional(),
  /** The nested subvolume that is here, snapshotted separately. */
  subvolume: z.string().optional(),
})
export type FolderEntry = z.infer<typeof folderEntrySchema>

export const fileVersionSchema = z.object({
  laptop: z.string(),
  /** Where this version can be read: a set's id, or "now". */
  id: treeNameSchema,
  subvolume: z.string(),
  path: z.string(),
  /** When that snapshot was taken; for "now", now. */
  at: timeSchema,
  /** Absent: it was not there. */
  facts: entryFactsSchema.optional(),
  /** Older snapshots with the same version. */
  alsoIn: z.array(z.string()),
})
export type FileVersion = z.infer<typeof fileVersionSchema>

export const foundNameSchema = z.object({
  laptop: z.string(),
  subvolume: z.string(),
  path: z.string(),
  type: entryTypeSchema,
  /** The newest tree that has it: a set's id, or "now". */
  newest: treeNameSchema,
  newestAt: timeSchema,
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
  /** No data is copied, because both share it. */
  instant: z.boolean(),
  /** What is there now and differs: it is kept. The first 200. */
  overwritten: z.array(changeSchema),
  overwrittenCount: z.number(),
  /** What is there now is the same as then. */
  isSame: z.literal(true).optional(),
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
  /** Where the previous versions are kept: paths, or the ID of a set. */
  keptAs: z.array(z.string()),
  keptSet: z.string().optional(),
  /** Not restored, and as it was: absolute, with the reason. */
  left: z.array(z.object({ path: z.string(), why: z.string() })),
})
export type RestoreResult = z.infer<typeof restoreResultSchema>

export const etcRestorePlanSchema = z.object({
  planId: z.string(),
  laptop: z.string(),
  /** What would be different afterwards, below /etc. */
  changes: z.array(changeSchema),
  /** Files that identify the laptop. They stay as they are unless the request says otherwise. */
  keptIdentity: z.array(z.string()),
  /** Services whose files change, proposed to be reloaded. */
  services: z.array(z.object({ unit: z.string(), why: z.string(), how: z.enum(['reload', 'restart']) })),
  notes: z.array(z.string()),
})
export type EtcRestorePlan = z.infer<typeof etcRestorePlanSchema>

/** That an id is one of a copy, in a place of `laptop`, and whose it is where two laptops have one of that id there. */
export const inPlaceSchema = z.object({ place: z.string().max(200), of: z.string().max(200).optional() })
export type InPlace = z.infer<typeof inPlaceSchema>

export const filesCalls = {
  /** One folder as a file manager shows it: folders first, by name. */
  filesList: defineCall({
    name: 'files.list',
    title: 'list a folder of a snapshot',
    input: z.object({
      laptop: z.string(),
      id: treeNameSchema,
      subvolume: z.string(),
      path: z.string(),
      offset: z.number().int().min(0).default(0),
      limit: z.number().int().min(1).max(2000).default(500),
      copy: inPlaceSchema.optional(),
    }),
    output: z.object({ total: z.number(), entries: z.array(folderEntrySchema) }),
  }),
  /** One or two versions of a file, for looking at or comparing as text. */
  filesLook: defineCall({
    name: 'files.look',
    title: 'show a file of a snapshot',
    input: z.object({
      laptop: z.string(),
      subvolume: z.string(),
      sides: z
        .array(z.object({ id: treeNameSchema, path: z.string() }))
        .min(1)
        .max(2),
    }),
    output: z.object({ sides: z.array(lookSideSchema) }),
  }),
  /** Names in all snapshots of both laptops; `complete` is false when there are more than `limit`. */
  filesFind: defineCall({
    name: 'files.find',
    title: 'search all snapshots for a name',
    input: z.object({
      /** Part of a name; with `*` or `?` a pattern. Letter case ignored. */
      name: z.string().min(1).max(255),
      subvolume: z.string().default('home'),
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
    input: z.object({ subvolume: z.string(), path: z.string(), on: z.array(z.string()).default([]) }),
    output: z.object({ versions: z.array(fileVersionSchema), missing: z.array(missingLaptopSchema) }),
  }),

  /** Plans a restore; changes nothing. `beside` restores next to the original, under a new name. */
  restorePlan: defineCall({
    name: 'restore.plan',
    title: 'plan a restore',
    input: z.object({
      laptop: z.string(),
      id: z.string(),
      subvolume: z.string(),
      paths: z.array(z.string()).min(1).max(1000),
      place: z.enum(['original', 'beside']),
      /** The laptop that gets it; of a copy `laptop` itself. */
      onto: z.string(),
      copy: inPlaceSchema.optional(),
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
    title: 'plan a restore of /etc',
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
} as const
