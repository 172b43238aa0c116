import { z } from 'zod'
import { defineVerb } from '../../../contract/define.ts'
import { absolutePathSchema } from '../../../contract/path-schemas.ts'

export const diversionSchema = z.object({
  /** The file of a package, and where it stands instead. */
  path: absolutePathSchema,
  to: absolutePathSchema,
})
export type Diversion = z.infer<typeof diversionSchema>

export const listDiversions = defineVerb({
  name: 'diversions.list',
  title: 'list the files of packages that somebody diverted',
  mutates: false,
  input: z.object({}),
  /** Those of the administrator; packages bring their own. */
  output: z.object({ diversions: z.array(diversionSchema) }),
})
