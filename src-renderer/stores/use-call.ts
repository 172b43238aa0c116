import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { calls, CallKey } from '../../src-main/contract/calls.ts'
import type { Input, Output } from '../../src-main/contract/define.ts'
import { useClient, useTasks } from './app-context.tsx'
import { askedOf, type AskedValue } from './asked.ts'

/** Lists that a page shows as they last were when it is opened again; a plan that was made for one dialog is never kept. */
const kept: ReadonlySet<CallKey> = new Set([
  'activityList',
  'bundlesList',
  'bundlesMeasure',
  'containersRules',
  'copiesList',
  'disksList',
  'etcList',
  'homeBeforehand',
  'homeExclusions',
  'homeMeasure',
  'jobsList',
  'keptList',
  'liveStatus',
  'packagesAtSwitch',
  'pagesList',
  'pagesRead',
  'packagesCompare',
  'packagesRules',
  'reclaimStatus',
  'retentionGet',
  'settingsImagesFolder',
  'settingsList',
  'settingsPassword',
  'settingsPower',
  'settingsTravel',
  'snapshotsList',
  'syncthingHeld',
])

/** What is expensive to find out and changes little: a page that is opened again soon shows the answer it had. */
const freshForMs: Partial<Readonly<Record<CallKey, number>>> = { homeMeasure: 15 * 60_000 }

export interface AskedCall<T> extends AskedValue<T> {
  readonly askAgain: () => void
  /** Of the call as long as it has no answer: what its task goes by. */
  readonly callId: string | undefined
  /** Puts in what another call has just answered. */
  readonly put: (value: T) => void
}

/** Asks when the page opens and when the input changes. An answer that comes too late for its question is dropped. */
export function useCall<K extends CallKey>(
  key: K,
  input: Input<(typeof calls)[K]>,
): AskedCall<Output<(typeof calls)[K]>> {
  type Value = Output<(typeof calls)[K]>
  const client = useClient()
  const queries = useQueryClient()
  const question = JSON.stringify(input)
  const purpose = `${key} ${question}`
  const follow = useTasks((model) => model.follow)
  const callId = useTasks(({ own }) => own[purpose])
  const query = useQuery<Value>({
    queryKey: [key, question],
    queryFn: () => follow(purpose, (id) => client.call(key, input, id)),
    placeholderData: keepPreviousData,
    staleTime: freshForMs[key] ?? 0,
    ...(kept.has(key) ? { gcTime: Number.POSITIVE_INFINITY } : {}),
  })
  const { refetch } = query
  const askAgain = useCallback(() => void refetch(), [refetch])
  const put = useCallback((value: Value) => void queries.setQueryData([key, question], value), [queries, key, question])
  return { ...askedOf(query), askAgain, put, callId }
}
