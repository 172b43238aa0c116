import { HardDrive } from 'lucide-react'
import { useCallback } from 'react'
import { diskTroubles } from '../../../src-main/contract/disk-words.ts'
import type { calls } from '../../../src-main/contract/calls.ts'
import type { Output } from '../../../src-main/contract/define.ts'
import type { Snapshot } from '../../../src-main/contract/snapshot-calls.ts'
import { AnswerNotices, FirstAnswer } from '../../components/both-answers.tsx'
import { Heading } from '../../components/heading.tsx'
import { usePage } from '../../components/use-page.ts'
import { formatGigabytes } from '../../format/amount.ts'
import { joinNames } from '../../format/names-text.ts'
import { useOverview } from '../../stores/app-context.tsx'
import { useCall } from '../../stores/use-call.ts'
import { useNow } from '../../stores/use-now.ts'
import { useWatchedJobs } from '../../stores/use-watched-jobs.ts'
import { laptopsOf } from '../../components/laptop-names.ts'
import type { PageDeclaration } from '../page.ts'
import { LaptopDisks } from './laptop-disks.tsx'
import styles from './disks-page.module.css'
import { texts } from './texts.ts'

export const disksPage: PageDeclaration = { id: 'disks', title: texts.title, icon: HardDrive, component: DisksPage }

const jobsOfDisks: readonly string[] = ['scrub', 'balance', 'reclaim']

/** The file systems of both laptops side by side, and how healthy they are. */
function DisksPage() {
  const { value, error, askAgain: listAgain } = useCall('disksList', {})
  const { value: taken } = useCall('snapshotsList', {})
  const { value: reclaim, askAgain: readReclaim } = useCall('reclaimStatus', {})
  const { value: known } = useOverview()
  const nowMs = useNow(60_000)
  const readDisks = useCallback(() => {
    listAgain()
    readReclaim()
  }, [listAgain, readReclaim])
  const { jobs, askAgain: lookAtJobs } = useWatchedJobs(jobsOfDisks, readDisks)
  const askAgain = () => {
    readDisks()
    lookAtJobs()
  }
  usePage(texts.title, askAgain)
  if (value === undefined) return <FirstAnswer texts={texts} error={error} onTryAgain={askAgain} />
  const { names, labelOf } = laptopsOf(known, value.missing)
  const answered = names.filter((name) => !value.missing.some(({ laptop }) => laptop === name))
  return (
    <>
      <Heading
        title={titleOf(value, value.missing.length === 0 ? undefined : answered.map(labelOf))}
        lead={texts.lead}
      />
      <AnswerNotices error={error} missing={value.missing} labelOf={labelOf} onTryAgain={askAgain} />
      <div className={styles['laptops']}>
        {answered.map((laptop) => (
          <LaptopDisks
            key={laptop}
            laptop={laptop}
            label={labelOf(laptop)}
            disks={value.disks.filter((disk) => disk.laptop === laptop)}
            unreadable={value.unreadable.filter((disk) => disk.laptop === laptop)}
            jobs={jobs.filter((job) => job.laptop === laptop)}
            snapshots={snapshotsOf(taken?.snapshots ?? [], laptop)}
            reclaim={reclaim?.laptops.find((one) => one.laptop === laptop)}
            nowMs={nowMs}
            onChanged={askAgain}
          />
        ))}
      </div>
    </>
  )
}

/** `only`: the laptops that answered, where one did not. */
function titleOf(
  { disks, unreadable }: Output<(typeof calls)['disksList']>,
  only: readonly string[] | undefined,
): string {
  const count = disks.filter((disk) => diskTroubles(disk).length > 0).length + unreadable.length
  if (count > 0) return texts.attention(count)
  return only === undefined ? texts.healthy : texts.healthyOf(joinNames(only))
}

/** What several share is held by none alone, so that all together hold more than the sum. */
function snapshotsOf(all: readonly Snapshot[], laptop: string): string | undefined {
  const known = all.flatMap((one) => (one.laptop !== laptop || one.space.kind === 'unknown' ? [] : [one.space.bytes]))
  if (known.length === 0) return undefined
  const sum = known.reduce((whole, bytes) => whole + bytes, 0)
  return texts.snapshotsText(formatGigabytes(sum), known.length)
}
