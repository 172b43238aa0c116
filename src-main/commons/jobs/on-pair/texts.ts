/** What is said of jobs on the overview and by doctor. */
import { countOf } from '../../../kernel/units.ts'

const dayMs = 24 * 60 * 60_000

export const overdue = (since: string, nowMs: number, why: string | undefined): string => {
  const days = Math.floor((nowMs - Date.parse(since)) / dayMs)
  return withWhy(`Not done for ${countOf(days, 'day')}.`, why)
}

export const failing = (times: number, why: string | undefined): string =>
  withWhy(`Failed ${countOf(times, 'time')} in a row.`, why)

const withWhy = (what: string, why: string | undefined): string => (why === undefined ? what : `${what} ${why}`)

export const running = 'Running'

export const stopped = 'Stopped.'

export const interrupted = 'It was killed, or the laptop lost its power.'

export const runOn = (title: string, laptop: string): string => `${title} on ${laptop}`

export const doctorHint = (name: string): string => `How its runs ended: pc-switcher jobs log ${name}`
