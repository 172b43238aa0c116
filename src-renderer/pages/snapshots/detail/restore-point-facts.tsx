import { Notice } from '../../../components/notice.tsx'
import { formatClock, formatPoint } from '../../../format/time.ts'
import { reasonText, type RestorePoint } from '../list/restore-points.ts'
import { Scroller } from '../../../components/scroller.tsx'
import shared from '../../list-detail.module.css'
import type { LaptopNames } from '../../../components/laptop-names.ts'
import { texts } from './texts.ts'

interface RestorePointFactsProps {
  readonly restorePoint: RestorePoint
  readonly laptops: LaptopNames
  readonly nowMs: number
}

/** One that is only shown: another tool's, or one whose description cannot be read. */
export function RestorePointFacts({ restorePoint, laptops, nowMs }: RestorePointFactsProps) {
  const foreign = restorePoint.reason === 'foreign'
  return (
    <Scroller className={shared['body']}>
      <div className={shared['notices']}>
        {foreign ? (
          <Notice tone="info" title={texts.foreignTitle}>
            {texts.foreignText}
          </Notice>
        ) : (
          <Notice tone="amber" title={texts.damagedTitle}>
            {texts.damagedText}
          </Notice>
        )}
      </div>
      <dl className={shared['facts']}>
        {restorePoint.snapshots.map(({ laptop, id, at, areaTitles, subvolumes, description }) => (
          <div key={`${laptop}:${id}`}>
            <dt>{laptops.labelOf(laptop)}</dt>
            <dd>
              <p>{contentText(subvolumes, areaTitles)}</p>
              {description !== '' && <p className={shared['soft']}>{description}</p>}
              <p className={shared['soft']}>
                {texts.takenAt(formatClock(at))} <code>{id}</code>
              </p>
            </dd>
          </div>
        ))}
        <div>
          <dt>{texts.reason}</dt>
          <dd>{reasonText(restorePoint)}</dd>
        </div>
        <div>
          <dt>{texts.state}</dt>
          <dd>{texts.filesAsOf(formatPoint(restorePoint.at, nowMs))}</dd>
        </div>
      </dl>
    </Scroller>
  )
}

function contentText(
  subvolumes: RestorePoint['snapshots'][number]['subvolumes'],
  areaTitles: readonly string[],
): string {
  if (subvolumes.length > 0) return subvolumes.map(({ title }) => title).join(', ')
  return areaTitles.length === 0 ? texts.contentUnknown : areaTitles.join(', ')
}
