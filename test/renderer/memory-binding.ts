/** An app in memory: answers from a table, and messages that a script pushes. */
import type { SwitchState } from '../../src-main/contract/switch-state.ts'
import { AppError } from '../../src-main/kernel/app-error.ts'
import { toWireError } from '../../src-main/contract/wire-error.ts'
import type { ClientMessage } from '../../src-main/contract/envelope.ts'
import type { Binding, Loss } from '../../src-renderer/client/client.ts'
import { downloadFile } from '../../src-renderer/client/download-file.ts'

export type Push = (message: ClientMessage) => void

export interface World {
  readonly state: SwitchState
  /** By the call's name. What is thrown becomes a wire error. */
  readonly answers: Readonly<Record<string, (input: unknown, push: Push, callId: string) => unknown>>
  /** Runs once somebody listens. */
  readonly script?: (push: Push) => void
  /** How the stream of messages breaks right after the first. */
  readonly lost?: Loss
}

export function createMemoryBinding(world: World): Binding {
  const listeners = new Set<(message: unknown) => void>()
  const push: Push = (message) => {
    // As over the wire: nothing but JSON crosses.
    for (const listener of listeners) listener(JSON.parse(JSON.stringify(message)))
  }
  return {
    async call(name, { callId, input }) {
      try {
        const answer = world.answers[name]
        if (answer === undefined)
          throw new AppError({ code: 'not-found', message: `No answer for ${name}.`, hint: 'Write one.' })
        return { ok: true, value: JSON.parse(JSON.stringify((await answer(input, push, callId)) ?? {})) as unknown }
      } catch (error) {
        return { ok: false, error: toWireError(error) }
      }
    },
    saveFile(file) {
      downloadFile(file)
      return Promise.resolve({ ok: true, value: {} })
    },
    note: () => undefined,
    listen(onMessage, onLoss) {
      listeners.add(onMessage)
      queueMicrotask(() => {
        onMessage({ type: 'snapshot', state: world.state })
        world.script?.(push)
        if (world.lost !== undefined) onLoss(world.lost)
      })
      return () => void listeners.delete(onMessage)
    },
  }
}
