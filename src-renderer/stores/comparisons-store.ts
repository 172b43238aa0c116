/**
 * What was compared, and what is being compared: one after the other, in the order in which the page wants it. What the
 * page no longer wants is stopped; what was compared with now is only believed for a while.
 */
import { createStore, type StoreApi } from 'zustand'
import type { ChangeCounts } from '../../src-main/contract/compare-calls.ts'
import type { WireError } from '../../src-main/contract/wire-error.ts'
import { newCallId, wireErrorOf, type Client } from '../client/client.ts'

export interface Comparison {
  readonly laptop: string
  readonly subvolume: string
  /** The earlier of the two. */
  readonly one: string
  readonly other: string
}

export type ComparisonState =
  | { readonly kind: 'comparing' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: WireError }
  | { readonly kind: 'made'; readonly compareId: string; readonly counts: ChangeCounts; readonly atMs: number }

interface Making {
  readonly key: string
  /** Of the call that makes it. */
  readonly callId: string
}

export interface ComparisonsModel {
  readonly known: Readonly<Record<string, ComparisonState>>
  /** The one that is being made now. */
  readonly making: Making | undefined
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

export function createComparisonsStore(client: Client): ComparisonsStore {
  let wanted: readonly Comparison[] = []
  const store = createStore<ComparisonsModel>((set, get) => {
    const put = (key: string, compared: ComparisonState | undefined): void =>
      set(({ known }) => {
        const others = Object.fromEntries(Object.entries(known).filter(([other]) => other !== key))
        return { known: compared === undefined ? others : { ...others, [key]: compared } }
      })

    const next = (): void => {
      if (get().making !== undefined) return
      const comparison = wanted.find((one) => isOpen(get().known[comparisonKey(one)], one.other, Date.now()))
      if (comparison !== undefined) make(comparison)
    }

    const make = (comparison: Comparison): void => {
      const key = comparisonKey(comparison)
      const callId = newCallId()
      if (get().known[key]?.kind !== 'made') put(key, { kind: 'comparing' })
      set({ making: { key, callId } })
      client
        .call('compareMake', comparison, callId)
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
          set({ making: undefined })
          next()
        })
    }

    const wantFirst = (comparison: Comparison): void => {
      const key = comparisonKey(comparison)
      wanted = [comparison, ...wanted.filter((one) => comparisonKey(one) !== key)]
      next()
    }

    const cancel = ({ callId }: Making): void => {
      // It may have ended by itself in the meantime.
      client.call('taskCancel', { callId }).catch(() => undefined)
    }

    return {
      known: {},
      making: undefined,
      want(now) {
        wanted = now
        const { making } = get()
        if (making !== undefined && !now.some((one) => comparisonKey(one) === making.key)) cancel(making)
        next()
      },
      stop() {
        const { making } = get()
        if (making === undefined) return
        put(making.key, { kind: 'stopped' })
        wanted = wanted.filter((one) => comparisonKey(one) !== making.key)
        cancel(making)
      },
      again(comparison) {
        const key = comparisonKey(comparison)
        if (get().making?.key === key) return
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

function isOpen(compared: ComparisonState | undefined, other: string, nowMs: number): boolean {
  if (compared === undefined) return true
  return compared.kind === 'made' && other === 'now' && nowMs - compared.atMs > believedMs
}
