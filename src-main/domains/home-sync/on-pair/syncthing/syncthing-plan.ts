import { z } from 'zod'
import { relativeBytePathSchema } from '../../../../contract/path-schemas.ts'

const namedSchema = z.object({ id: z.string(), label: z.string() })
const sharedSchema = namedSchema.extend({
  place: z.union([z.literal(''), relativeBytePathSchema]),
})
const side = z.enum(['from', 'to'])

/** Of a plan: which folders are carried so, and why others are copied instead. */
export const syncthingPlanSchema = z.object({
  shared: z.array(sharedSchema),
  /** Of these, what was not done when the plan was made. */
  behind: z.array(namedSchema),
  /** chosen: it was not done, and the person wants it copied now. */
  notShared: z.array(
    namedSchema.extend({
      why: z.enum(['chosen', 'paused', 'one-way', 'elsewhere', 'failing', 'apart', 'unknown-there']),
      side,
    }),
  ),
  /** By which each Syncthing is known to the other one; absent where nothing is shared. */
  devices: z.object({ from: z.string(), to: z.string() }).optional(),
  away: z.object({ side, why: z.enum(['stopped', 'no-answer', 'refused', 'broken', 'elsewhere']) }).optional(),
  /** Of `shared`: where one of both ignores something, which the switch carries. */
  ignoring: z.array(z.string()),
})
export type SyncthingPlan = z.infer<typeof syncthingPlanSchema>
