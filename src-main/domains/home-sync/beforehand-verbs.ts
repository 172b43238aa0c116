/** What is asked before and while something is fetched for no switch yet. */
import { z } from 'zod'
import { defineVerb } from '../../contract/define.ts'

/** Of the file system that is fetched into. */
export const readRoom = defineVerb({
  name: 'home.room',
  title: 'read how much room there is for /home',
  mutates: false,
  input: z.object({}),
  output: z.object({ freeBytes: z.number(), totalBytes: z.number() }),
})
