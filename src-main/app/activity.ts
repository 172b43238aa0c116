/**
 * The activity: one entry for each switch, from its journal, with its log in sentences and its proof; and one for each
 * record of other work.
 */
import type {
  ActivityEntry,
  LogLine,
  SwitchEntry,
  UnreadableJournal,
  UntoldJobs,
  WorkEntry,
} from '../contract/activity-calls.ts'
import type { SwitchEvent } from '../contract/events.ts'
import { wayOf } from '../contract/scope-words.ts'
import { scopeOf } from '../contract/switch-scope.ts'
import { startedOn } from '../contract/started-by.ts'
import { stopSentence } from '../contract/stop-words.ts'
import { proofSchema, type Proof } from '../contract/switch-state.ts'
import { proofTitle } from '../contract/proof/proof-title.ts'
import { toWireError } from '../contract/wire-error.ts'
import { AppError } from '../kernel/app-error.ts'
import { pausesIn } from '../journal/pauses.ts'
import { journalChangedAt, listJournals, readJournal, type JournalContents } from '../journal/journal.ts'
import * as texts from './texts.ts'
import { parseOwnState } from './wording.ts'
import { ledgerMessages } from '../commons/ledger/messages.ts'
import { listWork, type SeenWork } from '../journal/work-records.ts'
import type { AppPaths } from './app-paths.ts'
import { interruptedWork, runningWork } from './texts.ts'

const mostEntries = 200

export interface Activity {
  readonly entries: ActivityEntry[]
  readonly unreadable: UnreadableJournal[]
  /** Filled in by who asks both laptops. */
  readonly untold?: UntoldJobs[]
}

/** Newest first. A journal that can't be read is listed as such, not left out. */
export async function listActivity({ journals, work }: Pick<AppPaths, 'journals' | 'work'>): Promise<Activity> {
  const ids = [...(await listJournals(journals))].reverse().slice(0, mostEntries)
  const read = await Promise.all(ids.map((id) => readEntry(journals, id)))
  return {
    entries: [...read.flatMap((one) => ('error' in one ? [] : one)), ...listWork(work).map(workEntryOf)].toSorted(
      (one, other) => other.startedAt.localeCompare(one.startedAt),
    ),
    unreadable: read.flatMap((one) => ('error' in one ? [one] : [])),
  }
}

async function readEntry(journals: string, switchId: string): Promise<readonly SwitchEntry[] | UnreadableJournal> {
  try {
    return entryOf(await readJournal(journals, switchId))
  } catch (thrown) {
    return unreadable(journals, switchId, thrown)
  }
}

async function unreadable(journals: string, switchId: string, thrown: unknown): Promise<UnreadableJournal> {
  return { switchId, at: await journalChangedAt(journals, switchId), error: toWireError(thrown) }
}

function entryOf(contents: JournalContents): SwitchEntry[] {
  const started = contents.events.find((event) => event.type === 'switch-started')
  if (started === undefined) return []
  const { from, to } = started.plan
  // What was stopped and goes on has no end yet.
  const end =
    contents.state.kind === 'running'
      ? undefined
      : contents.events.findLast((event) => event.type === 'switch-finished' || event.type === 'switch-stopped')
  return [
    {
      kind: 'switch',
      switchId: contents.switchId,
      ...scopeOf(started.plan),
      from,
      to,
      ...timesOf(contents.events, started.at, end),
      result: end === undefined ? 'running' : end.type === 'switch-finished' ? 'verified' : 'not-finished',
      summary: summaryOf(end, startedOn(started.plan).label, contents.state.kind === 'idle'),
    },
  ]
}

/** Of a finished one its proof has them, which the other laptop has too. */
function timesOf(
  events: readonly SwitchEvent[],
  startedAt: string,
  end: SwitchEvent | undefined,
): Pick<SwitchEntry, 'startedAt' | 'finishedAt' | 'tookMs' | 'bytes'> {
  if (end === undefined) return { startedAt }
  if (end.type === 'switch-finished') {
    const { proof } = end
    return {
      startedAt: proof.startedAt,
      finishedAt: proof.finishedAt,
      tookMs: proof.tookMs,
      bytes: copiedBytes(proof),
    }
  }
  const { pausedMs, stillSince: finishedAt = end.at } = pausesIn(events)
  return { startedAt, finishedAt, tookMs: Date.parse(finishedAt) - Date.parse(startedAt) - pausedMs }
}

function copiedBytes({ steps }: Proof): number {
  return steps.reduce((total, step) => total + step.outcome.bytes, 0)
}

