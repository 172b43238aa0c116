/** How far a switch is, as the laptop that runs it tells the other one. */
import { z } from 'zod'
import type { RunProgress } from './observe.ts'

export const toldProgressSchema = z.object({
  fraction: z.number().min(0).max(1),
  leftMs: z.number().nonnegative().optional(),
  verifying: z.boolean(),
})
export type ToldProgress = z.infer<typeof toldProgressSchema>

export function toldOf({ fraction, leftMs }: RunProgress, verifying: boolean): ToldProgress {
  return { fraction, verifying, ...(leftMs === undefined ? {} : { leftMs }) }
}
