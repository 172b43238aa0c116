/** Files that share their blocks on one laptop: what is known, what is excluded, and whether paths can be looked at. */
import { z } from 'zod'
import { defineVerb } from '../../contract/define.ts'
import { absolutePathSchema } from '../../contract/path-schemas.ts'
import { reclaimDiskSchema, reclaimSettingsSchema } from '../../contract/reclaim-calls.ts'

export const readReclaim = defineVerb({
  name: 'reclaim.read',
  title: 'read what sharing blocks gave',
  mutates: false,
  input: z.object({}),
  output: z.object({
    excluded: z.array(z.string()),
    settings: reclaimSettingsSchema,
    disks: z.array(reclaimDiskSchema),
  }),
})

/** AppError "not-found" or "invalid-input" for the first that cannot. */
export const checkReclaimPaths = defineVerb({
  name: 'reclaim.check-paths',
  title: 'see whether blocks can be shared there',
  mutates: false,
  input: z.object({ paths: z.array(absolutePathSchema).max(50) }),
  output: z.object({}),
})

export const excludeFromReclaim = defineVerb({
  name: 'reclaim.exclude',
  title: 'choose what never shares its blocks',
  mutates: true,
  input: z.object({ path: absolutePathSchema, isExcluded: z.boolean() }),
  output: z.object({ excluded: z.array(z.string()) }),
})

export const setReclaim = defineVerb({
  name: 'reclaim.set',
  title: 'choose how blocks are shared',
  mutates: true,
  input: reclaimSettingsSchema.partial(),
  output: reclaimSettingsSchema,
})
