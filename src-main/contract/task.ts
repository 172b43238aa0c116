/** Long work outside a switch: taking snapshots, comparing, restoring, rolling back. The call that began it answers at its end. */
import { z } from 'zod'
import { callIdSchema } from './call-id.ts'
import { defineCall, progressSchema } from './define.ts'

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

export const taskCalls = {
  /** Stops long work outside a switch, known by its call; that call then fails with "cancelled". */
  taskCancel: defineCall({
    name: 'task.cancel',
    title: 'stop the task',
    input: z.object({ callId: callIdSchema }),
    output: z.object({}),
  }),
} as const
