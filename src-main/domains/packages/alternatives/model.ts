/** Which program a name leads to where there are several, as update-alternatives(1) has it. */
import { z } from 'zod'
import { absolutePathSchema } from '../../../contract/path-schemas.ts'

/** "editor". Nothing in it can be taken for an option or another folder. */
export const alternativeNameSchema = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9[][A-Za-z0-9+._:[-]*$/)

export const alternativeSchema = z.object({ name: alternativeNameSchema, path: absolutePathSchema })
export type Alternative = z.infer<typeof alternativeSchema>

export const alternativesSchema = z.object({
  /** Set by hand. */
  chosen: z.array(alternativeSchema),
  /** Names that follow what is installed. */
  automatic: z.array(alternativeNameSchema),
})
export type Alternatives = z.infer<typeof alternativesSchema>
