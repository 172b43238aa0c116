/** Which laptops were told to restart for a rollback, and which results the person has read. */
import { createStore, type StoreApi } from 'zustand'
import type { RollbackState } from '../../src-main/contract/rollback-calls.ts'
import type { Client } from '../client/client.ts'
import { statesAfter, stillRestarting, type Restarting } from './rollback-states.ts'

export interface RollbackModel {
  /** Results that have been read, by operation. */
  readonly read: readonly string[]
  readonly markRead: (operationId: string) => void
  readonly restarting: readonly Restarting[]
  /** For the order that waits there. Rejects when the laptop does not do it. */
  readonly restart: (state: Pick<RollbackState, 'laptop' | 'pending'>) => Promise<void>
  /** What is known after laptops have said how their orders stand. */
  readonly hear: (known: readonly RollbackState[], answered: readonly RollbackState[]) => readonly RollbackState[]
}

export type RollbackStore = StoreApi<RollbackModel>

const storageKey = 'pc-switcher.rollbacks-read'
const mostKept = 50

export function createRollbackStore(client: Client): RollbackStore {
  return createStore<RollbackModel>((set, get) => ({
    read: readKept(),
    restarting: [],
    async restart({ laptop, pending }) {
      await client.call('laptopRestart', { laptop })
      if (pending === undefined) return
      const begun = { laptop, operationId: pending.operationId, sinceMs: Date.now() }
      set(({ restarting }) => ({ restarting: [...restarting.filter((one) => one.laptop !== laptop), begun] }))
    },
    hear(known, answered) {
      const { restarting } = get()
      set({ restarting: stillRestarting(restarting, answered, Date.now()) })
      return statesAfter(known, answered, restarting)
    },
    markRead(operationId) {
      const read = [...get().read.filter((id) => id !== operationId), operationId].slice(-mostKept)
      keep(read)
      set({ read })
    },
  }))
}

/** Storage may be refused (a private window); then a result is shown again next time. */
function readKept(): readonly string[] {
  try {
    return (localStorage.getItem(storageKey) ?? '').split(' ').filter((id) => id !== '')
  } catch {
    return []
  }
}

function keep(read: readonly string[]): void {
  try {
    localStorage.setItem(storageKey, read.join(' '))
  } catch {
    // See readKept.
  }
}
