import { z } from 'zod'
import { absolutePathSchema } from '../../../contract/path-schemas.ts'
import { programKinds } from '../../../contract/packages-others.ts'

/** "14.1.0"; of Homebrew, which keeps several, "1.6, 1.7". */
export const versionSchema = z
  .string()
  .max(100)
  .regex(/^[\w.+~:!-]+(?:, [\w.+~:!-]+)*$/)

export const programSchema = z.object({
  by: z.enum(programKinds),
  place: absolutePathSchema,
  /** In a home folder, with which it is copied. */
  inHome: z.boolean(),
  /** As its package manager wrote it down; absent where that is not known. */
  version: versionSchema.optional(),
})
export type Program = z.infer<typeof programSchema>

/** "/opt/pipx/venvs/black 24.10.0" */
export function shownProgram({ place, version }: Program): string {
  return version === undefined ? place : `${place} ${version}`
}
