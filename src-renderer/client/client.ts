/** The one way from the pages to the app: made from the table of calls, over whichever binding there is. */
import { calls, type CallKey } from '../../src-main/contract/calls.ts'
import type { Input, Output } from '../../src-main/contract/define.ts'
import {
  answerEnvelopeSchema,
  clientMessageSchema,
  type CallEnvelope,
  type ClientMessage,
} from '../../src-main/contract/envelope.ts'
import type { WindowNote } from '../../src-main/contract/window-note.ts'
import type { WireError } from '../../src-main/contract/wire-error.ts'
import { texts } from './texts.ts'

/** away: nobody answers, and it is tried again. signed-out: the app refuses this window; nothing more is asked. */
export type Loss = 'away' | 'signed-out'

export interface Listener {
  onMessage(message: ClientMessage): void
  /** Messages no longer arrive. When they do again, a snapshot comes before anything else. */
  onLoss(loss: Loss): void
}

export interface FileToKeep {
  readonly name: string
  readonly type: string
  readonly content: string
}

/** How bytes get to the app and back; knows no call. What it returns has not been checked. */
export interface CallManner {
  /** Is sent although the page is going away; its answer is not waited for. */
  readonly outlivesPage?: boolean
}

export interface Binding {
  call(name: string, envelope: CallEnvelope, manner: CallManner): Promise<unknown>
  listen(onMessage: (message: unknown) => void, onLoss: (loss: Loss) => void): () => void
  /** Answers an envelope too: a desktop asks for a place first, and it may be full. */
  saveFile(file: FileToKeep): Promise<unknown>
  note(note: WindowNote): void
}

export interface Client {
  /** Throws CallError only. Whoever wants to follow the task of the call gives it an id of `newCallId`. */
  call<K extends CallKey>(
    key: K,
    input: Input<(typeof calls)[K]>,
    callId?: string,
    manner?: CallManner,
  ): Promise<Output<(typeof calls)[K]>>
  subscribe(listener: Listener): () => void
  /** Gives the person a file to keep. Throws CallError only. */
  saveFile(file: FileToKeep): Promise<void>
  /** Tells the window around the page what it shows; nothing comes back. */
  note(note: WindowNote): void
}

/** A call that failed, with what to tell the person. */
export class CallError extends Error {
  override readonly name = 'CallError'
  readonly wire: WireError

  constructor(wire: WireError) {
    super(wire.message)
    this.wire = wire
  }
}

export function newCallId(): string {
  return crypto.randomUUID()
}

export function createClient(binding: Binding): Client {
  return {
    async call(key, input, callId = newCallId(), manner = {}) {
      const call = calls[key]
      const value = call.output.safeParse(opened(call.title, await binding.call(call.name, { callId, input }, manner)))
      if (!value.success) throw new CallError(unreadable(call.title, value.error.message))
      return value.data as Output<(typeof calls)[typeof key]>
    },
    async saveFile(file) {
      opened(texts.saveFile, await binding.saveFile(file))
    },
    note: (note) => binding.note(note),
    subscribe(listener) {
      return binding.listen(
        (raw) => {
          const message = clientMessageSchema.safeParse(raw)
          if (message.success) listener.onMessage(message.data)
          else console.error('A message of the app cannot be read.', message.error)
        },
        (loss) => listener.onLoss(loss),
      )
    },
  }
}

/** What is in an envelope, or what went wrong. */
function opened(title: string, answer: unknown): unknown {
  const envelope = answerEnvelopeSchema.safeParse(answer)
  if (!envelope.success) throw new CallError(unreadable(title, envelope.error.message))
  if (!envelope.data.ok) throw new CallError(envelope.data.error)
  return envelope.data.value
}

function unreadable(title: string, details: string): WireError {
  return {
    code: 'unreadable-answer',
    message: texts.unreadableAnswer(title),
    hint: texts.restartOrReport,
    details,
  }
}

/** What went wrong, whatever was thrown. */
export function wireErrorOf(thrown: unknown): WireError {
  if (thrown instanceof CallError) return thrown.wire
  return {
    code: 'unexpected',
    message: texts.unexpected,
    hint: texts.tryOrReport,
    details: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
  }
}
