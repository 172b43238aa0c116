import { History } from 'lucide-react'
import { useState } from 'react'
import type { PackagesEntry, PackagesHistory } from '../../../../src-main/contract/packages-history-calls.ts'
import { groupBy } from '../../../../src-main/kernel/group-by.ts'
import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { classNames } from '../../../components/class-names.ts'
import { listRows } from '../../../components/list-keys.ts'
import { EmptyState } from '../../../components/list-state.tsx'
import { SearchField } from '../../../components/search-field.tsx'
import { Segmented } from '../../../components/segmented.tsx'
import { SelectList } from '../../../components/select-list.tsx'
import { useSearchKey } from '../../../components/use-keys.ts'
import { formatClock, formatDay } from '../../../format/time.ts'
import { goTo } from '../../../router/route.ts'
import type { HistoryPages } from '../../../stores/use-packages-history.ts'
import styles from '../../list-detail.module.css'
import { historyHash } from '../packages-routes.ts'
import { EntryDetail } from './entry-detail.tsx'
import { texts } from './texts.ts'

interface HistoryListProps {
  readonly pages: HistoryPages
  readonly shown: Pick<PackagesHistory, 'lists' | 'entries'>
  /** The entry that is looked at, from the address. */
  readonly item: string | undefined
  readonly nowMs: number
  /** Host name; both without it. */
  readonly laptop: string | undefined
  readonly onLaptop: (name: string | undefined) => void
  readonly search: string
  readonly onSearch: (text: string) => void
}

const both = ''

export function HistoryList({ pages, shown, item, nowMs, laptop, onLaptop, search, onSearch }: HistoryListProps) {
  const { lists, entries } = shown
  const [field, setField] = useState<HTMLInputElement | null>(null)
  useSearchKey(field)
  const selected = entries.find((entry) => keyOf(entry) === item) ?? entries[0]
  return (
    <div className={styles['columns']}>
      <Card className={styles['list']} aria-label={texts.list}>
        <div className={styles['filter']}>
          <SearchField ref={setField} label={texts.search} value={search} onChange={onSearch} />
        </div>
        {lists.length > 1 && (
          <div className={styles['filter']}>
            <Segmented
              name={texts.whose}
              wide
              segments={[
                { id: both, label: texts.bothLaptops },
                ...lists.map((one) => ({ id: one.laptop.name, label: one.laptop.label })),
              ]}
              value={laptop ?? both}
              onChange={(id) => onLaptop(id === both ? undefined : id)}
            />
          </div>
        )}
        <div className={styles['rows']}>
          {entries.length === 0 ? (
            <EmptyState icon={History} title={search === '' ? texts.nothing : texts.noMatch}>
              {pages.hasOlder && texts.olderNotSearched}
            </EmptyState>
          ) : (
            <Entries entries={entries} selected={selected} nowMs={nowMs} />
          )}
        </div>
        {pages.hasOlder && (
          <div className={styles['filter']}>
            <Button size="small" disabled={pages.isFetchingOlder} onClick={pages.fetchOlder}>
              {pages.isFetchingOlder ? texts.readingOlder : texts.showOlder}
            </Button>
          </div>
        )}
      </Card>
      {selected !== undefined && (
        <EntryDetail key={keyOf(selected)} entry={selected} search={search.trim()} nowMs={nowMs} />
      )}
    </div>
  )
}

interface EntriesProps {
  readonly entries: readonly PackagesEntry[]
  readonly selected: PackagesEntry | undefined
  readonly nowMs: number
}

/** By day, as Activity has them. */
function Entries({ entries, selected, nowMs }: EntriesProps) {
  const days = groupBy(entries, ({ at }) => formatDay(at, nowMs))
  const rows = listRows(
    [...days].map(([title, items]) => ({ title, items })),
    keyOf,
    (entry) => `${formatClock(entry.at)} ${entry.laptop.label} ${texts.summary(entry)}`,
  )
  return (
    <SelectList
      name={texts.list}
      rows={rows}
      selected={selected && keyOf(selected)}
      onSelect={(key) => goTo(historyHash(key))}
      rowHeight={56}
    >
      {(entry) => <EntryRow entry={entry} />}
    </SelectList>
  )
}

/** What an entry goes by in the address of the page. */
function keyOf({ commit, laptop }: PackagesEntry): string {
  return `${commit.slice(0, 12)}:${laptop.name}`
}

function EntryRow({ entry }: { readonly entry: PackagesEntry }) {
  return (
    <div className={styles['row']}>
      <span className={styles['main']}>
        <strong>{formatClock(entry.at)}</strong>
        <span>{entry.laptop.label}</span>
      </span>
      <span className={classNames(styles['soft'], styles['version'])}>{texts.byShort(entry)}</span>
      <span className={classNames(styles['soft'], styles['cut'], styles['whole'])} title={texts.summary(entry)}>
        {texts.summary(entry)}
      </span>
    </div>
  )
}
