/** Which program a name leads to where there are several, as update-alternatives(1) has it. */
import { z } from 'zod'
import { absolutePathSchema } from '../../../contract/path-schemas.ts'

/** Nothing in it can be taken for an option or another folder. */
const alternativeNameSchema = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9[][A-Za-z0-9+._:[-]*$/)

export const alternativeSchema = z.object({ name: alternativeNameSchema, path: absolutePathSchema })
export type Alternative = z.infer<typeof alternativeSchema>
