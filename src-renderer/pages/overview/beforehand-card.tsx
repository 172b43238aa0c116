import { Download } from 'lucide-react'
import { useEffect } from 'react'
import type { Beforehand } from '../../../src-main/contract/beforehand-calls.ts'
import { countOf } from '../../../src-main/kernel/units.ts'
import { Card } from '../../components/card.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { formatGigabytes, formatPartOf } from '../../format/amount.ts'
import { formatAgo } from '../../format/time.ts'
import { useCall } from '../../stores/use-call.ts'
import styles from './overview-page.module.css'
import { texts } from './texts.ts'

/** How far fetching beforehand is. Nothing while it is off, or not known: the overview is about both laptops. */
export function BeforehandCard({ nowMs }: { readonly nowMs: number }) {
  const { value, askAgain } = useCall('homeBeforehand', {})
  useEffect(askAgain, [askAgain, nowMs])
  if (value?.enabled !== true) return undefined
  const { now } = value
  return (
    <Card aria-label={texts.beforehand} className={styles['beforehand']}>
      <Download size={18} aria-hidden />
      <div>
        <p>{doneText(value, nowMs)}</p>
        {now.kind === 'waiting' && <p className={styles['soft']}>{texts.beforehandWaits(now.sentence)}</p>}
        {now.kind === 'fetching' && <Fetching {...now} />}
      </div>
    </Card>
  )
}

function doneText({ fetched, now }: Beforehand, nowMs: number): string {
  if (fetched === undefined) return now.kind === 'ready' ? texts.beforehandSoon : texts.beforehandNothingYet
  const { at, files, bytes, laptop } = fetched
  const when = formatAgo(Date.parse(at), nowMs)
  if (files === 0) return texts.beforehandAll(when, laptop)
  return texts.beforehandDone({ when, amount: formatGigabytes(bytes), files: countOf(files, 'file'), laptop })
}

function Fetching({ doneBytes, totalBytes = 0 }: Extract<Beforehand['now'], { kind: 'fetching' }>) {
  const isCounted = doneBytes !== undefined && totalBytes > 0
  return (
    <>
      <p className={styles['soft']}>
        {isCounted ? texts.beforehandMore(formatPartOf(doneBytes, totalBytes)) : texts.beforehandLooking}
      </p>
      <ProgressBar name={texts.beforehandNow} fraction={isCounted ? doneBytes / totalBytes : undefined} />
    </>
  )
}
