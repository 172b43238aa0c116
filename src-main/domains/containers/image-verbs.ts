/** Verbs about images of containers on their way. An image is known by its ID, which is the SHA-256 of all of it. */
import { z } from 'zod'
import { engineIdSchema } from '../../contract/container-rule.ts'
import { defineVerb, silences } from '../../contract/define.ts'
import { digestSchema, imageNameSchema, imageSchema, problemSchema } from './verbs.ts'

/** AppError "blocked" where the engine cannot be asked. */
export const listImages = defineVerb({
  name: 'containers.images',
  title: 'list the images of containers',
  mutates: false,
  input: z.object({ engine: engineIdSchema }),
  output: z.object({ images: z.array(imageSchema) }),
})

const refusedSchema = z.array(z.object({ id: digestSchema, ...problemSchema.shape, isWithoutRoom: z.boolean() }))

/** Sender: packs these images into files of root's, without the layers that are `present` on the receiver. Progress in bytes. */
export const offerImages = defineVerb({
  name: 'containers.offer-images',
  title: 'pack images of containers for sending',
  mutates: true,
  silentMs: silences.long,
  input: z.object({ engine: engineIdSchema, ids: z.array(digestSchema), present: z.array(digestSchema) }),
  output: z.object({ packed: z.array(digestSchema), refused: refusedSchema }),
})

/**
 * Receiver: gives what came in to the engine, which compares it with its SHA-256, and only then the names to it. The image that had a name
 * keeps its ID. An image that is there already only gets the names.
 */
export const adoptImages = defineVerb({
  name: 'containers.adopt-images',
  title: 'put images of containers into their place',
  mutates: true,
  silentMs: silences.longest,
  input: z.object({
    engine: engineIdSchema,
    images: z.array(
      z.object({
        id: digestSchema,
        names: z.array(
          z.object({
            name: imageNameSchema,
            /** ID of the image that had it when it was decided. Where another one has it by now, it is left. */
            was: digestSchema.optional(),
          }),
        ),
      }),
    ),
  }),
  output: z.object({
    placed: z.array(imageNameSchema),
    /** Another image has the name by now. */
    left: z.array(imageNameSchema),
    /** The engine did not take these, and their names are as they were. */
    refused: refusedSchema,
  }),
})
