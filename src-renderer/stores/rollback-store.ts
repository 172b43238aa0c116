/** How rollbacks stand on both laptops, and which results the person has read. */
import { createStore, type StoreApi } from 'zustand'
import type { RollbackState } from '../../src-main/contract/rollback-calls.ts'
import { wireErrorOf, type Client } from '../client/client.ts'
import { failedAfter, lastValue, loadingAfter, type Loadable } from './loadable.ts'
import { statesAfter, stillRestarting, type Restarting } from './rollback-states.ts'

export interface RollbackModel {
  readonly laptops: Loadable<readonly RollbackState[]>
  /** Results that have been read, by operation. */
  readonly read: readonly string[]
  readonly look: () => Promise<void>
  /** What another call has just answered about one laptop. */
  readonly put: (state: RollbackState) => void
  readonly markRead: (operationId: string) => void
  readonly restarting: readonly Restarting[]
  /** For the order that waits there. Rejects when the laptop does not do it. */
  readonly restart: (state: RollbackState) => Promise<void>
}

export type RollbackStore = StoreApi<RollbackModel>

const storageKey = 'pc-switcher.rollbacks-read'
const mostKept = 50

export function createRollbackStore(client: Client): RollbackStore {
  /** A laptop that starts anew lets one wait: two faces, or two restorePoints, get one answer. */
  let looking: Promise<void> | undefined
  let puts = 0
  return createStore<RollbackModel>((set, get) => ({
    laptops: { kind: 'loading' },
    read: readKept(),
    restarting: [],
    look: () => (looking ??= ask(set).finally(() => (looking = undefined))),
    put: (state) => {
      puts += 1
      set(({ laptops }) => {
        const others = (lastValue(laptops) ?? []).filter(({ laptop }) => laptop !== state.laptop)
        return { laptops: { kind: 'known', value: [...others, state], atMs: Date.now() } }
      })
    },
    async restart({ laptop, pending }) {
      await client.call('laptopRestart', { laptop })
      if (pending === undefined) return
      const begun = { laptop, operationId: pending.operationId, sinceMs: Date.now() }
      set(({ restarting }) => ({ restarting: [...restarting.filter((one) => one.laptop !== laptop), begun] }))
    },
    markRead(operationId) {
      const read = [...get().read.filter((id) => id !== operationId), operationId].slice(-mostKept)
      keep(read)
      set({ read })
    },
  }))

  async function ask(set: RollbackStore['setState']): Promise<void> {
    const before = puts
    set(({ laptops }) => ({ laptops: loadingAfter(laptops) }))
    try {
      const answer = await client.call('rollbackState', {})
      // What was put meanwhile is newer than this answer.
      if (puts !== before) {
        await ask(set)
        return
      }
      set(({ laptops, restarting }) => {
        const value = statesAfter(lastValue(laptops) ?? [], answer.laptops, restarting)
        const atMs = Date.now()
        return {
          laptops: { kind: 'known', value, atMs },
          restarting: stillRestarting(restarting, answer.laptops, atMs),
        }
      })
    } catch (error) {
      set(({ laptops }) => ({ laptops: failedAfter(laptops, wireErrorOf(error)) }))
    }
  }
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
