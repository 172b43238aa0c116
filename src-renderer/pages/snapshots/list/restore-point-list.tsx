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
import { useSettled } from '../../../stores/use-settled.ts'
import shared from '../../list-detail.module.css'
import styles from './restore-point-list.module.css'
import {
  filterMoments,
  momentFilters,
  reasonText,
  spaceOf,
  spaceText,
  type Moment,
  type MomentFilter,
} from './restore-points.ts'
import { momentHash } from '../snapshots-routes.ts'
import { reasonLine, WhereBadge, wayOf, type Laptops } from './snapshot-where.tsx'

interface MomentListProps {
  readonly moments: readonly Moment[]
  readonly laptops: Laptops
  readonly nowMs: number
  readonly selected: string | undefined
}

const filterWords: Readonly<Record<MomentFilter, string>> = {
  all: 'All',
  own: 'Ours',
  foreign: 'Other tools',
  pinned: 'Pinned',
}

/** Every point in time, by day. */
export function MomentList({ moments, laptops, nowMs, selected }: MomentListProps) {
  const [typed, setTyped] = useState('')
  const [filter, setFilter] = useState<MomentFilter>('all')
  const [field, setField] = useState<HTMLInputElement | null>(null)
  const wanted = useSettled(typed, 120)
  useKeys((event) => {
    if (!event.ctrlKey || event.key !== 'f') return
    event.preventDefault()
    field?.focus()
  })
  const day = new Date(nowMs).toDateString()
  const rows = useMemo(() => {
    const shown = filterMoments(moments, filter, wanted, (moment) => textOf(moment, laptops))
    const days = groupBy(shown, ({ at }) => formatDay(at, Date.parse(day)))
    return listRows(
      [...days].map(([title, items]) => ({ title, items })),
      ({ key }) => key,
      (moment) => `${formatClock(moment.at)} ${wayOf(moment, laptops)} ${reasonText(moment)}`,
    )
  }, [moments, laptops, filter, wanted, day])
  return (
    <Card className={shared['list'] ?? ''} aria-label="Points in time">
      <div className={styles['filter']}>
        <SearchField ref={setField} label="Search snapshots" value={typed} onChange={setTyped} />
        <Segmented
          wide
          name="Which snapshots"
          segments={momentFilters.map((id) => ({ id, label: filterWords[id] }))}
          value={filter}
          onChange={(id) => setFilter(momentFilters.find((known) => known === id) ?? 'all')}
        />
      </div>
      <div className={shared['rows']}>
        {rows.length === 0 ? (
          <EmptyState title="No snapshot fits that">{nothingText(filter)}</EmptyState>
        ) : (
          <SelectList
            name="Snapshots"
            rows={rows}
            selected={selected}
            onSelect={(key) => goTo(momentHash(key))}
            rowHeight={56}
          >
            {(moment) => <MomentRow moment={moment} laptops={laptops} />}
          </SelectList>
        )}
      </div>
    </Card>
  )
}

function nothingText(filter: MomentFilter): string {
  if (filter === 'pinned') return 'Pinned snapshots are never deleted by themselves. Pin one from its menu.'
  if (filter === 'foreign') return 'Those of Timeshift, snapper and btrbk are shown here, and never touched.'
  return 'Search for a day, a laptop, a switch or a note.'
}

function textOf(moment: Moment, laptops: Laptops): string {
  const names = moment.snapshots.map(({ laptop }) => laptops.labelOf(laptop))
  return [wayOf(moment, laptops), reasonText(moment), moment.note, formatLongPoint(moment.at), ...names].join(' ')
}

function MomentRow({ moment, laptops }: { readonly moment: Moment; readonly laptops: Laptops }) {
  const unreadable = moment.snapshots.some(({ readable }) => !readable)
  const space = spaceText(spaceOf(moment.snapshots))
  return (
    <div className={shared['row']}>
      <span className={shared['main']} title={wayOf(moment, laptops)}>
        <strong>{formatClock(moment.at)}</strong>
        <span>{wayOf(moment, laptops)}</span>
      </span>
      <span className={shared['labels']}>
        {laptops.names.map((name) => (
          <WhereBadge key={name} name={name} moment={moment} laptops={laptops} />
        ))}
      </span>
      <span className={styles['line']}>
        {moment.pinned && (
          <span className={styles['pin']} title="Pinned: never deleted by itself">
            <Pin size={12} aria-hidden />
            <span className="visually-hidden">Pinned</span>
          </span>
        )}
        <span>{reasonLine(moment)}</span>
        {moment.from !== undefined && <LackOf moment={moment} />}
      </span>
      <span className={shared['soft']} title={space === '' ? undefined : 'What deleting it would free'}>
        {unreadable ? 'Not readable' : space}
      </span>
    </div>
  )
}

/** Of a switch the way and the reason are said already; what it lacks is not: "(not finished)". */
function LackOf({ moment: { note } }: { readonly moment: Moment }) {
  const lack = /\((.+)\)$/s.exec(note)?.[1]
  return lack === undefined ? undefined : <span> · {lack}</span>
}
