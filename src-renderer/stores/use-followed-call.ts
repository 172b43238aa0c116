import { useCallback, useId } from 'react'
import type { calls, CallKey } from '../../src-main/contract/calls.ts'
import type { Input, Output } from '../../src-main/contract/define.ts'
import { useClient, useTasks } from './app-context.tsx'

interface FollowedCall<K extends CallKey> {
  readonly make: (input: Input<(typeof calls)[K]>) => Promise<Output<(typeof calls)[K]>>
  /** Of the call as long as it has no answer: what its task goes by. */
  readonly callId: string | undefined
}

/** A call that the person sets going, and whose task is shown meanwhile. */
export function useFollowedCall<K extends CallKey>(key: K): FollowedCall<K> {
  const client = useClient()
  const purpose = useId()
  const follow = useTasks((model) => model.follow)
  const callId = useTasks(({ own }) => own[purpose])
  const make = useCallback(
    (input: Input<(typeof calls)[K]>) => follow(purpose, (id) => client.call(key, input, id)),
    [client, follow, key, purpose],
  )
  return { make, callId }
}
