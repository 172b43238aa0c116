/** The form of what `npm run fixtures` records: answers to calls and streams of messages, each as it crossed the border. */
import { z } from 'zod'
import { calls, type CallKey } from '../../src-main/contract/calls.ts'
import { clientMessageSchema } from '../../src-main/contract/envelope.ts'
import { wireErrorSchema } from '../../src-main/contract/wire-error.ts'

const callKeySchema = z.custom<CallKey>((key) => typeof key === 'string' && key in calls)
/** `about` says when it was asked: "before the first switch". A call is asked once about each. */
const asked = { call: callKeySchema, about: z.string(), input: z.unknown() }

const recordedAnswerSchema = z.discriminatedUnion('ok', [
  z.object({ ...asked, ok: z.literal(true), value: z.unknown() }),
  z.object({ ...asked, ok: z.literal(false), error: wireErrorSchema }),
])
export type RecordedAnswer = z.infer<typeof recordedAnswerSchema>

export const recordingSchema = z.object({
  answers: z.array(recordedAnswerSchema),
  /** By what happened meanwhile. The first message of each is the snapshot of the state. */
  streams: z.record(z.string(), z.array(clientMessageSchema)),
})
export type Recording = z.infer<typeof recordingSchema>
