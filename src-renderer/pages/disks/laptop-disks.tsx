import { HardDrive, ShieldCheck, Square } from 'lucide-react'
import { useState } from 'react'
import { unreadableText } from '../../../src-main/contract/disk-words.ts'
import type { Disk, UnreadableDisk } from '../../../src-main/contract/disks-calls.ts'
import { jobProgressText } from '../../../src-main/contract/job-words.ts'
import type { JobView } from '../../../src-main/contract/jobs-calls.ts'
import type { ReclaimDisk, ReclaimSettings } from '../../../src-main/contract/reclaim-calls.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { SectionTitle } from '../../components/heading.tsx'
import { EmptyState } from '../../components/list-state.tsx'
import { LiveRegion, nothingSaid, sayAfter } from '../../components/live-region.tsx'
import { FailureNotice, Notice } from '../../components/notice.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import { DiskCard } from './disk-card.tsx'
import styles from './disks-page.module.css'
import { texts } from './texts.ts'

interface LaptopDisksProps {
  readonly laptop: string
  readonly label: string
  readonly disks: readonly Disk[]
  readonly unreadable: readonly UnreadableDisk[]
  /** Of this laptop, as far as they are known. */
  readonly jobs: readonly JobView[]
  readonly snapshots: string | undefined
  /** What is known of duplicates; undefined as long as nothing was answered. */
  readonly reclaim: { readonly disks: readonly ReclaimDisk[]; readonly settings: ReclaimSettings } | undefined
  readonly nowMs: number
  readonly onChanged: () => void
}

/** What one laptop has, and the check of all of it. */
export function LaptopDisks(props: LaptopDisksProps) {
  const { laptop, label, disks, unreadable, jobs, snapshots, reclaim, nowMs, onChanged } = props
  const client = useClient()
  const [said, setSaid] = useState(nothingSaid)
  const scrub = jobs.find(({ name }) => name === 'scrub')
  const balance = jobs.find(({ name }) => name === 'balance')
  const reclaimJob = jobs.find(({ name }) => name === 'reclaim')
  const running = runningOf(scrub)
  const act = useAction(async () => {
    const job = { laptop, name: 'scrub' }
    await (running === undefined ? client.call('jobsStart', job) : client.call('jobsStop', job))
    setSaid((before) => sayAfter(before, running === undefined ? texts.checkStarted(label) : texts.checkStopped(label)))
    onChanged()
  })
  const button = (
    <Button
      size="small"
      icon={running === undefined ? ShieldCheck : Square}
      disabled={act.busy || scrub === undefined || disks.length === 0}
      title={texts.checkHint}
      aria-label={running === undefined ? texts.checkOf(label) : texts.stopCheckOf(label)}
      onClick={() => act.start()}
    >
      {running === undefined ? texts.check : texts.stopCheck}
    </Button>
  )
  return (
    <section className={styles['laptop']} aria-label={label}>
      <SectionTitle side={button}>{label}</SectionTitle>
      <LiveRegion said={said} />
      <FailureNotice error={act.error} />
      {scrub !== undefined && <JobState job={scrub} />}
      {balance !== undefined && <JobState job={balance} />}
      {reclaimJob !== undefined && <JobState job={reclaimJob} />}
      {unreadable.map((disk) => (
        <Notice key={disk.places[0]} tone="amber">
          {unreadableText(disk)}
        </Notice>
      ))}
      {disks.length === 0 && unreadable.length === 0 && (
        <Card>
          <EmptyState icon={HardDrive} title={texts.none}>
            {texts.noneText}
          </EmptyState>
        </Card>
      )}
      {disks.map((disk) => (
        <DiskCard
          key={disk.id}
          disk={disk}
          label={label}
          snapshots={disk.hasSnapshots ? snapshots : undefined}
          reclaim={reclaimOf(reclaim?.disks, disk)}
          reclaimSettings={reclaim?.settings}
          reclaimJob={reclaimJob}
          nowMs={nowMs}
          works={runningOf(balance) !== undefined}
          onChanged={onChanged}
        />
      ))}
    </section>
  )
}

/** /home is looked at where snapshots are kept, other disks only once a person has named them. */
function reclaimOf(known: readonly ReclaimDisk[] | undefined, { id, hasSnapshots }: Disk): ReclaimDisk | undefined {
  if (known === undefined) return undefined
  return known.find((one) => one.id === id) ?? (hasSnapshots ? { id, reclaimedBytes: 0 } : undefined)
}

type Running = Extract<NonNullable<JobView['last']>['state'], { kind: 'running' }>

const runningOf = (job: JobView | undefined): Running | undefined =>
  job?.last?.state.kind === 'running' ? job.last.state : undefined

/** How far it is, or why it failed. */
function JobState({ job: { title, last } }: { readonly job: JobView }) {
  if (last?.state.kind === 'running') return <Working title={title} {...last.state} />
  if (last?.state.kind !== 'failed') return undefined
  return (
    <Notice tone="amber" title={last.state.error.message}>
      {last.state.error.hint}
    </Notice>
  )
}

function Working({ title, progress, waitsFor }: Running & { readonly title: string }) {
  const part =
    progress?.total === undefined || progress.total === 0 ? undefined : Math.min(1, progress.done / progress.total)
  const text = waitsFor ?? (progress === undefined ? texts.running : jobProgressText(progress))
  return (
    <div>
      <ProgressBar name={title} fraction={part} text={text} />
      <p className={styles['working']}>{texts.job(title, text)}</p>
    </div>
  )
}
