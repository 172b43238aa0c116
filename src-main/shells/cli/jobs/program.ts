/** `pc-switcher jobs`: work that goes on without the app, on either laptop. */
import { Argument } from 'commander'
import { calls } from '../../../contract/calls.ts'
import { jobIntervals, timeOfDaySchema, type JobRun, type JobSchedule } from '../../../contract/jobs-calls.ts'
import { scheduleText } from '../../../contract/job-words.ts'
import { fromWireError } from '../../../contract/wire-error.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { systemClock } from '../../../kernel/clock.ts'
import { distinct } from '../../../kernel/distinct.ts'
import { fromApp } from '../completion/values.ts'
import { exitCodes } from '../exit-codes.ts'
import type { CliOutput } from '../output.ts'
import { laptopOf, onOf, type CliCommand, type CommandGroup, type On } from '../program-parts.ts'
import { sayMissing } from '../say-missing.ts'
import { createLineShown } from '../show-progress.ts'
import * as texts from './texts.ts'

export const jobCommands: CommandGroup = {
  room: 'disks',
  add(program, command, does) {
    const jobs = program
      .command('jobs')
      .description('work that goes on without the app: list, start, follow and schedule it')
    const add = (words: string, description: string) =>
      command(jobs, words, description).option('--on <host>', 'on this laptop instead of the one you are at')
    command(jobs, 'list', 'list the jobs of both laptops: when they run, and how they last ended')
      .option('--on <host>', 'of this laptop alone')
      .action(({ on }: On) => does(listCommand(on))())
    add('start <job>', 'start a job; it goes on when this command has ended').action((job: string, options: On) =>
      does(startCommand(job, options))(),
    )
    add('stop <job>', 'stop a job that runs').action((job: string, options: On) => does(stopCommand(job, options))())
    add('follow <job>', 'show how far a job is, until it has ended; Ctrl+C leaves it running').action(
      (job: string, options: On) => does(followCommand(job, options))(),
    )
    add('log <job>', 'list the last runs of a job').action((job: string, options: On) =>
      does(logCommand(job, options))(),
    )
    add('schedule <job>', 'choose when a job runs by itself')
      .addArgument(new Argument('<often>', 'how often').choices(jobIntervals))
      .option('--at <time>', 'time of day, as 13:00')
      .action((job: string, every: JobSchedule['every'], options: On & { readonly at?: string }) =>
        does(scheduleCommand(job, every, options))(),
      )
  },
  completes: {
    job: fromApp(async (client) => {
      const { jobs } = await client.call(calls.jobsList, {})
      return distinct(jobs.map(({ name, title }) => ({ word: name, about: title })))
    }),
    'jobs schedule time': [],
  },
}

function listCommand(on: string | undefined): CliCommand {
  return async ({ client }, output) => {
    const { jobs, missing } = await client.call(calls.jobsList, { on: onOf(on) })
    output.tell({ type: 'jobs', jobs, missing })
    jobs.flatMap(texts.jobLines).forEach(output.say)
    return sayMissing(missing, on, output)
  }
}

function startCommand(name: string, options: On): CliCommand {
  return async ({ client }, output) => {
    const { run } = await client.call(calls.jobsStart, { ...laptopOf(options), name })
    output.tell({ type: 'job-run', run })
    if (run.state.kind !== 'running') return sayEnd(run, output)
    output.say(texts.started(name, options.on))
    return exitCodes.done
  }
}

function stopCommand(name: string, options: On): CliCommand {
  return async ({ client }, output) => {
    const { run } = await client.call(calls.jobsStop, { ...laptopOf(options), name })
    output.tell({ type: 'job-run', run })
    output.say(texts.runLine(run))
    return exitCodes.done
  }
}

function logCommand(name: string, options: On): CliCommand {
  return async ({ client }, output) => {
    const { title, runs } = await client.call(calls.jobsLog, { ...laptopOf(options), name })
    output.tell({ type: 'job-log', title, runs })
    output.say(runs.length === 0 ? texts.neverRan(title) : `${title}:`)
    runs.forEach((run) => output.say(texts.runLine(run)))
    return exitCodes.done
  }
}

function scheduleCommand(
  name: string,
  every: JobSchedule['every'],
  { at, ...options }: On & { readonly at?: string },
): CliCommand {
  return async ({ client }, output) => {
    if (at !== undefined && !timeOfDaySchema.safeParse(at).success)
      throw new AppError({ code: 'invalid-input', ...texts.noTime(at) })
    const wanted = { every, ...(at === undefined ? {} : { at }) }
    const { title, schedule } = await client.call(calls.jobsSchedule, { ...laptopOf(options), name, schedule: wanted })
    output.tell({ type: 'job-schedule', title, schedule })
    output.say(`${title}: ${scheduleText(schedule, systemClock.nowMs())}`)
    return exitCodes.done
  }
}

export function followCommand(name: string, options: On): CliCommand {
  return async ({ client }, output) => {
    const show = createLineShown(output)
    try {
      const job = { ...laptopOf(options), name }
      let { run, revision } = await client.call(calls.jobsFollow, job)
      while (run.state.kind === 'running') {
        output.tell({ type: 'job-run', run })
        show.tell(texts.stateText(run.state))
        ;({ run, revision } = await client.call(calls.jobsFollow, { ...job, runId: run.runId, revision }))
      }
      show.end()
      output.tell({ type: 'job-run', run })
      return sayEnd(run, output)
    } finally {
      show.end()
    }
  }
}

/** Answers as the job would if it were a command. */
function sayEnd(run: JobRun, output: Pick<CliOutput, 'say'>): number {
  if (run.state.kind === 'failed') throw fromWireError(run.state.error)
  output.say(texts.runLine(run))
  return run.state.kind === 'done' ? exitCodes.done : exitCodes.interrupted
}
