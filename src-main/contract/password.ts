/** A password that a person typed. It is for one call alone; nobody keeps it. */
import { z } from 'zod'

export const passwordSchema = z
  .string()
  .max(1_000)
  .regex(/^[^\0\r\n]*$/)
