/** A place in the interface that is pointed to: where something is decided, or changed. */
import { z } from 'zod'

export const placeSchema = z.object({
  /** On the link to it. */
  label: z.string(),
  /** The id of a page, and a part of it. */
  page: z.string(),
  item: z.string().optional(),
  /** What does the same at a terminal, as a sentence. */
  atTerminal: z.string().optional(),
})
export type Place = z.infer<typeof placeSchema>
