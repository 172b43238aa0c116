/** Jobs and their runs, in lines of text. */
import type { JobRun, JobView } from '../../../contract/jobs-calls.ts'
import { jobProgressText, scheduleText } from '../../../contract/job-words.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'
import { systemClock } from '../../../kernel/clock.ts'
import { assertNever } from '../../../kernel/assert-never.ts'
import { toned, type Line } from '../colours.ts'
import { localTime } from '../local-time.ts'

export function jobLines({ laptop, name, title, schedule, last, notDone }: JobView): readonly Line[] {
  const head = `${laptop}  ${name}  ${title}. ${scheduleText(schedule, systemClock.nowMs())}.`
  const ran = last === undefined ? '  Has not run yet' : `  ${runLine(last)}`
  return [head, ran, ...(notDone === undefined ? [] : [toned('warn', `  ${notDone}`)])]
}

export function runLine({ startedAt, startedBy, isRecorded, state }: JobRun): string {
  const by = startedBy === 'timer' ? 'by its timer' : 'by hand'
  const unrecorded = isRecorded ? '' : ' The disk has no record of this run.'
  return `${localTime(startedAt)} ${by}: ${stateText(state)}${unrecorded}`
}

/** "41%, 310.0 of 740.0 GB", "Stopped at 14:02" */
export function stateText(state: JobRun['state']): string {
  switch (state.kind) {
    case 'running':
      if (state.waitsFor !== undefined) return state.waitsFor
      return state.progress === undefined ? 'Running' : jobProgressText(state.progress)
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

/** `on`: as it was typed, where it was. */
export const started = (name: string, on: string | undefined): string =>
  `Started. It goes on without this command; follow it with: pc-switcher jobs follow ${name}${on === undefined ? '' : ` --on ${on}`}`

export const neverRan = (title: string): string => `${title} has not run yet.`

export const noTime = (typed: string): ErrorText => ({
  message: `"${typed}" is no time of day.`,
  hint: 'Type it with hours and minutes, for example 13:00.',
})
