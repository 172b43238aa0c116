/** Rules and settings of both laptops count as they are on the laptop that has the latest work. */
import { z } from 'zod'

/** The other laptop, where it has the latest work: these are its own, or, if it did not answer, this one's older copy. */
export const elsewhereSchema = z.object({ laptop: z.string(), isRead: z.boolean() })
export type Elsewhere = z.infer<typeof elsewhereSchema>
