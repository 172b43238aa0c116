import { Notice } from '../../../components/notice.tsx'
import { formatClock, formatPoint } from '../../../format/time.ts'
import { areaWord, reasonText, type RestorePoint } from '../list/restore-points.ts'
import shared from '../../list-detail.module.css'
import type { Laptops } from '../list/snapshot-where.tsx'

interface RestorePointFactsProps {
  readonly restorePoint: RestorePoint
  readonly laptops: Laptops
  readonly nowMs: number
}

/** One that is only shown: another tool's, or one whose description cannot be read. */
export function RestorePointFacts({ restorePoint, laptops, nowMs }: RestorePointFactsProps) {
  const foreign = restorePoint.reason === 'foreign'
  return (
    <div className={shared['body']}>
      <div className={shared['notices']}>
        {foreign ? (
          <Notice tone="info" title="It belongs to another tool.">
            It is shown so that you know it is there. pc-switcher never changes or deletes it; use the tool that took
            it.
          </Notice>
        ) : (
          <Notice tone="amber" title="Its description cannot be read.">
            It is shown as it is and never deleted by pc-switcher.
          </Notice>
        )}
      </div>
      <dl className={shared['facts']}>
        {restorePoint.snapshots.map(({ laptop, id, at, areas, subvolumes, description }) => (
          <div key={`${laptop}:${id}`}>
            <dt>{laptops.labelOf(laptop)}</dt>
            <dd>
              <p>{contentText(subvolumes, areas)}</p>
              {description !== '' && <p className={shared['soft']}>{description}</p>}
              <p className={shared['soft']}>
                Taken at {formatClock(at)} · <code>{id}</code>
              </p>
            </dd>
          </div>
        ))}
        <div>
          <dt>Taken</dt>
          <dd>{reasonText(restorePoint)}</dd>
        </div>
        <div>
          <dt>State</dt>
          <dd>Files are as they were {formatPoint(restorePoint.at, nowMs)}.</dd>
        </div>
      </dl>
    </div>
  )
}

function contentText(subvolumes: RestorePoint['snapshots'][number]['subvolumes'], areas: readonly string[]): string {
  if (subvolumes.length > 0) return subvolumes.map(({ title }) => title).join(', ')
  return areas.length === 0 ? 'Not known what it contains' : areas.map(areaWord).join(', ')
}
