import { z } from 'zod'
import { messageSchema } from '../../contract/message.ts'

/**
 * How /home stands. "subvolume": as it has to be, or no business of btrfs at all. "folder": of the subvolume that the
 * system is in. "failed": it could not be made a subvolume at the last start, and is as it was.
 */
export const homePlaceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('subvolume'),
    /** Why the folder that it was before is still there. */
    left: messageSchema.optional(),
  }),
  z.object({ kind: z.literal('folder') }),
  z.object({ kind: z.literal('at-next-start') }),
  z.object({ kind: z.literal('failed'), why: messageSchema }),
])
export type HomePlace = z.infer<typeof homePlaceSchema>
