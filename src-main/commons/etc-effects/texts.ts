/** What is said of files of /etc that do not count yet, on the page and at the terminal. */
import { formatCount } from '../../kernel/units.ts'
import type { EtcEffect, FailedEffect } from './verbs.ts'

const [namesShown, charactersShown] = [3, 120]

export const toRun = (label: string, { argv, paths }: EtcEffect): string =>
  `${filesOf(paths)} ${paths.length === 1 ? 'takes' : 'take'} effect on ${label} once you run there: ${typed(argv)}`

export const notDone = (label: string, { argv, paths, why }: FailedEffect): string =>
  `${filesOf(paths)} ${paths.length === 1 ? 'has' : 'have'} not taken effect on ${label} (${short(why)}). To try again, run there: ${typed(argv)}`

/** As a shell takes it. */
function typed(argv: readonly string[]): string {
  const words = argv.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
  return ['sudo', ...words].join(' ')
}

function filesOf(paths: readonly string[]): string {
  const names = paths.slice(0, namesShown).map((path) => `/etc/${path}`)
  const more = paths.length - names.length
  const all = more > 0 ? [...names, `${formatCount(more)} more`] : names
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1) ?? ''}`
}

function short(text = 'it did not end in time'): string {
  const line = text.trim().split('\n').at(-1)?.trim() ?? ''
  return line.length > charactersShown ? `${line.slice(0, charactersShown)}…` : line
}
