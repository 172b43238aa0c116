/** What programs on one laptop use of /home at this moment. */
import { z } from 'zod'
import { defineVerb } from '../../contract/define.ts'
import { relativeBytePathSchema } from '../../contract/path-schemas.ts'
import { fileSetKindSchema } from '../../commons/file-sets/what-makes-one.ts'
import { scanIdSchema } from './scan-verbs.ts'

/** What it is of: the file alone, or a set of files (file-sets/file-set.ts). */
export const openPlaceSchema = z.object({
  path: relativeBytePathSchema,
  kind: z.enum(['file', ...fileSetKindSchema.options]),
  /** All that belongs to it, `path` first: files, and folders with all that is in them. */
  paths: z.array(relativeBytePathSchema).min(1),
  /** As the kernel knows them. */
  programs: z.array(z.string()).min(1),
  /** One of them may write to it. */
  writes: z.boolean(),
})
export type OpenPlace = z.infer<typeof openPlaceSchema>

/** For the target: what programs use now, as far as that scan has it. */
export const findOpenFiles = defineVerb({
  name: 'home.openFiles',
  title: 'look for open files in /home',
  mutates: false,
  input: z.object({ scanId: scanIdSchema }),
  output: z.object({ places: z.array(openPlaceSchema) }),
})
