import type { LaptopStatus } from '../../../src-main/contract/overview-calls.ts'
import { LinkButton } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatPoint } from '../../format/time.ts'
import { pageHash } from '../../router/route.ts'
import styles from './overview-page.module.css'
import { texts } from './texts.ts'

interface MissedChangesProps {
  readonly laptops: readonly LaptopStatus[]
  readonly nowMs: number
}

/** A defect of pc-switcher's own, and what it does about it; until a plan has listed all of /home. */
export function MissedChanges({ laptops, nowMs }: MissedChangesProps) {
  return laptops.map(({ laptop, facts }) => {
    const missed = facts?.missedChanges
    if (missed?.isOpen !== true) return null
    return (
      <div key={laptop.name} className={styles['notice']}>
        <Notice
          tone="amber"
          title={texts.missedTitle(missed.count, laptop.label)}
          actions={
            <LinkButton look="link" href={pageHash('settings')}>
              {texts.showCheck}
            </LinkButton>
          }
        >
          {texts.missedText(formatPoint(missed.at, nowMs))}
        </Notice>
      </div>
    )
  })
}
