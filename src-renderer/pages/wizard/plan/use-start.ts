import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import { answersToSend, unanswered } from '../../../stores/answers-store.ts'
import { useAnswers, useClient } from '../../../stores/app-context.tsx'
import { usePasswordAction, type PasswordAction } from '../../../stores/use-password-action.ts'

export interface StartAction extends PasswordAction<[]> {
  /** How many questions still keep it from starting. */
  readonly open: number
}

export function useStart(plan: PlanView): StartAction {
  const client = useClient()
  const { answers, isStarting, whileStarting } = useAnswers()
  const start = (password: string | undefined) => {
    const agreed = { planId: plan.planId, answers: answersToSend(plan, answers) }
    const given = password === undefined ? agreed : { ...agreed, password }
    return whileStarting(() => client.call('switchStart', given))
  }
  const { busy, ...action } = usePasswordAction(start)
  // Another page may have been opened since.
  return { ...action, busy: busy || isStarting, open: unanswered(plan, answers).length }
}
