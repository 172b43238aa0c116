import { Pin } from 'lucide-react'
import { useMemo, useState } from 'react'
import { Button } from '../../../components/button.tsx'
import { Card } from '../../../components/card.tsx'
import { listRows } from '../../../components/list-keys.ts'
import { EmptyState } from '../../../components/list-state.tsx'
import { SearchField } from '../../../components/search-field.tsx'
import { Segmented } from '../../../components/segmented.tsx'
import { SelectList } from '../../../components/select-list.tsx'
import { useSearchKey } from '../../../components/use-keys.ts'
import { groupBy } from '../../../../src-main/kernel/group-by.ts'
import { formatClock, formatDay, formatLongPoint } from '../../../format/time.ts'
import { goTo } from '../../../router/route.ts'
import { useDebounced } from '../../../stores/use-debounced.ts'
import shared from '../../list-detail.module.css'
import styles from './restore-point-list.module.css'
import {
  filterRestorePoints,
  restorePointFilters,
  isForeign,
  listedPoints,
  reasonText,
  spaceOfRow,
  spaceText,
  type ListedPoint,
  type RestorePoint,
  type RestorePointFilter,
} from './restore-points.ts'
import { restorePointHash } from '../snapshots-routes.ts'
import type { LaptopNames } from '../../../components/laptop-names.ts'
import { reasonLine, WhereBadge, wayOf } from './snapshot-where.tsx'
import { texts } from './texts.ts'

interface RestorePointListProps {
  readonly restorePoints: readonly RestorePoint[]
  readonly laptops: LaptopNames
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
  /** Snapshots of other tools are shown among ours. */
  const [isUnfolded, setUnfolded] = useState(false)
  const [field, setField] = useState<HTMLInputElement | null>(null)
  const wanted = useDebounced(typed, 120)
  useSearchKey(field)
  const day = new Date(nowMs).toDateString()
  const { rows, folded } = useMemo(() => {
    const found = filterRestorePoints(restorePoints, filter, wanted, (restorePoint) => textOf(restorePoint, laptops))
    const isFolded = filter === 'all' && wanted.trim() === '' && !isUnfolded
    const shown = isFolded ? found.filter((one) => !isForeign(one) || one.key === selected) : found
    const days = groupBy(listedPoints(shown), ({ at }) => formatDay(at, Date.parse(day)))
    return {
      rows: listRows(
        [...days].map(([title, items]) => ({ title, items })),
        ({ key }) => key,
        ({ first }) => `${formatClock(first.at)} ${wayOf(first, laptops)} ${reasonText(first)}`,
      ),
      folded: found.length - shown.length,
    }
  }, [restorePoints, laptops, filter, wanted, day, isUnfolded, selected])
  const points = rows.flatMap((row) => (row.kind === 'item' ? [row.item] : []))
  const selectedRow = points.find((row) => row.points.some(({ key }) => key === selected))
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
            selected={selectedRow?.key}
            onSelect={(key) => {
              const row = points.find((one) => one.key === key)
              if (row !== undefined) goTo(restorePointHash(row.first.key))
            }}
            rowHeight={56}
          >
            {(row) => <ListedRow row={row} laptops={laptops} />}
          </SelectList>
        )}
      </div>
      {folded > 0 && (
        <div className={styles['folded']}>
          <Button size="small" look="link" onClick={() => setUnfolded(true)}>
            {texts.showFolded(folded)}
          </Button>
        </div>
      )}
    </Card>
  )
}

function nothingText(filter: RestorePointFilter): string {
  if (filter === 'pinned') return texts.noPinned
  if (filter === 'foreign') return texts.noForeign
  return texts.searchHint
}

function textOf(restorePoint: RestorePoint, laptops: LaptopNames): string {
  const names = restorePoint.snapshots.map(({ laptop }) => laptops.labelOf(laptop))
  return [
    wayOf(restorePoint, laptops),
    reasonText(restorePoint),
    restorePoint.note,
    formatLongPoint(restorePoint.at),
    ...names,
  ].join(' ')
}

/** A switch says when it began, and that there is a restore point before and after it. */
function ListedRow({ row: { first, points }, laptops }: { readonly row: ListedPoint; readonly laptops: LaptopNames }) {
  const unreadable = points.some(({ snapshots }) => snapshots.some(({ readable }) => !readable))
  const space = spaceText(spaceOfRow(points))
  return (
    <div className={shared['row']}>
      <span className={shared['main']} title={wayOf(first, laptops)}>
        <strong>{formatClock(first.at)}</strong>
        <span>{wayOf(first, laptops)}</span>
      </span>
      <span className={shared['labels']}>
        {laptops.names.map((name) => (
          <WhereBadge key={name} name={name} restorePoint={first} laptops={laptops} />
        ))}
      </span>
      <span className={styles['line']}>
        {points.some(({ pinned }) => pinned) && (
          <span className={styles['pin']} title={texts.pinnedTitle}>
            <Pin size={12} aria-hidden />
            <span className="visually-hidden">{texts.pinned}</span>
          </span>
        )}
        <span>{points.length > 1 ? texts.beforeAndAfter : reasonLine(first)}</span>
        {first.from !== undefined && <LackOf points={points} />}
      </span>
      <span className={shared['soft']} title={space === '' ? undefined : texts.freedTitle}>
        {unreadable ? texts.notReadable : space}
      </span>
    </div>
  )
}

/** Of a switch the way and the reason are said already; what it lacks is not: "(not finished)". */
function LackOf({ points }: Pick<ListedPoint, 'points'>) {
  const lack = points.flatMap(({ note }) => /\((.+)\)$/s.exec(note)?.[1] ?? [])[0]
  return lack === undefined ? undefined : <span> · {lack}</span>
}
