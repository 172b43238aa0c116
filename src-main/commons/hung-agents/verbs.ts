/** What is asked of an agent about an earlier one on its machine that no longer answers. */
import { z } from 'zod'
import { defineVerb } from '../../contract/define.ts'
import { processIdentitySchema } from '../../tools/proc/process-identity.ts'

/** Ends it and what it started; what it had reserved is free then. Harmless when it has ended. */
export const endHungAgent = defineVerb({
  name: 'agents.end',
  title: 'end an agent that does not answer',
  mutates: true,
  input: processIdentitySchema,
  /** False when it has ended already, or that process is no agent. */
  output: z.object({ ended: z.boolean() }),
})
