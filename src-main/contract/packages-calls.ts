/** Packages of which each laptop keeps its own. */
import { z } from 'zod'
import { defineCall } from './define.ts'

const keptPackageSchema = z.object({ name: z.string(), architecture: z.string() })
export type KeptPackage = z.infer<typeof keptPackageSchema>

export const keptPackagesSchema = z.object({
  packages: z.array(keptPackageSchema),
  /** As it is shown: "~/system-state/kept.json". */
  file: z.string(),
})

export const packagesCalls = {
  packagesKept: defineCall({
    name: 'packages.kept',
    title: 'list packages that are left as they are',
    input: z.object({}),
    output: keptPackagesSchema,
  }),
  /** keep: neither removed nor installed by a switch, and not asked about. forget: asked about again. */
  packagesDecide: defineCall({
    name: 'packages.decide',
    title: 'set whether a package is left as it is',
    input: keptPackageSchema.extend({ decision: z.enum(['keep', 'forget']) }),
    output: keptPackagesSchema,
  }),
} as const
