/** One version of a file, for showing it. */
import { z } from 'zod'
import { pictureTypes } from '../kernel/picture-type.ts'
import { messageSchema } from './message.ts'

/** Of at most 8 MB; `base64` are the bytes of the file. */
const pictureSchema = z.object({ type: z.enum(pictureTypes), base64: z.base64() })
export type Picture = z.infer<typeof pictureSchema>

function lookSides<Note extends z.ZodType>(note: Note) {
  return z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('absent') }),
    z.object({
      kind: z.literal('text'),
      text: z.string(),
      mode: z.string(),
      owner: z.string(),
      changedAt: z.string(),
      bytes: z.number(),
    }),
    /** Binary, over 1 MB, or not for the person to read (`note` says so): no contents but those of a picture. */
    z.object({
      kind: z.literal('opaque'),
      sha256: z.string(),
      mode: z.string(),
      owner: z.string(),
      changedAt: z.string(),
      bytes: z.number(),
      /** Why its contents are not shown, as a sentence. `sha256` then only tells whether the other side has the same. */
      note: note.optional(),
      picture: pictureSchema.optional(),
    }),
    z.object({ kind: z.literal('link'), target: z.string() }),
  ])
}

export const lookSideSchema = lookSides(z.string())
export type LookSide = z.infer<typeof lookSideSchema>

/** As an agent sends it: the app finds the words of the note. */
export const agentLookSideSchema = lookSides(messageSchema)
export type AgentLookSide = z.infer<typeof agentLookSideSchema>
