/**
 * The person's app on a laptop. What only it has, the app of the other laptop asks of it, through its agent: the journal of a
 * switch that it drove (to finish what was interrupted, to give it up, for its log), and its person's ~/system-state with the
 * rules in it.
 */
import { z } from 'zod'
import { calls } from '../../contract/calls.ts'
import { defineVerb, silences } from '../../contract/define.ts'
import { wireErrorSchema } from '../../contract/wire-error.ts'

/** The calls that it may be asked from there; the first ones change nothing. */
export const readingCalls = [calls.activityLog, calls.systemStateRead, calls.systemStateCheck] as const
export const changingCalls = [
  calls.switchResume,
  calls.switchGiveUp,
  calls.systemStateFind,
  calls.systemStateRecord,
] as const

const answered = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answered'), value: z.unknown() }),
  /** In the words of that app. */
  z.object({ kind: z.literal('refused'), error: wireErrorSchema }),
])
export type Answered = z.infer<typeof answered>

export const askPersonApp = defineVerb({
  name: 'person-app.ask',
  title: 'ask the app on the other laptop',
  mutates: false,
  input: z.object({ call: z.enum(readingCalls.map(({ name }) => name)), input: z.unknown() }),
  output: answered,
})

export const tellPersonApp = defineVerb({
  name: 'person-app.tell',
  title: 'have the app on the other laptop do its part',
  mutates: true,
  // To resume, that app connects both laptops first, and waits for what still has them.
  silentMs: silences.long,
  input: z.object({ call: z.enum(changingCalls.map(({ name }) => name)), input: z.unknown() }),
  output: answered,
})
