import type { Elsewhere } from '../../../src-main/contract/elsewhere.ts'
import { Notice } from '../../components/notice.tsx'
import { texts } from './texts.ts'

/** Where the other laptop has the latest work, its rules and settings are the ones. */
export function ElsewhereNotice({ of }: { readonly of: Elsewhere | undefined }) {
  if (of === undefined) return undefined
  const { laptop, isRead } = of
  return (
    <Notice tone={isRead ? 'info' : 'amber'} title={isRead ? texts.workOn(laptop) : texts.workOnAway(laptop)}>
      {isRead ? texts.storedThere(laptop) : texts.olderCopy(laptop)}
    </Notice>
  )
}
