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

export const setTestClock = defineVerb({
  name: 'test-clocks.set',
  title: 'set the clock',
  mutates: true,
  input: z.object({ unixMs: z.number() }),
  output: z.object({}),
})
