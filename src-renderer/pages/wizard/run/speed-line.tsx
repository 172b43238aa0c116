import { formatSpeed } from '../../../format/amount.ts'
import type { SpeedSample } from '../../../stores/run-view.ts'
import styles from './running-page.module.css'
import { texts } from './texts.ts'

const width = 250
const height = 60
const windowMs = 180_000

/** The speed of the last three minutes as a picture, and in words for who cannot see it. */
export function SpeedLine({ speeds, nowMs }: { readonly speeds: readonly SpeedSample[]; readonly nowMs: number }) {
  const [first] = speeds
  if (first === undefined || speeds.length < 2) return undefined
  const top = Math.max(...speeds.map(({ bytesPerSecond }) => bytesPerSecond)) * 1.25
  if (top === 0) return undefined
  const spanMs = Math.min(windowMs, Math.max(20_000, nowMs - first.atMs))
  const points = speeds.map(({ atMs, bytesPerSecond }) => {
    const x = width * (1 - (nowMs - atMs) / spanMs)
    return `${Math.max(0, x).toFixed(1)},${(height * (1 - bytesPerSecond / top)).toFixed(1)}`
  })
  const line = points.join(' ')
  const least = formatSpeed(Math.min(...speeds.map(({ bytesPerSecond }) => bytesPerSecond)))
  const most = formatSpeed(top / 1.25)
  return (
    <svg
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={texts.speedLabel(least, most)}
      className={styles['speedLine']}
    >
      <polygon
        points={`${points[0]?.split(',')[0] ?? '0'},${height} ${line} ${width},${height}`}
        className={styles['speedArea']}
      />
      <polyline points={line} className={styles['speedStroke']} />
    </svg>
  )
}
