import type { Handlers } from '../../../contract/handlers.ts'
import type { JobRun, JobView } from '../../../contract/jobs-calls.ts'
import { toWireError } from '../../../contract/wire-error.ts'
import { wordProgress } from '../../../contract/wording.ts'
import { askEach } from '../../../machine/ask-each.ts'
import type { Machine } from '../../../machine/machine.ts'
import type { AppParts } from '../../capability/app-capability.ts'
import { notDoneText } from '../texts.ts'
import { followJob, listJobs, listRuns, scheduleJob, startJob, stopJob, type ToldJob, type ToldRun } from '../verbs.ts'

type Keys = 'jobsList' | 'jobsStart' | 'jobsStop' | 'jobsFollow' | 'jobsLog' | 'jobsSchedule'

export function createJobsHandlers({ reach, here }: Pick<AppParts, 'reach' | 'here'>): Pick<Handlers, Keys> {
  const on = (laptop: string | undefined): Promise<Machine> => (laptop === undefined ? here() : reach.named(laptop))
  return {
    jobsList: async ({ on: laptops }) => {
      const { answers, missing } = await askEach(await reach.all(laptops), async (machine) => {
        const { jobs } = await machine.call(listJobs, {})
        return jobs.map((job) => wordJob(machine, job))
      })
      return { jobs: answers.flat(), missing }
    },
    jobsStart: async ({ laptop, name }) => {
      const machine = await on(laptop)
      return { run: wordRun(machine, await machine.call(startJob, { name })) }
    },
    jobsStop: async ({ laptop, name }) => {
      const machine = await on(laptop)
      return { run: wordRun(machine, await machine.call(stopJob, { name })) }
    },
    jobsFollow: async ({ laptop, ...asked }) => {
      const machine = await on(laptop)
      const { run, revision } = await machine.call(followJob, asked)
      return { run: wordRun(machine, run), revision }
    },
    jobsLog: async ({ laptop, name }) => {
      const machine = await on(laptop)
      const { jobs } = await machine.call(listRuns, { name })
      const [title = ''] = jobs.map((job) => machine.wording.text(job.title))
      return { title, runs: jobs.flatMap(({ runs }) => runs.map((run) => wordRun(machine, run))) }
    },
    jobsSchedule: async ({ laptop, name, schedule: wanted }) => {
      const machine = await on(laptop)
      const { title, schedule } = await machine.call(scheduleJob, { name, schedule: wanted })
      return { title: machine.wording.text(title), schedule }
    },
  }
}

function wordJob(machine: Machine, { title, last, notDone, ...job }: ToldJob): JobView {
  const ran = last === undefined ? {} : { last: wordRun(machine, last) }
  const late = notDone === undefined ? {} : { notDone: notDoneText(notDone, machine.wording) }
  return { laptop: machine.name, title: machine.wording.text(title), ...job, ...ran, ...late }
}

function wordRun(machine: Machine, { state, ...run }: ToldRun): JobRun {
  return { ...run, state: wordState(machine, state) }
}

function wordState({ wording }: Machine, state: ToldRun['state']): JobRun['state'] {
  switch (state.kind) {
    case 'running': {
      const { kind, progress, waitsFor } = state
      return {
        kind,
        ...(progress === undefined ? {} : { progress: wordProgress(progress, wording) }),
        ...(waitsFor === undefined ? {} : { waitsFor: wording.text(waitsFor) }),
      }
    }
    case 'done':
      return { ...state, summary: wording.text(state.summary) }
    case 'failed':
      return { ...state, error: toWireError(wording.error(state.error)) }
    default:
      return state
  }
}
