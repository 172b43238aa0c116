/** What a page tells the window around it. A browser's tab has nothing to tell: the page shows it there itself. */
import { z } from 'zod'

export const themes = ['system', 'light', 'dark'] as const
export const themeSchema = z.enum(themes)
export type Theme = z.infer<typeof themeSchema>

export const windowNoteSchema = z.discriminatedUnion('kind', [
  /** The look that the person chose. */
  z.object({ kind: z.literal('theme'), theme: themeSchema }),
  z.object({
    kind: z.literal('progress'),
    /** 0 to 1 of a switch that has begun; absent when there is none. */
    fraction: z.number().min(0).max(1).optional(),
    /** It stands still and waits for the person. */
    attention: z.boolean(),
  }),
])
export type WindowNote = z.infer<typeof windowNoteSchema>
