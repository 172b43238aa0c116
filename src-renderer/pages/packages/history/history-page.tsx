import { History } from 'lucide-react'
import { useState } from 'react'
import type { PackagesHistory } from '../../../../src-main/contract/packages-history-calls.ts'
import { Card } from '../../../components/card.tsx'
import { Heading } from '../../../components/heading.tsx'
import { EmptyState, ErrorState, LoadingState, NotRefreshed } from '../../../components/list-state.tsx'
import { Notice } from '../../../components/notice.tsx'
import { useCheckAgainKey } from '../../../components/use-keys.ts'
import { useTitle } from '../../../components/use-title.ts'
import { formatPoint } from '../../../format/time.ts'
import { useDebounced } from '../../../stores/use-debounced.ts'
import { useNow } from '../../../stores/use-now.ts'
import { usePackagesHistory } from '../../../stores/use-packages-history.ts'
import styles from '../../list-detail.module.css'
import { ViewChoice } from '../view-choice.tsx'
import { HistoryList } from './history-list.tsx'
import { texts } from './texts.ts'

const typingMs = 250
/** Of the lists that are left out. */
const mostNamed = 3

/** What was installed, removed and updated on each laptop, from this laptop's own record: the other one need not be there. */
export function HistoryPage({ item }: { readonly item: string | undefined }) {
  const [laptop, setLaptop] = useState<string>()
  const [search, setSearch] = useState('')
  const pages = usePackagesHistory({ laptop, search: useDebounced(search.trim(), typingMs) })
  const nowMs = useNow(60_000)
  const { value, error, askAgain } = pages
  useTitle(texts.title)
  useCheckAgainKey(askAgain)
  const views = <ViewChoice value="history" />
  if (value === undefined) {
    return (
      <>
        <Heading title={texts.title} lead={texts.lead} actions={views} />
        {error !== undefined ? (
          <ErrorState error={error} onTryAgain={askAgain} />
        ) : (
          <LoadingState>{texts.reading}</LoadingState>
        )}
      </>
    )
  }
  const { lists, unreadable } = value
  return (
    <div className={styles['page']}>
      <Heading title={titleOf(value, nowMs)} lead={leadOf(value, nowMs)} actions={views} />
      <div className={styles['notices']}>
        {error !== undefined && <NotRefreshed error={error} onTryAgain={askAgain} />}
        {unreadable.length > 0 && (
          <Notice tone="amber" title={texts.leftOut(unreadable.length)}>
            {texts.someUnreadable(
              unreadable.slice(0, mostNamed).map((one) => texts.unreadable(one, formatPoint(one.at, nowMs))),
              unreadable.length,
            )}
          </Notice>
        )}
      </div>
      {lists.length === 0 ? (
        <Card>
          <EmptyState icon={History} title={texts.noneTitle}>
            {texts.noneText}
          </EmptyState>
        </Card>
      ) : (
        <HistoryList
          pages={pages}
          shown={value}
          item={item}
          nowMs={nowMs}
          laptop={laptop}
          onLaptop={setLaptop}
          search={search}
          onSearch={setSearch}
        />
      )}
    </div>
  )
}

type Shown = Pick<PackagesHistory, 'lists' | 'entries'>

function titleOf({ lists, entries }: Shown, nowMs: number): string {
  if (lists.length === 0) return texts.noneTitle
  const last = entries.find(({ basis }) => basis.kind === 'list')
  return last === undefined ? texts.noChange : texts.lastChange(last.laptop.label, formatPoint(last.at, nowMs))
}

/** As of when each list is: nobody was asked for it now. */
function leadOf({ lists }: Shown, nowMs: number): string {
  const times = lists.map(({ at }) => formatPoint(at, nowMs))
  const [first] = times
  if (first === undefined) return texts.lead
  const asOf = lists.map(({ laptop }, index) => texts.asOf(laptop.label, times[index] ?? ''))
  return `${texts.lead} ${new Set(times).size === 1 ? texts.recordedTogether(first) : texts.recorded(asOf)}`
}
