import { z } from 'zod'

/** Something an agent says as a code with data: "rollback.inUse" and what it is about. The app finds the words. */
export const messageSchema = z.object({ id: z.string(), data: z.record(z.string(), z.unknown()) })

/** A message inside the data of another one. Earlier versions wrote the words themselves. */
export const toldSchema = z.preprocess(
  (given) => (typeof given === 'string' ? { id: 'general.text', data: { text: given } } : given),
  messageSchema,
)

/** As it stands in a file: earlier versions wrote the sentence itself. */
export const storedMessageSchema = z.union([
  messageSchema,
  z.string().transform((text) => ({ id: 'general.text', data: { text } })),
])
