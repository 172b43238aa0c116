/**
 * The person's app on a laptop. The journal of a switch is kept by the app of the laptop that is left; the other
 * laptop's app asks that one, through its agent, to finish what was interrupted.
 */
import { z } from 'zod'
import { defineVerb, silences } from '../../contract/define.ts'
import { wireErrorSchema } from '../../contract/wire-error.ts'

export const resumeOverThere = defineVerb({
  name: 'person-app.resume',
  title: 'resume the interrupted switch on the laptop that was left',
  mutates: true,
  // That app connects both laptops first, and waits for what still has them.
  silentMs: silences.long,
  input: z.object({}),
  output: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('resumed'), switchId: z.string() }),
    /** In the words of that app. */
    z.object({ kind: z.literal('refused'), error: wireErrorSchema }),
  ]),
})
