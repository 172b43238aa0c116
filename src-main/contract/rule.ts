/** What a choice remembers for every later switch, as data. */
import { z } from 'zod'

/** What else stands in it, and how it is kept on disk, is its capability's own. */
export const ruleSchema = z.looseObject({ kind: z.string() })
export type Rule = z.infer<typeof ruleSchema>

/** Each laptop keeps its own of it: neither copied nor asked about. `kind` is what its capability calls such things. */
export const keptSchema = z.object({ kind: z.string(), name: z.string().regex(/^[^\0]+$/) })
export type Kept = z.infer<typeof keptSchema>
