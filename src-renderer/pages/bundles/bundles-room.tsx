import { jobProgressText } from '../../../src-main/contract/job-words.ts'
import type { JobView } from '../../../src-main/contract/jobs-calls.ts'
import { errorText } from '../../../src-main/contract/wire-error.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatPoint } from '../../format/time.ts'
import { useClient } from '../../stores/app-context.tsx'
import { useAction } from '../../stores/use-action.ts'
import styles from '../backups.module.css'
import { roomTexts } from './texts.ts'

interface BundlesRoomProps {
  readonly jobs: readonly JobView[]
  readonly labelOf: (laptop: string) => string
  readonly nowMs: number
  readonly onChanged: () => void
}

/** The job that puts bundles away where a disk is nearly full: off until a person turns it on. */
export function BundlesRoom({ jobs, labelOf, nowMs, onChanged }: BundlesRoomProps) {
  return (
    <Card className={styles['card']} aria-label={roomTexts.title}>
      <div className={styles['head']}>
        <h2>{roomTexts.title}</h2>
      </div>
      <p className={styles['soft']}>{roomTexts.lead}</p>
      {jobs.map((job) => (
        <RoomOn key={job.laptop} job={job} label={labelOf(job.laptop)} nowMs={nowMs} onChanged={onChanged} />
      ))}
    </Card>
  )
}

interface RoomOnProps extends Pick<BundlesRoomProps, 'nowMs' | 'onChanged'> {
  readonly job: JobView
  readonly label: string
}

function RoomOn({ job: { laptop, name, schedule, last }, label, nowMs, onChanged }: RoomOnProps) {
  const client = useClient()
  const isOn = schedule.every !== 'off'
  const runs = last?.state.kind === 'running'
  const turn = useAction(async () => {
    await client.call('jobsSchedule', { laptop, name, schedule: { every: isOn ? 'off' : 'daily' } })
    onChanged()
  })
  const start = useAction(async () => {
    await (runs ? client.call('jobsStop', { laptop, name }) : client.call('jobsStart', { laptop, name }))
    onChanged()
  })
  const failed = turn.error ?? start.error
  return (
    <section className={styles['version']} aria-label={roomTexts.of(label)}>
      <p>
        <strong>{label}</strong> {isOn ? roomTexts.on : roomTexts.off}
      </p>
      {last !== undefined && <p className={styles['soft']}>{lastText(last, nowMs)}</p>}
      <div className={styles['buttons']}>
        <Button
          size="small"
          aria-label={roomTexts.turnOf(isOn, label)}
          disabled={turn.busy}
          onClick={() => turn.start()}
        >
          {isOn ? roomTexts.turnOff : roomTexts.turnOn}
        </Button>
        <Button
          size="small"
          aria-label={roomTexts.nowOf(runs, label)}
          disabled={start.busy}
          onClick={() => start.start()}
        >
          {runs ? roomTexts.stop : roomTexts.now}
        </Button>
      </div>
      {failed !== undefined && (
        <Notice tone="amber" alert title={failed.message}>
          {errorText(failed)}
        </Notice>
      )}
    </section>
  )
}

function lastText({ state }: NonNullable<JobView['last']>, nowMs: number): string {
  if (state.kind === 'running')
    return state.waitsFor ?? (state.progress === undefined ? roomTexts.runs : jobProgressText(state.progress))
  if (state.kind === 'done') return roomTexts.last(formatPoint(state.at, nowMs), state.summary)
  if (state.kind === 'failed') return roomTexts.last(formatPoint(state.at, nowMs), errorText(state.error))
  return state.kind === 'stopped' ? roomTexts.stopped(formatPoint(state.at, nowMs)) : roomTexts.interrupted
}
