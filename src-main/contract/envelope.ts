/** What crosses between a client and the app, the same over HTTP, a socket and Electron's IPC. */
import { z } from 'zod'
import { switchEventSchema, type SwitchEvent } from './events.ts'
import { switchStateSchema, type SwitchState } from './switch-state.ts'
import { taskSchema, type Task } from './task.ts'
import { wireErrorSchema, type WireError } from './wire-error.ts'

export type Envelope =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: WireError }

export const envelopeSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: wireErrorSchema }),
])

/** First the whole state, then what happens. "overview-changed" says that what the overview shows may be outdated. */
export type ClientMessage =
  | { readonly type: 'snapshot'; readonly state: SwitchState }
  | { readonly type: 'event'; readonly event: SwitchEvent }
  | { readonly type: 'overview-changed' }
  | { readonly type: 'task'; readonly task: Task }

export const clientMessageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), state: switchStateSchema }),
  z.object({ type: z.literal('event'), event: switchEventSchema }),
  z.object({ type: z.literal('overview-changed') }),
  z.object({ type: z.literal('task'), task: taskSchema }),
])
