import { z } from 'zod'
import { unitByHandSchema } from '../model.ts'

export const scopedByHandSchema = z.object({
  entry: unitByHandSchema,
  /** In the service manager of every user; else the system's. */
  scope: z.literal('users').optional(),
})
export type ScopedByHand = z.infer<typeof scopedByHandSchema>
