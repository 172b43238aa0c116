import { z } from 'zod'

/** What could not be done: an app, its source, a setting or a unit, with the program's own words. */
export const failureSchema = z.object({ what: z.string(), words: z.string() })
export type Failure = z.infer<typeof failureSchema>
