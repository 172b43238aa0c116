import type { ActivityEntry } from '../../../src-main/contract/activity-calls.ts'
import { formatBytes, formatTook } from '../../../src-main/kernel/units.ts'
import { BarPicture } from '../../components/bar-picture.tsx'
import { Card } from '../../components/card.tsx'
import { formatPoint } from '../../format/time.ts'
import styles from './over-time.module.css'
import { measuredSwitches } from './measured-switches.ts'
import { titleOf } from './entry-words.ts'
import { texts } from './texts.ts'

/** How long switches took and how much they copied, as far as it was written down. One alone has nothing to compare with. */
export function OverTime({ entries, nowMs }: { readonly entries: readonly ActivityEntry[]; readonly nowMs: number }) {
  const switches = measuredSwitches(entries)
  const newest = switches.at(-1)
  if (newest === undefined || switches.length < 2) return undefined
  const labelOf = (entry: (typeof switches)[number]) => `${titleOf(entry)}, ${formatPoint(entry.startedAt, nowMs)}`
  return (
    <Card className={styles['pictures']} aria-label={texts.overTime}>
      <BarPicture
        title={texts.durations}
        summary={texts.lastTook(formatTook(newest.tookMs), switches.length)}
        columns={[texts.switchColumn, texts.durationColumn]}
        bars={switches.map((entry) => ({
          key: entry.switchId,
          label: labelOf(entry),
          value: entry.tookMs,
          text: formatTook(entry.tookMs),
        }))}
      />
      <BarPicture
        title={texts.amounts}
        summary={texts.lastCopied(formatBytes(newest.bytes), switches.length)}
        columns={[texts.switchColumn, texts.amountColumn]}
        bars={switches.map((entry) => ({
          key: entry.switchId,
          label: labelOf(entry),
          value: entry.bytes,
          text: formatBytes(entry.bytes),
        }))}
      />
    </Card>
  )
}
