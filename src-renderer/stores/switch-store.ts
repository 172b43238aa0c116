/** A mirror of the app's switch, fed by its messages alone, and what is read off a run while it goes on. */
import { createStore, type StoreApi } from 'zustand'
import type { ClientMessage } from '../../src-main/contract/envelope.ts'
import { applyEvent } from '../../src-main/contract/apply-event.ts'
import type { SwitchState } from '../../src-main/contract/switch-state.ts'
import type { Task } from '../../src-main/contract/task.ts'
import type { Client, Loss } from '../client/client.ts'
import { joinRun, observeRun, type RunView } from './run-view.ts'

export interface SwitchMirror {
  /** Absent until the first snapshot. */
  readonly state: SwitchState | undefined
  /** Present while no messages arrive: then nothing here may be shown as the present. */
  readonly lost: { readonly why: Loss; readonly atMs: number } | undefined
  /** Present while a switch runs, and kept for the page that tells how it stopped. */
  readonly run: RunView | undefined
}

export type SwitchStore = StoreApi<SwitchMirror>

export interface OtherMessages {
  /** What an earlier app had going on is over. */
  readonly onSnapshot: () => void
  /** Another version of the app than the one that this page is from has taken its place. */
  readonly onOtherVersion: () => void
  /** `isProgress`: the app knows all of it. */
  readonly onOverviewChanged: (isProgress: boolean) => void
  readonly onTask: (task: Task) => void
}

export function createSwitchStore(
  client: Client,
  { onSnapshot, onOtherVersion, onOverviewChanged, onTask }: OtherMessages,
): SwitchStore {
  const store = createStore<SwitchMirror>(() => ({ state: undefined, lost: undefined, run: undefined }))
  let version: string | undefined
  client.subscribe({
    onMessage(message) {
      if (message.type === 'overview-changed') onOverviewChanged(message.isProgress === true)
      else if (message.type === 'task') onTask(message.task)
      else {
        if (message.type === 'snapshot') {
          onSnapshot()
          if (version !== undefined && message.version !== version) onOtherVersion()
          version = message.version
        }
        store.setState((mirror) => mirrorAfter(mirror, message))
      }
    },
    onLoss: (why) => store.setState(({ lost }) => ({ lost: { why, atMs: lost?.atMs ?? Date.now() } })),
  })
  // Time passes also while nothing is heard: a lane that is busy with one thing reports nothing.
  setInterval(() => store.setState(mirrorNow), tickMs)
  return store
}

const tickMs = 1_000

function mirrorNow(mirror: SwitchMirror): SwitchMirror {
  if (mirror.lost !== undefined || mirror.state?.kind !== 'running') return mirror
  return { ...mirror, run: observeRun(mirror.run, mirror.state, Date.now()) }
}

/** Those of the messages that are about the switch. */
type SwitchMessage = Extract<ClientMessage, { type: 'snapshot' | 'event' }>

function mirrorAfter(mirror: SwitchMirror, message: SwitchMessage): SwitchMirror {
  const state = stateAfter(mirror.state, message)
  if (state === undefined) return mirror
  const before = message.type === 'snapshot' ? joinRun(mirror.run, message.run) : mirror.run
  return { lost: undefined, state, run: observeRun(before, state, Date.now()) }
}

function stateAfter(state: SwitchState | undefined, message: SwitchMessage): SwitchState | undefined {
  if (message.type === 'snapshot') return message.state
  // Without a snapshot an event has nothing to be applied to; the snapshot that follows contains it.
  return state === undefined ? undefined : applyEvent(state, message.event)
}
