/** What is told of a job by itself: its newest run, and whether it is done as often as it should be. */
import type { JobSchedule } from '../../../contract/jobs-calls.ts'
import type { HostContext } from '../../../machine/machine.ts'
import type { Job } from '../../capability/agent-capability.ts'
import type { NotDone, ToldJob, ToldRun } from '../verbs.ts'
import { runsOf } from './run-files.ts'
import { readSchedule, scheduledSince } from './schedule.ts'

export function lookAtJob(host: Pick<HostContext, 'stateFolder' | 'runFolder' | 'logger'>, job: Job): ToldJob {
  const { name, title } = job
  const { last, doneAt, failed } = lookBack(runsOf(host, name))
  const schedule = readSchedule(job)
  const notDone = findNotDone({ schedule, doneAt, since: scheduledSince(name), failed }, Date.now())
  return {
    ...{ name, title, schedule },
    ...(last === undefined ? {} : { last }),
    ...(doneAt === undefined ? {} : { doneAt }),
    ...(notDone === undefined ? {} : { notDone }),
  }
}

interface LookedBack {
  readonly last: ToldRun | undefined
  readonly doneAt: string | undefined
  /** Since it was last done, the newest first; one that a person stopped is none of them. */
  readonly failed: readonly ToldRun[]
}

/** Reads no further than to the last one that ended well. */
export function lookBack(runs: Iterable<ToldRun>): LookedBack {
  let last: ToldRun | undefined
  const failed: ToldRun[] = []
  for (const run of runs) {
    last ??= run
    if (run.state.kind === 'done') return { last, doneAt: run.state.at, failed }
    if (run.state.kind === 'failed' || run.state.kind === 'interrupted') failed.push(run)
  }
  return { last, doneAt: undefined, failed }
}

const dayMs = 24 * 60 * 60_000
/** Twice its interval. A laptop that slept makes up for hours within minutes. */
const overdueMs = { hourly: dayMs, daily: 2 * dayMs, weekly: 14 * dayMs, monthly: 62 * dayMs } as const
const failedOften = 3

interface Known extends Omit<LookedBack, 'last'> {
  readonly schedule: JobSchedule
  /** When its schedule was chosen, where a person did. */
  readonly since: string | undefined
}

export function findNotDone({ schedule, doneAt, since, failed }: Known, nowMs: number): NotDone | undefined {
  const [newest] = failed
  const error = newest?.state.kind === 'failed' ? { error: newest.state.error } : {}
  if (failed.length >= failedOften) return { kind: 'failing', times: failed.length, ...error }
  const from = [doneAt, since]
    .filter((at) => at !== undefined)
    .toSorted()
    .at(-1)
  if (schedule.every === 'off' || from === undefined) return undefined
  return nowMs - Date.parse(from) < overdueMs[schedule.every] ? undefined : { kind: 'overdue', since: from, ...error }
}
