import { Card } from '../../components/card.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatClock, formatLongPoint, formatPoint } from '../../format/time.ts'
import styles from '../list-detail.module.css'
import { areaWord, reasonWords, type Moment } from './snapshot-moments.ts'
import { WhereBadge, wayOf, type Laptops } from './snapshot-where.tsx'

interface SnapshotDetailProps {
  readonly moment: Moment
  readonly laptops: Laptops
  readonly nowMs: number
}

export function SnapshotDetail({ moment, laptops, nowMs }: SnapshotDetailProps) {
  const unreadable = moment.snapshots.filter(({ readable }) => !readable)
  return (
    <Card className={styles['detail'] ?? ''} aria-label="The chosen point in time">
      <div className={styles['top']}>
        <div className={styles['words']}>
          <h2>{formatLongPoint(moment.at)}</h2>
          <p>
            {reasonWords[moment.reason]}
            {moment.from !== undefined && `, ${wayOf(moment, laptops)}`}
          </p>
        </div>
        <span className={styles['labels']}>
          {laptops.names.map((name) => (
            <WhereBadge key={name} name={name} moment={moment} laptops={laptops} />
          ))}
        </span>
      </div>
      <div className={styles['body']}>
        {unreadable.length > 0 && (
          <div className={styles['notices']}>
            <Notice tone="amber" title="Its description cannot be read.">
              It is shown as it is and never deleted by pc-switcher.
            </Notice>
          </div>
        )}
        <dl className={styles['facts']}>
          {moment.snapshots.map(({ laptop, id, at, areas, description }) => (
            <div key={`${laptop}:${id}`}>
              <dt>{laptops.labelOf(laptop)}</dt>
              <dd>
                <p>{areas.length === 0 ? 'Not known what it contains' : areas.map(areaWord).join(', ')}</p>
                {description !== '' && <p className={styles['soft']}>{description}</p>}
                <p className={styles['soft']}>
                  Taken at {formatClock(at)} · <code>{id}</code>
                </p>
              </dd>
            </div>
          ))}
          {moment.snapshots[0]?.switchId !== undefined && (
            <div>
              <dt>Switch</dt>
              <dd>
                <code>{moment.snapshots[0].switchId}</code>
              </dd>
            </div>
          )}
          <div>
            <dt>State</dt>
            <dd>Read-only; files are as they were {formatPoint(moment.at, nowMs)}.</dd>
          </div>
        </dl>
      </div>
    </Card>
  )
}
