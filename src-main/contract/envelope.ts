/** What crosses between a client and the app, the same over HTTP, a socket and Electron's IPC. */
import { z } from 'zod'
import { callIdSchema } from './call-id.ts'
import { switchEventSchema, type SwitchEvent } from './events.ts'
import { runProgressSchema, type RunProgress } from './progress/observe.ts'
import { switchStateSchema, type SwitchState } from './switch-state.ts'
import { taskSchema, type Task } from './task.ts'
import { wireErrorSchema, type WireError } from './wire-error.ts'

/** A call on its way to the app; its name is beside it (the path over HTTP, an argument over IPC). */
export interface CallEnvelope {
  /** Made by the client, another one for each call. Under this id the client finds, and stops, the task of its call. */
  readonly callId: string
  /** As the call's own schema has it. */
  readonly input?: unknown
}

export const callEnvelopeSchema = z.object({ callId: callIdSchema, input: z.unknown() })

/** What the app answers. */
export type AnswerEnvelope =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: WireError }

export const answerEnvelopeSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: wireErrorSchema }),
])

/** First the whole state, and how far a run is; then what happens. "overview-changed" says that what the overview shows may be outdated. */
export type ClientMessage =
  | {
      readonly type: 'snapshot'
      readonly state: SwitchState
      readonly run?: RunProgress | undefined
      /** Of the app: a page that was loaded from another one is to be loaded anew. */
      readonly version?: string | undefined
    }
  | { readonly type: 'event'; readonly event: SwitchEvent }
  /** `isProgress`: what the app knows now says it all; absent where the app knows no more than before. */
  | { readonly type: 'overview-changed'; readonly isProgress?: boolean | undefined }
  | { readonly type: 'task'; readonly task: Task }

export const clientMessageSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('snapshot'),
    state: switchStateSchema,
    run: runProgressSchema.optional(),
    version: z.string().optional(),
  }),
  z.object({ type: z.literal('event'), event: switchEventSchema }),
  z.object({ type: z.literal('overview-changed'), isProgress: z.boolean().optional() }),
  z.object({ type: z.literal('task'), task: taskSchema }),
])
