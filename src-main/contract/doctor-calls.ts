/** Whether pc-switcher is installed as it should be. */
import { z } from 'zod'
import { defineCall } from './define.ts'

export const doctorItemSchema = z.object({
  title: z.string(),
  laptop: z.string().optional(),
  verdict: z.enum(['passed', 'warning', 'failed']),
  text: z.string(),
  hint: z.string().optional(),
})
export type DoctorItem = z.infer<typeof doctorItemSchema>

export const doctorCalls = {
  doctor: defineCall({
    name: 'doctor',
    title: 'check the installation on both laptops',
    input: z.object({}),
    output: z.object({ items: z.array(doctorItemSchema) }),
  }),
} as const
