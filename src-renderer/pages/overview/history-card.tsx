import { Check, ChevronRight, TriangleAlert, Undo2 } from 'lucide-react'
import { wayOf } from '../../../src-main/contract/scope-words.ts'
import type { HistoryEntry, Overview } from '../../../src-main/contract/overview-calls.ts'
import { Card } from '../../components/card.tsx'
import { SectionTitle } from '../../components/heading.tsx'
import { formatGigabytes } from '../../format/amount.ts'
import { durationOf, momentOf } from '../../format/ended.ts'
import { capitalized, formatPoint } from '../../format/time.ts'
import { routeHash } from '../../router/route.ts'
import styles from './overview-page.module.css'
import { texts } from './texts.ts'

const shown = 2

export function HistoryCard({ overview, nowMs }: { readonly overview: Overview; readonly nowMs: number }) {
  const newest = overview.history.toSorted((a, b) => b.finishedAt.localeCompare(a.finishedAt)).slice(0, shown)
  if (newest.length === 0) return undefined
  return (
    <>
      <SectionTitle>{texts.lastSwitches}</SectionTitle>
      <Card>
        <ul>
          {newest.map((entry) => (
            <li key={entry.switchId} className={styles['line']}>
              <HistoryRow entry={entry} nowMs={nowMs} />
            </li>
          ))}
        </ul>
      </Card>
    </>
  )
}

function HistoryRow({ entry, nowMs }: { readonly entry: HistoryEntry; readonly nowMs: number }) {
  const { bytes, verified, switchId, undecided, undoneAt } = entry
  const word = verified ? texts.verified : texts.notVerified
  const when = capitalized(formatPoint(momentOf(entry), nowMs))
  return (
    <a href={routeHash({ kind: 'shell', page: 'activity', item: switchId })} className={styles['past']}>
      {undoneAt !== undefined ? (
        <Undo2 size={18} aria-hidden className={styles['soft']} />
      ) : verified ? (
        <Check size={18} aria-hidden className={styles['good']} />
      ) : (
        <TriangleAlert size={18} aria-hidden className={styles['attention']} />
      )}
      <strong>{wayOf(entry)}</strong>
      <span className={styles['summary']}>
        {texts.historyLine(when, formatGigabytes(bytes), durationOf(entry) ?? '')}
        {undecided !== undefined && ` · ${texts.undecided(undecided)}`}
      </span>
      <span className={styles['soft']}>{undoneAt === undefined ? word : texts.undone}</span>
      <ChevronRight size={16} aria-hidden />
    </a>
  )
}
