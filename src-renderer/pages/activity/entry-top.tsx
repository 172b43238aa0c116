import type { ReactNode } from 'react'
import type { ActivityEntry } from '../../../src-main/contract/activity-calls.ts'
import { Badge } from '../../components/badge.tsx'
import { durationOf, momentOf } from '../../format/ended.ts'
import { capitalized, formatPoint } from '../../format/time.ts'
import styles from '../list-detail.module.css'
import { titleOf } from './entry-words.ts'
import { resultWordOf } from './result-words.ts'
import { texts } from './texts.ts'

interface EntryTopProps {
  readonly entry: ActivityEntry
  readonly nowMs: number
  /** What can be done with it. */
  readonly actions?: ReactNode
}

/** What it was, when, how long it took, and how it ended. */
export function EntryTop({ entry, nowMs, actions }: EntryTopProps) {
  const { summary } = entry
  const duration = durationOf(entry)
  const took = duration === undefined ? '' : ` · ${texts.took(duration)}`
  const { word, tone } = resultWordOf(entry)
  const undoneAt = entry.kind === 'switch' ? entry.undoneAt : undefined
  return (
    <div className={styles['top']}>
      <div className={styles['words']}>
        <h2>{titleOf(entry)}</h2>
        <p>
          {capitalized(formatPoint(momentOf(entry), nowMs))}
          {took}
        </p>
        <p>{summary}</p>
        {undoneAt !== undefined && <p>{texts.undoneAt(formatPoint(undoneAt, nowMs))}</p>}
      </div>
      <Badge tone={tone} ticked={tone === 'green'}>
        {word}
      </Badge>
      {actions}
    </div>
  )
}
