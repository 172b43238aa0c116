import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import { Notice } from '../../../components/notice.tsx'

/** The plan that was answered did not hold any more when copying should have started. */
export function ChangedSince({ plan }: { readonly plan: PlanView }) {
  const changes = plan.changedSince ?? []
  if (changes.length === 0) return undefined
  return (
    <Notice tone="amber" alert title="Something changed since you decided, so nothing was started.">
      {changes.join(' ')} Your answers are kept; look them over and start again.
    </Notice>
  )
}
