/** A mirror of the app's switch, fed by its messages alone, and what is read off a run while it goes on. */
import { createStore, type StoreApi } from 'zustand'
import { applyEvent } from '../../src-main/contract/apply-event.ts'
import type { SwitchState } from '../../src-main/contract/switch-state.ts'
import type { AppMessage, Client } from '../client/client.ts'
import { observeRun, type RunView } from './run-view.ts'

export interface SwitchMirror {
  /** Absent until the first snapshot. */
  readonly state: SwitchState | undefined
  readonly connected: boolean
  /** Present while a switch runs, and kept for the page that tells how it stopped. */
  readonly run: RunView | undefined
}

export type SwitchStore = StoreApi<SwitchMirror>

export function createSwitchStore(client: Client, onOverviewChanged: () => void): SwitchStore {
  const store = createStore<SwitchMirror>(() => ({ state: undefined, connected: false, run: undefined }))
  client.subscribe({
    onMessage(message) {
      if (message.type === 'overview-changed') onOverviewChanged()
      else store.setState((mirror) => mirrorAfter(mirror, message))
    },
    onConnection: (connected) => store.setState({ connected }),
  })
  return store
}

function mirrorAfter(mirror: SwitchMirror, message: Exclude<AppMessage, { type: 'overview-changed' }>): SwitchMirror {
  const state = stateAfter(mirror.state, message)
  if (state === undefined) return mirror
  return { ...mirror, connected: true, state, run: observeRun(mirror.run, state, Date.now()) }
}

function stateAfter(
  state: SwitchState | undefined,
  message: Exclude<AppMessage, { type: 'overview-changed' }>,
): SwitchState | undefined {
  if (message.type === 'snapshot') return message.state
  // Without a snapshot an event has nothing to be applied to; the snapshot that follows contains it.
  return state === undefined ? undefined : applyEvent(state, message.event)
}
