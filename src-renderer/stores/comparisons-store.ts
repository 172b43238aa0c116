/**
 * What was compared, and what is being compared: one after the other, in the order in which the page wants it. What the
 * page no longer wants is stopped; what was compared with now is only believed for a while.
 */
import { createStore, type StoreApi } from 'zustand'
import type { ChangeCounts } from '../../src-main/contract/compare-calls.ts'
import type { WireError } from '../../src-main/contract/wire-error.ts'
import { wireErrorOf, type Client } from '../client/client.ts'
import type { TaskStore } from './task-store.ts'

export interface Comparison {
  readonly laptop: string
  readonly subvolume: string
  /** The earlier of the two. */
  readonly one: string
  readonly other: string
}

export type Compared =
  | { readonly kind: 'comparing' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: WireError }
  | { readonly kind: 'made'; readonly compareId: string; readonly counts: ChangeCounts; readonly atMs: number }

export interface ComparisonsModel {
  readonly known: Readonly<Record<string, Compared>>
  /** The one that is being made now. */
  readonly making: string | undefined
  /** What the page wants to know, the most urgent first. Replaces what it wanted before. */
  readonly want: (wanted: readonly Comparison[]) => void
  /** Stops what is being made; it is made again only when asked for. */
  readonly stop: () => void
  readonly again: (comparison: Comparison) => void
  /** Makes it again because something was restored; what is known stays on the screen until then. */
  readonly renew: (comparison: Comparison) => void
  /** A laptop was rolled back: nothing that was compared with what was there is true any more. */
  readonly forgetNow: (laptop: string) => void
}

export type ComparisonsStore = StoreApi<ComparisonsModel>

export const comparisonKey = ({ laptop, subvolume, one, other }: Comparison): string =>
  [laptop, subvolume, one, other].join('\n')

const believedMs = 2 * 60_000

export function createComparisonsStore(client: Client, tasks: TaskStore): ComparisonsStore {
  let wanted: readonly Comparison[] = []
  let current: { readonly key: string; taskId: string | undefined } | undefined
  const store = createStore<ComparisonsModel>((set, get) => {
    const put = (key: string, compared: Compared | undefined): void =>
      set(({ known }) => {
        const others = Object.fromEntries(Object.entries(known).filter(([other]) => other !== key))
        return { known: compared === undefined ? others : { ...others, [key]: compared } }
      })

    const next = (): void => {
      if (current !== undefined) return
      const comparison = wanted.find((one) => isOpen(get().known[comparisonKey(one)], one.other, Date.now()))
      if (comparison !== undefined) make(comparison)
    }

    const make = (comparison: Comparison): void => {
      const key = comparisonKey(comparison)
      const mine: { readonly key: string; taskId: string | undefined } = { key, taskId: undefined }
      current = mine
      if (get().known[key]?.kind !== 'made') put(key, { kind: 'comparing' })
      set({ making: key })
      const stopWatching = watchForTask(tasks, (taskId) => (mine.taskId = taskId))
      client
        .call('compareMake', comparison)
        .then(
          ({ compareId, counts }) => put(key, { kind: 'made', compareId, counts, atMs: Date.now() }),
          (thrown: unknown) => {
            const error = wireErrorOf(thrown)
            // One that was stopped because nobody looks any more is simply open again.
            if (error.code !== 'cancelled') put(key, { kind: 'failed', error })
            else if (get().known[key]?.kind === 'comparing') put(key, undefined)
          },
        )
        .finally(() => {
          stopWatching()
          current = undefined
          set({ making: undefined })
          next()
        })
    }

    const wantFirst = (comparison: Comparison): void => {
      const key = comparisonKey(comparison)
      wanted = [comparison, ...wanted.filter((one) => comparisonKey(one) !== key)]
      next()
    }

    const cancel = (): void => {
      const taskId = current?.taskId
      // It may have ended by itself in the meantime.
      if (taskId !== undefined) client.call('taskCancel', { taskId }).catch(() => undefined)
    }

    return {
      known: {},
      making: undefined,
      want(now) {
        wanted = now
        if (current !== undefined && !now.some((one) => comparisonKey(one) === current?.key)) cancel()
        next()
      },
      stop() {
        if (current === undefined) return
        put(current.key, { kind: 'stopped' })
        wanted = wanted.filter((one) => comparisonKey(one) !== current?.key)
        cancel()
      },
      again(comparison) {
        const key = comparisonKey(comparison)
        if (current?.key === key) return
        put(key, undefined)
        wantFirst(comparison)
      },
      forgetNow(laptop) {
        const stale = (key: string) => key.startsWith(`${laptop}\n`) && key.endsWith('\nnow')
        set(({ known }) => ({ known: Object.fromEntries(Object.entries(known).filter(([key]) => !stale(key))) }))
        next()
      },
      renew(comparison) {
        const key = comparisonKey(comparison)
        const made = get().known[key]
        if (made?.kind === 'made') put(key, { ...made, atMs: Number.NEGATIVE_INFINITY })
        wantFirst(comparison)
      },
    }
  })
  return store
}

function isOpen(compared: Compared | undefined, other: string, nowMs: number): boolean {
  if (compared === undefined) return true
  return compared.kind === 'made' && other === 'now' && nowMs - compared.atMs > believedMs
}

/** A call does not tell its task: ours is the first comparing one that appears after it was asked for. */
function watchForTask(tasks: TaskStore, onFound: (taskId: string) => void): () => void {
  const before = new Set(tasks.getState().tasks.map(({ taskId }) => taskId))
  const stop = tasks.subscribe(({ tasks: running }) => {
    const mine = running.find(({ taskId, call }) => !before.has(taskId) && call === 'compareMake')
    if (mine === undefined) return
    onFound(mine.taskId)
    stop()
  })
  return stop
}
