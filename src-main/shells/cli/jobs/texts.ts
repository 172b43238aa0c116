/** Jobs and their runs, in lines of text. */
import type { JobRun, JobSchedule, JobView } from '../../../contract/jobs-calls.ts'
import type { Progress } from '../../../contract/define.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { countOf, formatBytes, formatPartOf, formatPercent } from '../../../kernel/units.ts'
import { localTime } from '../local-time.ts'

export function jobLines({ laptop, name, title, schedule, last }: JobView): readonly string[] {
  const head = `${laptop}  ${name}  ${title}. ${scheduleText(schedule)}.`
  return last === undefined ? [head, '  Has not run yet'] : [head, `  ${runLine(last)}`]
}

const intervals = {
  off: 'Off',
  hourly: 'Every hour',
  daily: 'Every day',
  weekly: 'Every Monday',
  monthly: 'On the first of each month',
} as const

export function scheduleText({ every, at }: JobSchedule): string {
  return at === undefined ? intervals[every] : `${intervals[every]} at ${at}`
}

export function runLine({ startedAt, startedBy, isRecorded, state }: JobRun): string {
  const by = startedBy === 'timer' ? 'by its timer' : 'by hand'
  const unrecorded = isRecorded ? '' : ' The disk has no record of this run.'
  return `${localTime(startedAt)} ${by}: ${stateText(state)}${unrecorded}`
}

function stateText(state: JobRun['state']): string {
  switch (state.kind) {
    case 'running':
      if (state.waitsFor !== undefined) return state.waitsFor
      return state.progress === undefined ? 'Running' : progressText(state.progress)
    case 'done':
      return state.summary
    case 'failed':
      return `Failed. ${state.error.message}`
    case 'stopped':
      return `Stopped at ${localTime(state.at)}`
    case 'interrupted':
      return 'Interrupted: it was killed, or the laptop lost its power'
    default:
      return assertNever(state)
  }
}

function progressText({ done, total, unit, current }: Progress): string {
  const where = current === undefined ? '' : ` ${current}`
  const amount = unit === 'bytes' ? formatBytes(done) : countOf(done, unit === 'files' ? 'file' : 'step')
  if (total === undefined || total === 0) return `${amount}${where}`
  const parts = unit === 'bytes' ? formatPartOf(done, total) : amount
  return `${formatPercent(Math.min(1, done / total))}, ${parts}${where}`
}

export const started = (name: string): string =>
  `Started. It goes on without this command; follow it with: pc-switcher jobs follow ${name}`

export const neverRan = (title: string): string => `${title} has not run yet.`

export const missing = (laptop: string, why: string): string => `${laptop}: ${why}`

export const noTime = (typed: string): ErrorText => ({
  message: `"${typed}" is no time of day.`,
  hint: 'Type it with hours and minutes, for example 13:00.',
})
