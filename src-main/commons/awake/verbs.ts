/** Keeping a laptop from going to sleep while it is switched. */
import { z } from 'zod'
import { defineVerb } from '../../contract/define.ts'

/** Until `awake.release` or the end of the agent, also when the lid is closed. Asking again is harmless. */
export const holdAwake = defineVerb({
  name: 'awake.hold',
  title: 'keep the laptop awake',
  mutates: true,
  input: z.object({ why: z.string().max(200) }),
  output: z.object({}),
})

export const releaseAwake = defineVerb({
  name: 'awake.release',
  title: 'let the laptop sleep again',
  mutates: true,
  input: z.object({}),
  output: z.object({}),
})

/** Answered before it sleeps. Whoever keeps the laptop awake, as a switch does, keeps it from this too. */
export const suspendLaptop = defineVerb({
  name: 'awake.suspend',
  title: 'suspend the laptop',
  mutates: true,
  input: z.object({}),
  output: z.object({}),
})
