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

/** Takes what is sent, and says how much it was. How long that takes tells how fast the link is. */
export const measureLink = defineVerb({
  name: 'home.measureLink',
  title: 'measure the link',
  mutates: false,
  input: z.object({ data: z.string().max(8 * 1024 * 1024) }),
  output: z.object({ characters: z.number() }),
})
