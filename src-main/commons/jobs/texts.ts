/** What is said of jobs on the overview, by doctor, and to desktops. */
import type { Wording } from '../../contract/wording.ts'
import { countOf } from '../../kernel/units.ts'
import type { NotDone } from './verbs.ts'

const dayMs = 24 * 60 * 60_000

export const overdue = (since: string, nowMs: number, why: string | undefined): string => {
  const days = Math.floor((nowMs - Date.parse(since)) / dayMs)
  return withWhy(`Not done for ${countOf(days, 'day')}.`, why)
}

export const failing = (times: number, why: string | undefined): string =>
  withWhy(`Failed ${countOf(times, 'time')} in a row.`, why)

export function notDoneText(notDone: NotDone, wording: Wording): string {
  const why = notDone.error === undefined ? undefined : wording.error(notDone.error).message
  return notDone.kind === 'failing' ? failing(notDone.times, why) : overdue(notDone.since, Date.now(), why)
}

const withWhy = (what: string, why: string | undefined): string => (why === undefined ? what : `${what} ${why}`)

export const lateTitle = 'Not done on this laptop'

export const running = 'Running'

export const stopped = 'Stopped.'

export const interrupted = 'It was killed, or the laptop lost its power.'

export const runOn = (title: string, laptop: string): string => `${title} on ${laptop}`

export const doctorHint = (name: string): string => `How its runs ended: pc-switcher jobs log ${name}`
