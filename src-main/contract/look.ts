/** One version of a file, to be looked at. */
import { z } from 'zod'

export const lookSideSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('absent') }),
  z.object({
    kind: z.literal('text'),
    text: z.string(),
    mode: z.string(),
    owner: z.string(),
    changedAt: z.string(),
    bytes: z.number(),
  }),
  /** Binary, over 1 MB, or not for the person to read (`note` says so): no contents. */
  z.object({
    kind: z.literal('opaque'),
    sha256: z.string(),
    mode: z.string(),
    owner: z.string(),
    changedAt: z.string(),
    bytes: z.number(),
    /** Why its contents are not shown, as a sentence. `sha256` then only tells whether the other side has the same. */
    note: z.string().optional(),
  }),
  z.object({ kind: z.literal('link'), target: z.string() }),
])
export type LookSide = z.infer<typeof lookSideSchema>
