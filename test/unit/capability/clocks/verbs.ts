import { z } from 'zod'
import { defineVerb } from '../../../../src-main/contract/define.ts'

/** An invented capability: whether the two laptops agree on the time. */
export const readTestClock = defineVerb({
  name: 'test-clocks.read',
  title: 'read the clock',
  mutates: false,
  input: z.object({}),
  output: z.object({ unixMs: z.number() }),
})
