import { z } from 'zod'
import { relativeBytePathSchema } from '../../../../contract/path-schemas.ts'

const sharedSchema = z.object({
  id: z.string(),
  label: z.string(),
  place: z.union([z.literal(''), relativeBytePathSchema]),
})
const side = z.enum(['from', 'to'])

/** Of a plan: which folders are carried so, and why others are copied instead. */
export const syncthingPlanSchema = z.object({
  shared: z.array(sharedSchema),
  /** Of these, what was not done when the plan was made: by their labels. */
  behind: z.array(z.string()),
  notShared: z.array(
    z.object({
      label: z.string(),
      why: z.enum(['paused', 'one-way', 'elsewhere', 'failing', 'apart', 'unknown-there']),
      side,
    }),
  ),
  /** By which each Syncthing is known to the other one; absent where nothing is shared. */
  devices: z.object({ from: z.string(), to: z.string() }).optional(),
  away: z.object({ side, why: z.enum(['stopped', 'silent']) }).optional(),
})
export type SyncthingPlan = z.infer<typeof syncthingPlanSchema>
