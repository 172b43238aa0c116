import { Camera } from 'lucide-react'
import { countOf } from '../../../src-main/kernel/units.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Heading } from '../../components/heading.tsx'
import { listRows } from '../../components/list-keys.ts'
import { EmptyState, ErrorState, LoadingState } from '../../components/list-state.tsx'
import { Notice } from '../../components/notice.tsx'
import { SelectList } from '../../components/select-list.tsx'
import { useCheckAgainKey } from '../../components/use-keys.ts'
import { useTitle } from '../../components/use-title.ts'
import { groupBy } from '../../format/group-by.ts'
import { formatClock, formatDay } from '../../format/time.ts'
import { goTo, routeHash } from '../../router/route.ts'
import { useOverviewModel } from '../../stores/app-context.tsx'
import { lastValue } from '../../stores/loadable.ts'
import { useCall } from '../../stores/use-call.ts'
import { useNow } from '../../stores/use-now.ts'
import styles from '../list-detail.module.css'
import { SnapshotDetail } from './snapshot-detail.tsx'
import { laptopsOf, WhereBadge, wayOf, type Laptops } from './snapshot-where.tsx'
import { momentsOf, reasonWords, type Moment } from './snapshot-moments.ts'

export function SnapshotsPage({ item }: { readonly item: string | undefined }) {
  const { answer, askAgain } = useCall('snapshotsList', {})
  const { overview } = useOverviewModel()
  const list = lastValue(answer)
  useTitle('Snapshots')
  useCheckAgainKey(askAgain)
  if (list === undefined) {
    return (
      <>
        <Heading title="Snapshots" lead="What both laptops were like at every switch." />
        {answer.kind === 'failed' ? (
          <ErrorState error={answer.error} onTryAgain={askAgain} />
        ) : (
          <LoadingState>Asking both laptops for their snapshots…</LoadingState>
        )}
      </>
    )
  }
  const moments = momentsOf(list.snapshots)
  const laptops = laptopsOf(lastValue(overview), list.missing)
  return (
    <div className={styles['page']}>
      <Heading title={titleOf(moments.length)} lead="What both laptops were like before and after a switch." />
      <div className={styles['notices']}>
        {answer.kind === 'failed' && (
          <Notice tone="amber" title={answer.error.message} actions={<TryAgain onTry={askAgain} />}>
            {answer.error.hint}
          </Notice>
        )}
        {list.missing.map(({ laptop, error }) => (
          <Notice
            key={laptop}
            tone="amber"
            title={`The snapshots of ${laptops.labelOf(laptop)} are not known.`}
            actions={<TryAgain onTry={askAgain} />}
          >
            {error.message} {error.hint}
          </Notice>
        ))}
      </div>
      {moments.length === 0 ? (
        <Card>
          <EmptyState icon={Camera} title="No snapshots yet">
            The first is taken at your first switch.
          </EmptyState>
        </Card>
      ) : (
        <Moments moments={moments} laptops={laptops} item={item} />
      )}
    </div>
  )
}

function titleOf(count: number): string {
  if (count === 0) return 'There is nothing to go back to yet'
  return `You have ${countOf(count, 'point')} in time to look back at`
}

function TryAgain({ onTry }: { readonly onTry: () => void }) {
  return (
    <Button look="link" onClick={onTry}>
      Try again
    </Button>
  )
}

interface MomentsProps {
  readonly moments: readonly Moment[]
  readonly laptops: Laptops
  readonly item: string | undefined
}

function Moments({ moments, laptops, item }: MomentsProps) {
  const nowMs = useNow(60_000)
  const days = groupBy(moments, ({ at }) => formatDay(at, nowMs))
  const groups = [...days].map(([title, items]) => ({ title, items }))
  const rows = listRows(
    groups,
    ({ key }) => key,
    (moment) => `${formatClock(moment.at)} ${wayOf(moment, laptops)} ${reasonWords[moment.reason]}`,
  )
  const selected = moments.find(({ key }) => key === item) ?? moments[0]
  return (
    <div className={styles['columns']}>
      <Card className={styles['list'] ?? ''} aria-label="Points in time">
        <SelectList
          name="Snapshots"
          rows={rows}
          selected={selected?.key}
          onSelect={(key) => goTo(routeHash({ kind: 'shell', page: 'snapshots', item: key }))}
          rowHeight={56}
        >
          {(moment) => <MomentRow moment={moment} laptops={laptops} />}
        </SelectList>
      </Card>
      {selected !== undefined && <SnapshotDetail moment={selected} laptops={laptops} nowMs={nowMs} />}
    </div>
  )
}

function MomentRow({ moment, laptops }: { readonly moment: Moment; readonly laptops: Laptops }) {
  return (
    <div className={styles['row']}>
      <span className={styles['main']}>
        <strong>{formatClock(moment.at)}</strong>
        <span>{wayOf(moment, laptops)}</span>
      </span>
      <span className={styles['labels']}>
        {laptops.names.map((name) => (
          <WhereBadge key={name} name={name} moment={moment} laptops={laptops} />
        ))}
      </span>
      <span className={styles['soft']}>{reasonWords[moment.reason]}</span>
      <span className={styles['soft']}>{moment.snapshots.some(({ readable }) => !readable) ? 'Not readable' : ''}</span>
    </div>
  )
}
