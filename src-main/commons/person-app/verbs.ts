/**
 * The person's app on a laptop. The journal of a switch is kept by the app of the laptop that is left; the other
 * laptop's app asks that one, through its agent, to finish what was interrupted, to give it up, and what is in its journal.
 */
import { z } from 'zod'
import { activityLogSchema } from '../../contract/activity-calls.ts'
import { defineVerb, silences } from '../../contract/define.ts'
import { wireErrorSchema } from '../../contract/wire-error.ts'

/** In the words of that app. */
const refused = z.object({ kind: z.literal('refused'), error: wireErrorSchema })

export const resumeOverThere = defineVerb({
  name: 'person-app.resume',
  title: 'resume the interrupted switch on the laptop that was left',
  mutates: true,
  // That app connects both laptops first, and waits for what still has them.
  silentMs: silences.long,
  input: z.object({}),
  output: z.discriminatedUnion('kind', [z.object({ kind: z.literal('resumed'), switchId: z.string() }), refused]),
})

export const giveUpOverThere = defineVerb({
  name: 'person-app.give-up',
  title: 'give up the interrupted switch on the laptop that was left',
  mutates: true,
  input: z.object({}),
  output: z.discriminatedUnion('kind', [z.object({ kind: z.literal('given-up') }), refused]),
})

export const readLogOverThere = defineVerb({
  name: 'person-app.log',
  title: 'read the journal of a switch on the laptop that was left',
  mutates: false,
  input: z.object({ switchId: z.string().max(100) }),
  output: z.discriminatedUnion('kind', [activityLogSchema.extend({ kind: z.literal('read') }), refused]),
})
