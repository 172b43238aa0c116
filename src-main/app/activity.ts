/** The activity, read from the journals: one entry for each switch, its log in sentences, its proof. */
import type { ActivityEntry, UnreadableJournal } from '../contract/calls.ts'
import type { SwitchEvent } from '../contract/events.ts'
import { proofSchema, type Proof } from '../contract/switch-state.ts'
import { toWireError } from '../contract/wire-error.ts'
import { AppError } from '../kernel/app-error.ts'
import { parseState } from '../kernel/state-text.ts'
import { countOf, formatBytes, formatDuration } from '../kernel/units.ts'
import { journalChangedAt, listJournals, readJournal, type JournalContents } from '../journal/journal.ts'

const mostEntries = 200

interface Activity {
  readonly entries: ActivityEntry[]
  readonly unreadable: UnreadableJournal[]
}

/** Newest first. A journal that can't be read is listed as such, not left out. */
export async function listActivity(journals: string): Promise<Activity> {
  const ids = [...(await listJournals(journals))].reverse().slice(0, mostEntries)
  const read = await Promise.all(ids.map((id) => readEntry(journals, id)))
  return {
    entries: read.flatMap((one) => ('error' in one ? [] : one)),
    unreadable: read.flatMap((one) => ('error' in one ? [one] : [])),
  }
}

async function readEntry(journals: string, switchId: string): Promise<readonly ActivityEntry[] | UnreadableJournal> {
  try {
    return entryOf(await readJournal(journals, switchId))
  } catch (thrown) {
    const at = await journalChangedAt(journals, switchId)
    return { switchId, at, error: toWireError(thrown) }
  }
}

function entryOf(contents: JournalContents): ActivityEntry[] {
  const started = contents.events.find((event) => event.type === 'switch-started')
  if (started === undefined) return []
  const { from, to } = started.plan
  const end = contents.events.findLast((event) => event.type === 'switch-finished' || event.type === 'switch-stopped')
  return [
    {
      switchId: contents.switchId,
      from,
      to,
      startedAt: started.at,
      ...(end === undefined ? {} : { finishedAt: end.at }),
      result: end === undefined ? 'running' : end.type === 'switch-finished' ? 'verified' : 'not-finished',
      summary: summaryOf(end),
    },
  ]
}

function summaryOf(end: SwitchEvent | undefined): string {
  if (end?.type === 'switch-finished') {
    const bytes = end.proof.steps.reduce((total, step) => total + step.outcome.bytes, 0)
    const chosen = end.proof.steps.flatMap((step) => step.verification.items.flatMap((item) => item.chosen)).length
    const tail = chosen === 0 ? 'Verified, no differences' : `Verified, ${countOf(chosen, 'difference')} as chosen`
    return `${formatBytes(bytes)} copied. ${tail}`
  }
  if (end?.type === 'switch-stopped') return end.error?.message ?? stoppedWords(end.by)
  return 'Running'
}

function stoppedWords(by: 'person' | 'failure' | 'crash'): string {
  return by === 'person' ? 'Paused' : 'pc-switcher stopped before it had finished'
}

export interface LogLine {
  readonly at: string
  readonly text: string
  readonly tone: 'info' | 'error'
}

export async function readActivityLog(journals: string, switchId: string): Promise<LogLine[]> {
  await mustExist(journals, switchId)
  const { events } = await readJournal(journals, switchId)
  let titles: Readonly<Record<string, string>> = {}
  return events.flatMap((event) => {
    if (event.type === 'switch-started')
      titles = Object.fromEntries(event.plan.steps.map((step) => [step.id, step.title]))
    const line = logLine(event, (id) => titles[id] ?? id)
    return line === undefined ? [] : [{ at: event.at, ...line }]
  })
}

function logLine(event: SwitchEvent, titleOf: (id: string) => string): Omit<LogLine, 'at'> | undefined {
  switch (event.type) {
    case 'switch-started':
      return { text: `Started: ${event.plan.from.label} → ${event.plan.to.label}`, tone: 'info' }
    case 'switch-resumed':
      return { text: 'Resumed', tone: 'info' }
    case 'step-started':
      return { text: `${titleOf(event.stepId)}...`, tone: 'info' }
    case 'step-finished':
      return { text: `${titleOf(event.stepId)}: ${event.outcome.text} (${formatDuration(event.ms)})`, tone: 'info' }
    case 'step-failed': {
      const { message, details } = event.error
      return {
        text: `${titleOf(event.stepId)}: ${message}${details === undefined ? '' : `\n${details}`}`,
        tone: 'error',
      }
    }
    case 'step-stopped':
      return { text: `${titleOf(event.stepId)}: paused`, tone: 'info' }
    case 'verification-started':
      return { text: 'Comparing both laptops...', tone: 'info' }
    case 'switch-stopped':
      return event.error === undefined
        ? { text: stoppedWords(event.by), tone: 'info' }
        : { text: event.error.message, tone: 'error' }
    case 'switch-finished':
      return { text: `Verified. Safe to close the lid of ${event.proof.from.label}`, tone: 'info' }
    default:
      // Planning is not journalled, and reading the proof is nothing that happened to the laptops.
      return undefined
  }
}

/** The proof of a switch that ran here, finished or with the differences that were found. */
export async function readOwnProof(journals: string, switchId: string): Promise<Proof | undefined> {
  const known = await listJournals(journals)
  if (!known.includes(switchId)) return undefined
  const { events } = await readJournal(journals, switchId)
  const end = events.findLast((event) => event.type === 'switch-finished' || event.type === 'switch-stopped')
  return end?.proof
}

export function parseProof(switchId: string, json: string): Proof {
  const about = { path: `The proof of ${switchId}`, schema: proofSchema }
  return parseState({ ...about, without: 'The other laptop has a copy. Open pc-switcher there.' }, json)
}

async function mustExist(journals: string, switchId: string): Promise<void> {
  if ((await listJournals(journals)).includes(switchId)) return
  throw new AppError({
    code: 'not-found',
    message: 'This laptop has no journal of this switch.',
    hint: 'It is on the laptop that was left. Open pc-switcher there.',
    details: switchId,
  })
}

/** "state-unreadable" for a journal that is here and cannot be read: then resuming is not offered. */
export async function refuseUnreadable(journals: string, switchId: string): Promise<void> {
  if ((await listJournals(journals)).includes(switchId)) await readJournal(journals, switchId)
}

/** The journal that the last run of the app left without an end, if there is one. */
export async function findUnfinished(journals: string): Promise<JournalContents | undefined> {
  const [newest] = [...(await listJournals(journals))].reverse()
  if (newest === undefined) return undefined
  const contents = await readJournal(journals, newest)
  return contents.state.kind === 'idle' ? undefined : contents
}
