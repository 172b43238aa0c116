/** What the command line says of switches that stand still, and of their logs. */
import type { LogLine, SwitchEntry } from '../../../contract/activity-calls.ts'
import { startedOn } from '../../../contract/started-by.ts'
import { givingUpMeans, stopSentence } from '../../../contract/stop-words.ts'
import { wayOf } from '../../../contract/scope-words.ts'
import type { NamedPaths, UndoPlan } from '../../../contract/rollback-calls.ts'
import type { SwitchState } from '../../../contract/switch-state.ts'
import type { ErrorText } from '../../../kernel/app-error.ts'
import { textFromBytePath } from '../../../kernel/byte-path.ts'
import { countOfChanges } from '../../../contract/compare-calls.ts'
import { toned, type Line } from '../colours.ts'
import { countsLine, more } from '../snapshots/texts.ts'
import { tableLines } from '../fit-lines.ts'
import { localTime } from '../local-time.ts'
import { printableLine } from '../printable.ts'

export const paused = 'Paused. To continue: pc-switcher resume. To give it up: pc-switcher give-up'
export const finishedMeanwhile = 'It finished before it could be paused. To see how it went: pc-switcher log'
export const noSwitches = 'No switch yet.'

export const givenUp = (to: string): string => `Given up. ${givingUpMeans(to)} To plan a new one: pc-switcher plan`

export const givenUpHere = (driver: string): string =>
  `Given up on this laptop. ${driver} could not be told: until it is, it offers to resume the switch. The next plan asks about it.`

/** Why the switch of this laptop stands still, and what can be done; nothing for one that does not. */
export function stoppedLines(state: SwitchState): readonly string[] {
  if (state.kind !== 'interrupted') return []
  const { by, error, plan, stoppedAt } = state
  return [
    `  Stopped ${localTime(stoppedAt)}. ${stopSentence({ by, error, on: startedOn(plan).label })}`,
    `  To give it up: pc-switcher give-up. ${givingUpMeans(plan.to.label)}`,
  ]
}

const results: Readonly<Record<SwitchEntry['result'] | 'undone', string>> = {
  verified: 'verified',
  'not-finished': 'not finished',
  running: 'running',
  undone: 'undone',
}
const resultTones: Partial<Readonly<Record<keyof typeof results, 'good' | 'warn'>>> = {
  verified: 'good',
  'not-finished': 'warn',
}

/** "b76059  2026-11-20 18:17:19  P17 → XPS 13  verified" */
export function switchLines(entries: readonly SwitchEntry[], short: ReadonlyMap<string, string>): readonly Line[] {
  const wordOf = ({ result, undoneAt }: SwitchEntry) => (undoneAt === undefined ? result : 'undone')
  const rows = entries.map((entry) => {
    const { switchId, startedAt } = entry
    return [short.get(switchId) ?? switchId, localTime(startedAt), wayOf(entry), results[wordOf(entry)]]
  })
  return tableLines(rows).map((line, at) => {
    const entry = entries[at]
    const tone = entry === undefined ? undefined : resultTones[wordOf(entry)]
    return tone === undefined ? line : toned(tone, line)
  })
}

export function undoPlanLines(undo: UndoPlan): readonly Line[] {
  const { scope, from, to, finishedAt, takenBack, stays, since, plan } = undo
  const counted = since?.subvolumes.filter(({ counts }) => countOfChanges(counts) > 0).flatMap(sinceLines)
  return [
    `Undoes the switch ${wayOf(undo)} of ${localTime(finishedAt)}: ${to.label} goes back to what it was before.`,
    ...takenBack.flatMap(({ title, lines }) =>
      lines.length === 0 ? [`  ${title}`] : lines.map((line) => printableLine(`  ${title}: ${line}`)),
    ),
    ...(stays.length === 0 ? [] : ['Not taken back:', ...stays.map((one) => `  ${one}`)]),
    ...(counted === undefined
      ? [`What changed on ${to.label} since the switch can't be told, and goes back too.`]
      : counted.length === 0
        ? [`Nothing has changed on ${to.label} since the switch.`]
        : [`Changed on ${to.label} since the switch, and goes back too:`, ...counted]),
    ...(since === undefined ? [] : [`  To list it: pc-switcher snapshots diff ${since.setId} --on ${to.name}`]),
    ...plan.subvolumes.flatMap(undoneSubvolumeLines),
    ...plan.notes,
    `What is on ${to.label} now is kept as a snapshot. ${from.label} is not touched${scope === undefined ? ', and has the latest work again' : ''}.`,
  ]
}

const goneAs = ['made since, would be gone']

function namedLines(path: string, what: string, named: NamedPaths = { first: [], count: 0 }): readonly Line[] {
  if (named.first.length === 0) return []
  const line = `    ${what}: ${named.first.map((one) => wholePath(path, one)).join(', ')}${more(named)}`
  return [goneAs.includes(what) ? toned('bad', line) : line]
}

type Since = NonNullable<UndoPlan['since']>['subvolumes'][number]

/** What would be lost, by name. */
function sinceLines({ title, path, counts, disappears, changed }: Since): readonly Line[] {
  return [
    `  ${title}: ${countsLine(counts)}`,
    ...namedLines(path, 'made since, would be gone', disappears),
    ...namedLines(path, 'changed since, would be as before', changed),
  ]
}

function wholePath(top: string, below: string): string {
  return `${top.replace(/\/$/, '')}/${textFromBytePath(below)}`
}

function undoneSubvolumeLines({ title, when, users }: UndoPlan['plan']['subvolumes'][number]): readonly string[] {
  if (when.kind !== 'next-start') return []
  return [`${title}: only at the next restart. ${when.why}`, ...users.map((user) => `  in use: ${user}`)]
}

export function logLines(lines: readonly LogLine[]): readonly string[] {
  return lines.map(({ at, text, tone }) => `  ${localTime(at)}  ${tone === 'error' ? '! ' : ''}${indented(text)}`)
}

/** Details have lines of their own. */
function indented(text: string): string {
  return text.replaceAll('\n', `\n${' '.repeat('  2026-11-20 18:17:19  '.length)}`)
}

export const noRunningSwitch = (elsewhere: string | undefined): ErrorText => ({
  message: 'No switch is running on this laptop.',
  hint:
    elsewhere === undefined
      ? 'Run pc-switcher status to see what the laptops are doing.'
      : `It runs on ${elsewhere}: run pc-switcher pause there.`,
})

export const nothingToFollow: ErrorText = {
  message: 'No switch and no job is running.',
  hint: 'To see how the last switch went: pc-switcher log',
}

export const noSuchSwitch = (id: string): ErrorText => ({
  message: `No switch has an ID that starts with "${id}".`,
  hint: 'To list all of them: pc-switcher log --list',
})

export const severalSwitches = (id: string, found: readonly SwitchEntry[]): ErrorText => ({
  message: `"${id}" fits ${found.length} switches: ${namesOf(found)}.`,
  hint: 'Type more of the ID.',
})

const namedAtMost = 5

function namesOf(found: readonly SwitchEntry[]): string {
  const named = found.slice(0, namedAtMost).map(({ switchId, startedAt }) => `${switchId} (${localTime(startedAt)})`)
  const more = found.length - named.length
  return `${named.join(', ')}${more === 0 ? '' : ` and ${more} more`}`
}

export const suspended = (laptop: string): string => `${laptop} is going to sleep.`

export const nothingToSuspend: ErrorText = {
  message: 'It is not known which laptop was left.',
  hint: 'Suspend works after a switch that was verified. Run pc-switcher status.',
}