/** `isOver`: it was given up, or a later one has overtaken it. */
function summaryOf(end: SwitchEvent | undefined, on: string, isOver: boolean): string {
  if (end?.type === 'switch-finished') {
    return texts.verifiedSummary(copiedBytes(end.proof), proofTitle(end.proof))
  }
  if (end?.type !== 'switch-stopped') return texts.activity.running
  const why = end.proof === undefined ? stopSentence({ ...end, on }) : proofTitle(end.proof)
  return isOver ? `${why} ${texts.activity.over}` : why
}

function workEntryOf({ record, alive }: SeenWork): WorkEntry {
  const { callId, title, startedAt, end } = record
  const about = { kind: 'work', callId, title, startedAt } as const
  if (end !== undefined) {
    const { at: finishedAt, ...more } = end
    return { ...about, finishedAt, ...more }
  }
  return alive
    ? { ...about, result: 'running', summary: runningWork }
    : { ...about, result: 'interrupted', summary: interruptedWork }
}

export async function readActivityLog(journals: string, switchId: string): Promise<LogLine[]> {
  await mustExist(journals, switchId)
  const { events } = await readJournal(journals, switchId)
  const started = events.find((event) => event.type === 'switch-started')
  const titles = Object.fromEntries((started?.plan.steps ?? []).map((step) => [step.id, step.title]))
  const about = {
    on: started === undefined ? '' : startedOn(started.plan).label,
    titleOf: (id: string) => titles[id] ?? id,
  }
  return events.flatMap((event, index) => {
    const line =
      event.type === 'switch-dismissed' && events[index - 1]?.type === 'switch-stopped'
        ? ({ text: texts.activity.over, tone: 'info' } as const)
        : logLine(event, about)
    return line === undefined ? [] : [{ at: event.at, ...line }]
  })
}

interface LogAbout {
  /** What the laptop that drove it is called. */
  readonly on: string
  readonly titleOf: (stepId: string) => string
}

function logLine(event: SwitchEvent, { on, titleOf }: LogAbout): Omit<LogLine, 'at'> | undefined {
  switch (event.type) {
    case 'switch-started':
      return { text: texts.activity.started(wayOf(event.plan)), tone: 'info' }
    case 'switch-resumed':
      return { text: texts.activity.resumed, tone: 'info' }
    case 'step-started':
      return { text: texts.activity.stepStarted(titleOf(event.stepId)), tone: 'info' }
    case 'step-finished':
      return { text: texts.activity.stepFinished(titleOf(event.stepId), event.outcome.text, event.ms), tone: 'info' }
    case 'step-failed': {
      const { message, details } = event.error
      const text = texts.activity.stepFailed(titleOf(event.stepId), message)
      return { text: details === undefined ? text : `${text}\n${details}`, tone: 'error' }
    }
    case 'step-stopped':
      return { text: texts.activity.stepPaused(titleOf(event.stepId)), tone: 'info' }
    case 'verification-started':
      return { text: texts.activity.comparing, tone: 'info' }
    case 'switch-stopped':
      return { text: stopSentence({ ...event, on }), tone: event.by === 'failure' ? 'error' : 'info' }
    case 'switch-finished':
      return { text: texts.activity.verified(event.proof), tone: 'info' }
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
  const about = { path: texts.proofOf(switchId), schema: proofSchema }
  return parseOwnState({ ...about, without: ledgerMessages.withoutProof({}) }, json)
}

async function mustExist(journals: string, switchId: string): Promise<void> {
  if ((await listJournals(journals)).includes(switchId)) return
  throw new AppError({ code: 'not-found', ...texts.noJournal, details: switchId })
}

/** "state-unreadable" for a journal that is here and cannot be read: then resuming is not offered. */
export async function refuseUnreadable(journals: string, switchId: string): Promise<void> {
  if ((await listJournals(journals)).includes(switchId)) await readJournal(journals, switchId)
}

/** The journal that the last run of the app left without an end, if there is one. */
export async function findUnfinished(journals: string): Promise<JournalContents | undefined> {
  const newest = await findNewest(journals)
  if (newest === undefined) return undefined
  const contents = await readJournal(journals, newest)
  return contents.state.kind === 'idle' ? undefined : contents
}

/** The newest journal when it cannot be read. Undefined as well on a laptop that is not paired: it has no journals. */
export async function findUnreadableNewest(journals: string): Promise<UnreadableJournal | undefined> {
  const newest = await findNewest(journals).catch(() => undefined)
  if (newest === undefined) return undefined
  try {
    await readJournal(journals, newest)
    return undefined
  } catch (thrown) {
    return unreadable(journals, newest, thrown)
  }
}

async function findNewest(journals: string): Promise<string | undefined> {
  return (await listJournals(journals)).at(-1)
}
