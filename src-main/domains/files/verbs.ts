/**
 * Looking into snapshots and bringing files back, on one laptop. Paths are bytes (kernel/byte-path.ts), relative to the
 * root of the subvolume, whose snapshots all lie in the same `folder` of their sets.
 */
import { z } from 'zod'
import { setIdSchema, subvolumeNameSchema, treeSchema } from '../../commons/snapshot-sets/schemas.ts'
import { relativeBytePathSchema } from '../../contract/path-schemas.ts'
import { nameInPlaceSchema, placeNameSchema } from '../../contract/copies-calls.ts'
import { defineVerb, silences } from '../../contract/define.ts'
import { agentLookSideSchema } from '../../contract/look.ts'
import { fileVersionSchema, folderEntrySchema, foundNameSchema } from '../../contract/files-calls.ts'

/** A plain path; "" is the root itself. */
export const treePathSchema = z.union([z.literal(''), relativeBytePathSchema])

/** One in a place: `place` is its name, `laptop` whose it is. */
export const keptTreeSchema = z.object({
  kind: z.literal('kept'),
  place: placeNameSchema,
  laptop: nameInPlaceSchema.optional(),
  setId: setIdSchema,
  subvolume: subvolumeNameSchema,
})
export type AskedKeptTree = z.infer<typeof keptTreeSchema>

/** AppError "not-found" when there is no such folder, "blocked" when the person may not look into it. */
export const listFolder = defineVerb({
  name: 'files.list',
  title: 'look into a folder',
  mutates: false,
  silentMs: silences.long,
  input: z.object({
    tree: z.union([treeSchema, keptTreeSchema]),
    path: treePathSchema,
    offset: z.number().int().min(0),
    limit: z.number().int().min(1).max(2000),
  }),
  output: z.object({ total: z.number(), entries: z.array(folderEntrySchema) }),
})

export const lookAtFile = defineVerb({
  name: 'files.look',
  title: 'look at a file',
  mutates: false,
  input: z.object({
    sides: z
      .array(z.object({ tree: treeSchema, path: relativeBytePathSchema }))
      .min(1)
      .max(2),
  }),
  output: z.object({ sides: z.array(agentLookSideSchema) }),
})

/** Newest first; equal neighbours are one. */
export const listVersions = defineVerb({
  name: 'files.versions',
  title: 'list the versions of a file',
  mutates: false,
  input: z.object({ subvolume: subvolumeNameSchema, path: relativeBytePathSchema }),
  output: z.object({ versions: z.array(fileVersionSchema.omit({ laptop: true })) }),
})

/** What was found in the time given; asked again it goes on where it was, because it remembers names. */
export const findNames = defineVerb({
  name: 'files.find',
  title: 'search names in the snapshots',
  mutates: false,
  input: z.object({
    subvolume: subvolumeNameSchema,
    name: z.string().min(1).max(255),
    limit: z.number().int().min(1).max(2000),
    budgetMs: z.number().int().min(1).max(600_000),
  }),
  output: z.object({ found: z.array(foundNameSchema.omit({ laptop: true })), complete: z.boolean() }),
})
