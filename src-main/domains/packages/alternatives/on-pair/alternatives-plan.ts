import { z } from 'zod'
import { alternativeSchema } from '../model.ts'

export const alternativesPlanSchema = z.object({
  /** `there`: what was set by hand on the laptop that is taken. */
  follow: z.array(alternativeSchema.extend({ there: z.string().optional() })),
})
export type AlternativesPlan = z.infer<typeof alternativesPlanSchema>

export const emptyAlternativesPlan: AlternativesPlan = { follow: [] }
