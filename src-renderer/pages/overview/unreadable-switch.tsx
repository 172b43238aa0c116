import type { UnreadableJournal } from '../../../src-main/contract/activity-calls.ts'
import { LinkButton } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatPoint } from '../../format/time.ts'
import { pageHash } from '../../router/route.ts'
import { texts } from './texts.ts'

interface UnreadableSwitchProps {
  readonly journal: UnreadableJournal
  readonly nowMs: number
}

/** Nobody knows whether it is finished, so nothing else on the page may be the last word. */
export function UnreadableSwitch({ journal: { at, error }, nowMs }: UnreadableSwitchProps) {
  return (
    <Notice
      tone="amber"
      title={error.message}
      actions={
        <LinkButton look="link" href={pageHash('activity')}>
          {texts.showActivity}
        </LinkButton>
      }
    >
      {texts.maybeUnfinished(formatPoint(at, nowMs), error.hint)}
    </Notice>
  )
}
