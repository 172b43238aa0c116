import { Check, RotateCcw, TriangleAlert, Undo2 } from 'lucide-react'
import type { HistoryEntry, Overview } from '../../../src-main/contract/overview-calls.ts'
import type { OverviewState } from '../../../src-main/contract/overview/state.ts'
import { wayOf } from '../../../src-main/contract/scope-words.ts'
import { Badge } from '../../components/badge.tsx'
import { LinkButton } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { SectionTitle } from '../../components/heading.tsx'
import { formatGigabytes } from '../../format/amount.ts'
import { durationOf, momentOf } from '../../format/ended.ts'
import { capitalized, formatPoint } from '../../format/time.ts'
import { pageHash, routeHash } from '../../router/route.ts'
import { UndoButton } from '../undo/undo-button.tsx'
import styles from './overview-page.module.css'
import { texts } from './texts.ts'

interface LastSwitchProps {
  readonly overview: Overview
  readonly stands: OverviewState
  readonly nowMs: number
}

/** What became of it, its proof, and the way back. */
export function LastSwitch({ overview, stands, nowMs }: LastSwitchProps) {
  const [newest] = overview.history.toSorted((a, b) => b.finishedAt.localeCompare(a.finishedAt))
  if (newest === undefined) return undefined
  const { switchId, bytes, undoneAt } = newest
  const isUndoWaiting = stands.kind === 'waits-for-restart' && stands.undoes?.switchId === switchId
  const isQuiet = undoneAt === undefined && !isUndoWaiting && overview.openSwitch === undefined
  const when = capitalized(formatPoint(momentOf(newest), nowMs))
  return (
    <>
      <SectionTitle
        side={
          <LinkButton look="link" size="small" href={pageHash('activity')}>
            {texts.allSwitches}
          </LinkButton>
        }
      >
        {texts.lastSwitch}
      </SectionTitle>
      <Card className={styles['line']}>
        <div className={styles['past']}>
          <Sign entry={newest} isUndoWaiting={isUndoWaiting} />
          <strong>{wayOf(newest)}</strong>
          <span className={styles['summary']}>
            {texts.historyLine(when, formatGigabytes(bytes), durationOf(newest) ?? '')}
          </span>
          {isUndoWaiting ? (
            <Badge tone="amber">{texts.undoWaits}</Badge>
          ) : (
            <LinkButton look="link" size="small" href={routeHash({ kind: 'shell', page: 'activity', item: switchId })}>
              {undoneAt === undefined ? verdict(newest) : texts.undone(formatPoint(undoneAt, nowMs))}
            </LinkButton>
          )}
          {isQuiet && <UndoButton undoes={newest} size="small" short />}
        </div>
      </Card>
    </>
  )
}

const verdict = ({ verified }: HistoryEntry): string => (verified ? texts.verified : texts.notVerified)

function Sign({ entry, isUndoWaiting }: { readonly entry: HistoryEntry; readonly isUndoWaiting: boolean }) {
  if (isUndoWaiting) return <RotateCcw size={18} aria-hidden className={styles['attention']} />
  if (entry.undoneAt !== undefined) return <Undo2 size={18} aria-hidden />
  if (entry.verified) return <Check size={18} aria-hidden className={styles['good']} />
  return <TriangleAlert size={18} aria-hidden className={styles['attention']} />
}
