import { BarPicture } from '../../../components/bar-picture.tsx'
import { Card } from '../../../components/card.tsx'
import { formatGigabytes } from '../../../format/amount.ts'
import { formatPoint } from '../../../format/time.ts'
import styles from './restore-point-list.module.css'
import { isOurs, spaceOf, spaceText, type RestorePoint } from './restore-points.ts'
import type { LaptopNames } from '../../../components/laptop-names.ts'
import { wayOf } from './snapshot-where.tsx'
import { texts } from './texts.ts'

interface RoomPictureProps {
  readonly restorePoints: readonly RestorePoint[]
  readonly laptops: LaptopNames
  readonly nowMs: number
}

const mostShown = 40

/**
 * What each of our restore points holds alone, the earliest first. What several share is held by none alone, so that these are
 * not added up. Nothing is shown before one was measured.
 */
export function RoomPicture({ restorePoints, laptops, nowMs }: RoomPictureProps) {
  const ours = restorePoints.filter(isOurs).toReversed().slice(-mostShown)
  const bars = ours.map((point) => {
    const space = spaceOf(point.snapshots)
    return {
      key: point.key,
      label: `${wayOf(point, laptops)}, ${formatPoint(point.at, nowMs)}`,
      value: space.kind === 'unknown' ? undefined : space.bytes,
      text: space.kind === 'unknown' ? texts.notMeasured : spaceText(space),
    }
  })
  const known = bars.flatMap(({ value }) => value ?? [])
  if (known.length < 2) return undefined
  return (
    <Card className={styles['room']} aria-label={texts.room}>
      <BarPicture
        title={texts.room}
        summary={texts.roomSummary(formatGigabytes(Math.max(...known)), ours.length)}
        columns={texts.roomColumns}
        bars={bars}
      />
    </Card>
  )
}
