import { Pin } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Card } from '../../../components/card.tsx'
import { listRows } from '../../../components/list-keys.ts'
import { EmptyState } from '../../../components/list-state.tsx'
import { SearchField } from '../../../components/search-field.tsx'
import { Segmented } from '../../../components/segmented.tsx'
import { SelectList } from '../../../components/select-list.tsx'
import { useKeys } from '../../../components/use-keys.ts'
import { groupBy } from '../../../format/group-by.ts'
import { formatClock, formatDay, formatLongPoint } from '../../../format/time.ts'
import { goTo } from '../../../router/route.ts'
import { useDebounced } from '../../../stores/use-debounced.ts'
import shared from '../../list-detail.module.css'
import styles from './restore-point-list.module.css'
import {
  filterRestorePoints,
  restorePointFilters,
  reasonText,
  spaceOf,
  spaceText,
  type RestorePoint,
  type RestorePointFilter,
} from './restore-points.ts'
import { restorePointHash } from '../snapshots-routes.ts'
import { reasonLine, WhereBadge, wayOf, type Laptops } from './snapshot-where.tsx'
import { texts } from './texts.ts'

interface RestorePointListProps {
  readonly restorePoints: readonly RestorePoint[]
  readonly laptops: Laptops
  readonly nowMs: number
  readonly selected: string | undefined
}

const filterWords: Readonly<Record<RestorePointFilter, string>> = {
  all: texts.filterAll,
  own: texts.filterOwn,
  foreign: texts.filterForeign,
  pinned: texts.filterPinned,
}

/** Every point in time, by day. */
export function RestorePointList({ restorePoints, laptops, nowMs, selected }: RestorePointListProps) {
  const [typed, setTyped] = useState('')
  const [filter, setFilter] = useState<RestorePointFilter>('all')
  const [field, setField] = useState<HTMLInputElement | null>(null)
  const wanted = useDebounced(typed, 120)
  useKeys((event) => {
    if (!event.ctrlKey || event.key !== 'f') return
    event.preventDefault()
    field?.focus()
  })
  const day = new Date(nowMs).toDateString()
  const rows = useMemo(() => {
    const shown = filterRestorePoints(restorePoints, filter, wanted, (restorePoint) => textOf(restorePoint, laptops))
    const days = groupBy(shown, ({ at }) => formatDay(at, Date.parse(day)))
    return listRows(
      [...days].map(([title, items]) => ({ title, items })),
      ({ key }) => key,
      (restorePoint) => `${formatClock(restorePoint.at)} ${wayOf(restorePoint, laptops)} ${reasonText(restorePoint)}`,
    )
  }, [restorePoints, laptops, filter, wanted, day])
  return (
    <Card className={shared['list']} aria-label={texts.listLabel}>
      <div className={styles['filter']}>
        <SearchField ref={setField} label={texts.search} value={typed} onChange={setTyped} />
        <Segmented
          wide
          name={texts.filterName}
          segments={restorePointFilters.map((id) => ({ id, label: filterWords[id] }))}
          value={filter}
          onChange={(id) => setFilter(restorePointFilters.find((known) => known === id) ?? 'all')}
        />
      </div>
      <div className={shared['rows']}>
        {rows.length === 0 ? (
          <EmptyState title={texts.noMatch}>{nothingText(filter)}</EmptyState>
        ) : (
          <SelectList
            name={texts.listName}
            rows={rows}
            selected={selected}
            onSelect={(key) => goTo(restorePointHash(key))}
            rowHeight={56}
          >
            {(restorePoint) => <RestorePointRow restorePoint={restorePoint} laptops={laptops} />}
          </SelectList>
        )}
      </div>
    </Card>
  )
}

function nothingText(filter: RestorePointFilter): string {
  if (filter === 'pinned') return texts.noPinned
  if (filter === 'foreign') return texts.noForeign
  return texts.searchHint
}

function textOf(restorePoint: RestorePoint, laptops: Laptops): string {
  const names = restorePoint.snapshots.map(({ laptop }) => laptops.labelOf(laptop))
  return [
    wayOf(restorePoint, laptops),
    reasonText(restorePoint),
    restorePoint.note,
    formatLongPoint(restorePoint.at),
    ...names,
  ].join(' ')
}

function RestorePointRow({
  restorePoint,
  laptops,
}: {
  readonly restorePoint: RestorePoint
  readonly laptops: Laptops
}) {
  const unreadable = restorePoint.snapshots.some(({ readable }) => !readable)
  const space = spaceText(spaceOf(restorePoint.snapshots))
  return (
    <div className={shared['row']}>
      <span className={shared['main']} title={wayOf(restorePoint, laptops)}>
        <strong>{formatClock(restorePoint.at)}</strong>
        <span>{wayOf(restorePoint, laptops)}</span>
      </span>
      <span className={shared['labels']}>
        {laptops.names.map((name) => (
          <WhereBadge key={name} name={name} restorePoint={restorePoint} laptops={laptops} />
        ))}
      </span>
      <span className={styles['line']}>
        {restorePoint.pinned && (
          <span className={styles['pin']} title={texts.pinnedTitle}>
            <Pin size={12} aria-hidden />
            <span className="visually-hidden">{texts.pinned}</span>
          </span>
        )}
        <span>{reasonLine(restorePoint)}</span>
        {restorePoint.from !== undefined && <LackOf restorePoint={restorePoint} />}
      </span>
      <span className={shared['soft']} title={space === '' ? undefined : texts.freedTitle}>
        {unreadable ? texts.notReadable : space}
      </span>
    </div>
  )
}

/** Of a switch the way and the reason are said already; what it lacks is not: "(not finished)". */
function LackOf({ restorePoint: { note } }: { readonly restorePoint: RestorePoint }) {
  const lack = /\((.+)\)$/s.exec(note)?.[1]
  return lack === undefined ? undefined : <span> · {lack}</span>
}
