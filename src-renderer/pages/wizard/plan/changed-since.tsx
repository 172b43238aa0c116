import type { PlanView } from '../../../../src-main/contract/switch-state.ts'
import { Notice } from '../../../components/notice.tsx'
import { texts } from './texts.ts'

/** What of the earlier plan does not hold any more: facts when copying should have started, and single answers. */
export function ChangedSince({ plan }: { readonly plan: PlanView }) {
  const changes = plan.changedSince ?? []
  const again = plan.askedAgain.length
  return (
    <>
      {changes.length > 0 && (
        <Notice tone="amber" alert title={texts.changedTitle}>
          {texts.changedText(changes.join(' '))}
        </Notice>
      )}
      {again > 0 && (
        <Notice tone="amber" title={texts.askedAgainTitle(again)}>
          {texts.askedAgainText}
        </Notice>
      )}
    </>
  )
}
