/** Keeps what the laptops answer and tell, under the names by which fixtures ask for it. */
import { applyEvent } from '../../src-main/contract/apply-event.ts'
import { calls, type CallKey } from '../../src-main/contract/calls.ts'
import type { Input, Output } from '../../src-main/contract/define.ts'
import type { ClientMessage } from '../../src-main/contract/envelope.ts'
import type { SwitchState } from '../../src-main/contract/switch-state.ts'
import { fromWireError } from '../../src-main/contract/wire-error.ts'
import type { RecordedAnswer, Recording } from '../renderer/recording-schema.ts'
import { openLaptop, type Laptop } from './laptop.ts'

const patienceMs = 180_000

export interface Recorder {
  /** Asks and keeps the answer, whether it is a value or an error. Throws what the app answered as an error. */
  ask<K extends CallKey>(key: K, about: string, input: Input<(typeof calls)[K]>): Promise<Output<(typeof calls)[K]>>
  /** As `ask`, for an answer that has to be an error. */
  askInVain<K extends CallKey>(key: K, about: string, input: Input<(typeof calls)[K]>): Promise<void>
  /** Keeps an answer to a call without input that came in another way than to a page. */
  keep(key: CallKey, about: string, value: unknown): void
  /** Follows the messages from the beginning of `act` to its end, and keeps none. */
  follow<T>(act: (watched: Watched) => Promise<T>): Promise<T>
  /** Keeps every message from the beginning of `act` to its end, the snapshot of the state first. */
  watch<T>(about: string, act: (watched: Watched) => Promise<T>): Promise<T>
  /** For an app that was started anew: the session of the one before is gone. */
  enterAnew(): void
  take(): Recording
}

export interface Watched {
  /** Resolves once a message has come that fits, also when that was before. */
  until(what: string, fits: (message: ClientMessage) => boolean): Promise<void>
  /** The state as a client has it now. */
  state(): SwitchState
}

/** `freshUrl` makes a link to the page of the laptop whose answers are kept. */
export function createRecorder(freshUrl: () => Promise<string>): Recorder {
  let recording: { answers: RecordedAnswer[]; streams: Record<string, ClientMessage[]> } = { answers: [], streams: {} }
  let entered: Promise<Laptop> | undefined
  const laptop = (): Promise<Laptop> => (entered ??= freshUrl().then(openLaptop))
  const send = async (key: CallKey, about: string, input: unknown) => {
    const envelope = await (await laptop()).send(calls[key].name, input)
    recording.answers.push({ call: key, about, input, ...envelope })
    return envelope
  }
  const follow = async <T>(act: (watched: Watched) => Promise<T>) => {
    const messages: ClientMessage[] = []
    const leave = await (await laptop()).follow((message) => void messages.push(message))
    const watched = watchedOf(messages)
    try {
      await watched.until('the state is told', ({ type }) => type === 'snapshot')
      return { answer: await act(watched), messages }
    } finally {
      leave()
    }
  }
  return {
    async ask(key, about, input) {
      const envelope = await send(key, about, input)
      if (!envelope.ok) throw fromWireError(envelope.error)
      return calls[key].output.parse(envelope.value) as Output<(typeof calls)[typeof key]>
    },
    async askInVain(key, about, input) {
      if ((await send(key, about, input)).ok) throw new Error(`${calls[key].name} answered, ${about}`)
    },
    keep: (key, about, value) => void recording.answers.push({ call: key, about, input: {}, ok: true, value }),
    follow: async (act) => (await follow(act)).answer,
    async watch(about, act) {
      const { answer, messages } = await follow(act)
      recording.streams[about] = messages
      return answer
    },
    enterAnew() {
      entered = undefined
    },
    take() {
      const taken = recording
      recording = { answers: [], streams: {} }
      return taken
    },
  }
}

function watchedOf(messages: readonly ClientMessage[]): Watched {
  return {
    async until(what, fits) {
      const deadline = Date.now() + patienceMs
      while (!messages.some(fits)) {
        if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`)
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
    },
    state: () =>
      messages.reduce<SwitchState>(
        (state, message) =>
          message.type === 'snapshot'
            ? message.state
            : message.type === 'event'
              ? applyEvent(state, message.event)
              : state,
        { kind: 'idle' },
      ),
  }
}

export const happened =
  (type: string, stepId?: string) =>
  (message: ClientMessage): boolean =>
    message.type === 'event' &&
    message.event.type === type &&
    (stepId === undefined || ('stepId' in message.event && message.event.stepId === stepId))

export const taskEnded = (message: ClientMessage): boolean =>
  message.type === 'task' && message.task.state !== 'running'
