import { z } from 'zod'

/** Something an agent says as a code with data: "rollback.inUse" and what it is about. The app finds the words. */
export const messageSchema = z.object({ id: z.string(), data: z.record(z.string(), z.unknown()) })
