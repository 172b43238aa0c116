/** What one laptop tells of what was saved on it since both were last found equal. */
import { z } from 'zod'

export const savedSinceSchema = z.object({
  /** After which both were equal. */
  switchId: z.string(),
  /** Changed, new and deleted files that a switch would bring. */
  files: z.number(),
  /** Those among them in hidden folders, where programs keep their settings and state. */
  hidden: z.number(),
  /** The first of them as a person knows them, those in hidden folders last. */
  names: z.array(z.string()),
  /** When they were last looked for; absent before that. By the clock of the laptop that tells it. */
  lookedAt: z.string().optional(),
  /** Whether nothing was written since. */
  isCurrent: z.boolean(),
})
export type SavedSince = z.infer<typeof savedSinceSchema>
