/** As the files of snapshot sets and of rollbacks have it: there the name of a subvolume is called its folder. */
import { z } from 'zod'
import { descriptionSchema, subvolumeNameSchema, takenSchema, withinSchema } from './schemas.ts'

export const storedWithinSchema = z.codec(z.object({ folder: subvolumeNameSchema, path: z.string() }), withinSchema, {
  decode: ({ folder, path }) => ({ subvolume: folder, path }),
  encode: ({ subvolume, path }) => ({ folder: subvolume, path }),
})

const storedTakenSchema = z.codec(
  z.object({
    folder: subvolumeNameSchema,
    ...takenSchema.omit({ subvolume: true }).shape,
    within: storedWithinSchema.optional(),
  }),
  takenSchema,
  {
    decode: ({ folder, ...taken }) => ({ subvolume: folder, ...taken }),
    encode: ({ subvolume, ...taken }) => ({ folder: subvolume, ...taken }),
  },
)

export const storedDescriptionSchema = z.object({
  ...descriptionSchema.shape,
  snapshots: z.array(storedTakenSchema),
})
