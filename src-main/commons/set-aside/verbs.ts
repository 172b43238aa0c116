/** What a laptop could not read of its own and put aside, for the person to look at. */
import { z } from 'zod'
import { defineVerb } from '../../contract/define.ts'

export const listSetAside = defineVerb({
  name: 'set-aside.list',
  title: 'list files that could not be read',
  mutates: false,
  input: z.object({}),
  output: z.object({
    /** Absolute, the newest of each folder first. */
    files: z.array(z.object({ file: z.string(), aside: z.string() })),
  }),
})
