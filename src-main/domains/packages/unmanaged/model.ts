import { z } from 'zod'
import { absolutePathSchema } from '../../../contract/path-schemas.ts'
import { programKinds } from '../../../contract/packages-others.ts'

export const programSchema = z.object({
  by: z.enum(programKinds),
  place: absolutePathSchema,
  /** In a home folder, with which it is copied. */
  inHome: z.boolean(),
})
export type Program = z.infer<typeof programSchema>
