import { useCallback } from 'react'
import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import { answersToSend, unanswered } from '../../../stores/answers-store.ts'
import { useAnswers, useClient } from '../../../stores/app-context.tsx'
import { useAction, type Action } from '../../../stores/use-action.ts'

export interface Start extends Action {
  /** How many questions still keep it from starting. */
  readonly open: number
}

export function useStart(plan: PlanView): Start {
  const client = useClient()
  const { answers, isStarting, whileStarting } = useAnswers()
  const start = useCallback(
    () =>
      whileStarting(() => client.call('switchStart', { planId: plan.planId, answers: answersToSend(plan, answers) })),
    [client, plan, answers, whileStarting],
  )
  const { busy, ...action } = useAction(start)
  // Another page may have been opened since.
  return { ...action, busy: busy || isStarting, open: unanswered(plan, answers).length }
}
