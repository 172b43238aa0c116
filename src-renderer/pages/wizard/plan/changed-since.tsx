import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import { Notice } from '../../../components/notice.tsx'
import { texts } from './texts.ts'

/** The plan that was answered did not hold any more when copying should have started. */
export function ChangedSince({ plan }: { readonly plan: PlanView }) {
  const changes = plan.changedSince ?? []
  if (changes.length === 0) return undefined
  return (
    <Notice tone="amber" alert title={texts.changedTitle}>
      {texts.changedText(changes.join(' '))}
    </Notice>
  )
}
