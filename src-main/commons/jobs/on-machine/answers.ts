import { setTimeout as pause } from 'node:timers/promises'
import { answer, type Answer, type HostContext } from '../../../machine/machine.ts'
import type { AllInAgent, Job } from '../../capability/agent-capability.ts'
import { jobsMessages } from '../messages.ts'
import { followJob, listJobs, listRuns, scheduleJob, startJob, stopJob, type ToldRun } from '../verbs.ts'
import { findJob } from './find-job.ts'
import { lookAtJob } from './look-at-job.ts'
import { listRunsOf, seeCurrent } from './run-files.ts'
import { readSchedule, writeSchedule } from './schedule.ts'
import { startByHand, stopByHand } from './start-and-stop.ts'

export function createJobsAnswers({ jobs: all }: Pick<AllInAgent, 'jobs'>): readonly Answer[] {
  const jobs = all.filter(({ timer }) => timer !== 'none')
  return [
    answer(listJobs, (_input, { host }) => Promise.resolve({ jobs: jobs.map((job) => lookAtJob(host, job)) })),
    answer(startJob, ({ name, input }, { host, signal }) => startByHand(host, findJob(jobs, name), input, signal)),
    answer(stopJob, ({ name }, { host, signal }) => stopByHand(host, findJob(jobs, name), signal)),
    answer(listRuns, ({ name }, { host }) => {
      const asked = name === undefined ? jobs : [findJob(jobs, name)]
      return Promise.resolve({
        jobs: asked.map((job) => ({ title: job.title, runs: [...listRunsOf(host, job.name)] })),
      })
    }),
    answer(followJob, ({ name, ...known }, { host, signal }) => follow(host, findJob(jobs, name), known, signal)),
    answer(scheduleJob, async ({ name, schedule }, { signal }) => {
      const job = findJob(jobs, name)
      await writeSchedule(job, schedule, { signal })
      return { title: job.title, schedule: readSchedule(job) }
    }),
  ]
}

const followMs = 10_000
const lookEveryMs = 250

interface Known {
  readonly runId?: string | undefined
  readonly revision?: number | undefined
}

/** A run of before the last start of the laptop, or before the newest one, is over: only its record tells of it. */
async function follow(
  host: HostContext,
  job: Job,
  { runId, revision }: Known,
  signal: AbortSignal,
): Promise<{ run: ToldRun; revision: number }> {
  for (const deadline = Date.now() + followMs; ;) {
    const seen = seeCurrent(host, job.name)
    const current = runId === undefined || seen?.run.runId === runId ? seen : undefined
    if (current === undefined) return { run: findRun(host, job, runId), revision: 0 }
    const isNew = current.revision !== revision || current.run.state.kind !== 'running'
    if (isNew || Date.now() >= deadline) return { run: current.run, revision: current.revision }
    await pause(lookEveryMs, undefined, { signal })
  }
}

function findRun(host: HostContext, { name, title }: Job, runId: string | undefined): ToldRun {
  const runs = listRunsOf(host, name)
  const found = runId === undefined ? runs[0] : runs.find((run) => run.runId === runId)
  if (found !== undefined) return found
  throw runId === undefined ? jobsMessages.neverRan({ title }) : jobsMessages.runForgotten({ title })
}
