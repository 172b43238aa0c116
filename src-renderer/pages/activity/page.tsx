import { History } from 'lucide-react'
import { useState } from 'react'
import type { ActivityEntry, SwitchEntry, UnreadableJournal } from '../../../src-main/contract/activity-calls.ts'
import { FirstAnswer } from '../../components/both-answers.tsx'
import { Card } from '../../components/card.tsx'
import { CheckBox } from '../../components/check-box.tsx'
import { Heading } from '../../components/heading.tsx'
import { EmptyState, NotRefreshed } from '../../components/list-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { usePage } from '../../components/use-page.ts'
import { momentOf } from '../../format/ended.ts'
import { groupBy } from '../../../src-main/kernel/group-by.ts'
import { formatClock, formatDay, formatPoint } from '../../format/time.ts'
import { goTo, routeHash } from '../../router/route.ts'
import { useCall } from '../../stores/use-call.ts'
import { useNow } from '../../stores/use-now.ts'
import styles from '../list-detail.module.css'
import type { PageDeclaration } from '../page.ts'
import { SearchedList } from '../searched-list.tsx'
import { ActivityDetail, MissingDetail } from './activity-detail.tsx'
import { isUnfinished, keyOf, titleOf } from './entry-words.ts'
import { OverTime } from './over-time.tsx'
import { resultWordOf } from './result-words.ts'
import { texts } from './texts.ts'

export const activityPage: PageDeclaration = {
  id: 'activity',
  title: texts.title,
  icon: History,
  component: ActivityPage,
}

function ActivityPage({ item }: { readonly item: string | undefined }) {
  const { value, error, askAgain } = useCall('activityList', {})
  const nowMs = useNow(60_000)
  const entries = value?.entries
  usePage(texts.title, askAgain)
  if (entries === undefined) return <FirstAnswer texts={texts} error={error} onTryAgain={askAgain} />
  return (
    <div className={styles['page']}>
      <Heading title={pageTitle(entries, value?.unreadable ?? [])} lead={texts.lead} />
      <div className={styles['notices']}>
        {error !== undefined && <NotRefreshed error={error} onTryAgain={askAgain} />}
        {value?.untold?.map(({ laptop, error }) => (
          <Notice key={laptop.name} tone="amber" title={texts.jobsUntold(laptop.label)}>
            {[error.message, error.hint].filter((one) => one !== undefined).join(' ')}
          </Notice>
        ))}
        {value?.unreadable.map(({ switchId, at, error }) => (
          <Notice key={switchId} tone="amber" title={error.message}>
            {texts.lastWritten(formatPoint(at, nowMs), error.hint)}
          </Notice>
        ))}
      </div>
      <OverTime entries={entries} nowMs={nowMs} />
      {entries.length === 0 && item === undefined ? (
        <Card>
          <EmptyState icon={History} title={texts.noneTitle}>
            {texts.noneText}
          </EmptyState>
        </Card>
      ) : (
        <Entries entries={entries} item={item} />
      )}
    </div>
  )
}

/** How the last switch went: what else was done changes nothing about that. */
function pageTitle(entries: readonly ActivityEntry[], unreadable: readonly UnreadableJournal[]): string {
  const newest = newestSwitch(entries)
  if (unreadable.some(({ at }) => at > (newest?.startedAt ?? ''))) return texts.lastUnreadable
  switch (newest?.result) {
    case undefined:
      return texts.noSwitch
    case 'verified':
      return newest.undoneAt === undefined ? texts.lastVerified : texts.lastUndone
    case 'not-finished':
      return texts.lastNotFinished
    case 'running':
      return texts.runningTitle
  }
}

function newestSwitch(entries: readonly ActivityEntry[]): SwitchEntry | undefined {
  const switches = entries.filter((entry): entry is SwitchEntry => entry.kind === 'switch')
  return switches.toSorted((a, b) => b.startedAt.localeCompare(a.startedAt))[0]
}

function Entries({ entries, item }: { readonly entries: readonly ActivityEntry[]; readonly item: string | undefined }) {
  const nowMs = useNow(60_000)
  const [onlyOpen, setOnlyOpen] = useState(false)
  const shown = entries
    .filter((entry) => !onlyOpen || isUnfinished(entry))
    .toSorted((a, b) => momentOf(b).localeCompare(momentOf(a)))
  const days = groupBy(shown, (entry) => formatDay(momentOf(entry), nowMs))
  const isMissing = item !== undefined && !entries.some((entry) => keyOf(entry) === item)
  return (
    <SearchedList
      words={{ list: texts.title, none: entries.length === 0 ? texts.noneTitle : texts.allFinished }}
      groups={[...days].map(([title, items]) => ({ title, items }))}
      keyOf={keyOf}
      nameOf={(entry) => `${formatClock(momentOf(entry))} ${titleOf(entry)}`}
      item={item}
      missing={isMissing ? <MissingDetail /> : undefined}
      onSelect={(key) => goTo(routeHash({ kind: 'shell', page: 'activity', item: key }))}
      rowHeight={56}
      filter={
        <CheckBox checked={onlyOpen} onChange={setOnlyOpen}>
          {texts.unfinishedOnly}
        </CheckBox>
      }
      row={(entry) => <EntryRow entry={entry} />}
    >
      {(selected) => (
        <ActivityDetail
          key={keyOf(selected)}
          entry={selected}
          isLast={selected === newestSwitch(entries)}
          nowMs={nowMs}
        />
      )}
    </SearchedList>
  )
}

function EntryRow({ entry }: { readonly entry: ActivityEntry }) {
  const { word, look } = resultWordOf(entry)
  return (
    <div className={styles['row']}>
      <span className={styles['main']}>
        <strong>{formatClock(momentOf(entry))}</strong>
        <span>{titleOf(entry)}</span>
      </span>
      <span className={styles[look]}>{word}</span>
      <span className={`${styles['soft']} ${styles['cut']}`}>{entry.summary}</span>
    </div>
  )
}
