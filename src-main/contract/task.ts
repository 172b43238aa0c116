/** Long work outside a switch: taking snapshots, comparing, restoring, rolling back. The call that began it answers at its end. */
import { z } from 'zod'
import { progressSchema } from './define.ts'

export const taskSchema = z.object({
  taskId: z.string(),
  /** The key of the call that began it: "restoreRun". */
  call: z.string(),
  /** "Restore 3 files on XPS 13" */
  title: z.string(),
  startedAt: z.string(),
  progress: progressSchema.optional(),
  state: z.enum(['running', 'done', 'failed']),
})
export type Task = z.infer<typeof taskSchema>
