/** What tells how fast a laptop is reached, before something is fetched that nobody waits for. */
import { z } from 'zod'
import { defineVerb } from '../../contract/define.ts'

/** Takes what is sent, and says how much it was. How long that takes tells how fast the link is. */
export const measureLink = defineVerb({
  name: 'link.measure',
  title: 'measure the link',
  mutates: false,
  input: z.object({ data: z.string().max(8 * 1024 * 1024) }),
  output: z.object({ characters: z.number() }),
})
