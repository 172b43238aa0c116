/** Long work outside a switch: taking snapshots, comparing, restoring, rolling back. The call that began it answers at its end. */
import { z } from 'zod'
import { callIdSchema } from './call-id.ts'
import { progressSchema } from './define.ts'

export const taskSchema = z.object({
  /** Of the call that began it. */
  callId: callIdSchema,
  /** "Restore 3 files on XPS 13" */
  title: z.string(),
  startedAt: z.string(),
  progress: progressSchema.optional(),
  state: z.enum(['running', 'done', 'failed']),
})
export type Task = z.infer<typeof taskSchema>
