/** How rollbacks stand on both laptops, and which results the person has read. */
import { createStore, type StoreApi } from 'zustand'
import type { RollbackState } from '../../src-main/contract/rollback-calls.ts'
import { wireErrorOf, type Client } from '../client/client.ts'
import { failedAfter, loadingAfter, type Loadable } from './loadable.ts'

export interface RollbackModel {
  readonly laptops: Loadable<readonly RollbackState[]>
  /** Results that have been read, by operation. */
  readonly read: readonly string[]
  readonly look: () => Promise<void>
  /** What another call has just answered about one laptop. */
  readonly put: (state: RollbackState) => void
  readonly markRead: (operationId: string) => void
}

export type RollbackStore = StoreApi<RollbackModel>

const storageKey = 'pc-switcher.rollbacks-read'
const mostKept = 50

export function createRollbackStore(client: Client): RollbackStore {
  return createStore<RollbackModel>((set, get) => ({
    laptops: { kind: 'loading' },
    read: readKept(),
    async look() {
      set(({ laptops }) => ({ laptops: loadingAfter(laptops) }))
      try {
        const { laptops } = await client.call('rollbackState', {})
        set({ laptops: { kind: 'known', value: laptops, atMs: Date.now() } })
      } catch (error) {
        set(({ laptops }) => ({ laptops: failedAfter(laptops, wireErrorOf(error)) }))
      }
    },
    put: (state) =>
      set(({ laptops }) => {
        const known = laptops.kind === 'known' ? laptops.value : (laptops.last ?? [])
        const others = known.filter(({ laptop }) => laptop !== state.laptop)
        return { laptops: { kind: 'known', value: [...others, state], atMs: Date.now() } }
      }),
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
