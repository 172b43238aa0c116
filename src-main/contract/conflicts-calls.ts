/**
 * Calls about conflict files: where a Syncthing met two versions of a file, it keeps the one that gave way beside the other, under a name
 * that says so. Paths are below the home and are bytes (kernel/byte-path.ts); a `laptop` is the name by which pairing knows it.
 */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { lookSideSchema } from './look.ts'
import { relativeBytePathSchema } from './path-schemas.ts'
import { missingLaptopSchema, timeSchema } from './snapshot-calls.ts'

/** Size and time are the version's own: who wrote it, nothing tells. */
const versionSchema = z.object({ bytes: z.number(), modifiedAt: timeSchema })

export const conflictSchema = z.object({
  /** Other after any change of a file in it. */
  id: z.string(),
  /** The file that two versions were met of. */
  file: relativeBytePathSchema,
  /** What it is now; absent where it is not there, or is no file. */
  fileVersion: versionSchema.optional(),
  /** Where the version that gave way stands: several of the same contents are one. */
  copies: z.array(relativeBytePathSchema).min(1),
  copyVersion: versionSchema,
  /** When Syncthing met both. */
  metAt: timeSchema,
  /** Whether both versions have the same contents; those of large files, and of other accounts, are not read. */
  contents: z.enum(['same', 'differ', 'not-compared']),
  /** Which have it so. It is decided on the first. */
  laptops: z.array(z.string()).min(1),
})
export type Conflict = z.infer<typeof conflictSchema>

/** file: the copies go. copy: it becomes the file. both: it gets a plain name beside the file, unless it has the same contents. */
export const keptVersionSchema = z.enum(['file', 'copy', 'both'])
export type KeptVersion = z.infer<typeof keptVersionSchema>

/** What became of it on one laptop. */
const decidedSchema = z.object({
  file: z.string(),
  laptop: z.string(),
  outcome: z.discriminatedUnion('kind', [
    /** `as`: under which names a copy stays. */
    z.object({ kind: z.literal('kept'), as: z.array(relativeBytePathSchema) }),
    /** As it was, with the reason in a sentence. */
    z.object({ kind: z.literal('left'), why: z.string() }),
  ]),
})
export type DecidedConflict = z.infer<typeof decidedSchema>

export const conflictsCalls = {
  conflictsList: defineCall({
    name: 'conflicts.list',
    title: 'list the files that are in conflict',
    input: z.object({ on: z.array(z.string()).default([]) }),
    output: z.object({
      /** The person's home, the same on both. */
      home: z.string(),
      conflicts: z.array(conflictSchema),
      /** Copies that were found beyond what is listed. */
      more: z.int(),
      missing: z.array(missingLaptopSchema),
    }),
  }),
  /** AppError "not-found" when it is not there any more, or has changed. */
  conflictsShow: defineCall({
    name: 'conflicts.show',
    title: 'show both versions of a file that is in conflict',
    input: z.object({ id: z.string().max(64) }),
    output: z.object({ conflict: conflictSchema, file: lookSideSchema, copy: lookSideSchema }),
  }),
  /** After a snapshot. What has changed since it was listed stays as it is, and is told. */
  conflictsKeep: defineCall({
    name: 'conflicts.keep',
    title: 'decide files that are in conflict',
    input: z.object({ ids: z.array(z.string().max(64)).min(1).max(4_000), keep: keptVersionSchema }),
    output: z.object({
      decided: z.array(decidedSchema),
      /** The snapshots that were taken first. */
      snapshots: z.array(z.object({ laptop: z.string(), id: z.string() })),
      /** Ids of what was not there any more as it was listed. */
      gone: z.array(z.string()),
      /** Laptops that have the same, to which a Syncthing brings what was decided. */
      carriedTo: z.array(z.string()),
      /** Laptops that may have the same, do not answer, and are brought up to date by nothing that is known. */
      notAsked: z.array(z.string()),
    }),
  }),
} as const
