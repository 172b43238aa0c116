/**
 * The journal of one switch: append-only JSON lines, each on disk before what it announces is done. Here lives how it
 * is written and read back; what its events mean is `contract/apply-event.ts`.
 */
import { mkdir, open, readdir, readFile, stat, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { applyEvent } from '../contract/apply-event.ts'
import { switchEventSchema, type SwitchEvent } from '../contract/events.ts'
import type { SwitchState } from '../contract/switch-state.ts'
import { parseJson } from '../kernel/parse-json.ts'
import { AppError } from '../kernel/app-error.ts'
import { isErrno } from '../kernel/errno.ts'
import { unreadableLine } from './texts.ts'

const journalVersion = 1

const headerSchema = z.object({
  version: z.literal(journalVersion),
  switchId: z.string(),
  plans: z.record(z.string(), z.unknown()),
})

export interface JournalContents {
  readonly switchId: string
  /** What each step planned, by step id, as the step wrote it. */
  readonly plans: Readonly<Record<string, unknown>>
  readonly events: readonly SwitchEvent[]
  readonly state: SwitchState
}

export interface Journal {
  readonly switchId: string
  /** Resolves when the event is on disk. Events are written in the order of the calls. */
  append(event: SwitchEvent): Promise<void>
  close(): Promise<void>
}

const ending = '.jsonl'

export async function createJournal(
  folder: string,
  switchId: string,
  plans: Readonly<Record<string, unknown>>,
): Promise<Journal> {
  // An app that was there before the laptops were paired found no place for it when it started.
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = await open(join(folder, switchId + ending), 'ax', 0o600)
  await writeLines(file, [{ version: journalVersion, switchId, plans }])
  await syncFolder(folder)
  return journalOn(file, switchId)
}

export async function reopenJournal(folder: string, switchId: string): Promise<Journal> {
  const path = join(folder, switchId + ending)
  const file = await open(path, 'a', 0o600)
  // A line that a crash cut has no end and announces nothing that was begun: what follows takes its place.
  const text = await readFile(path)
  await file.truncate(text.lastIndexOf('\n') + 1)
  return journalOn(file, switchId)
}

/** What is told while the disk is waited for goes there together: lanes run side by side, and each wait takes the same. */
function journalOn(file: FileHandle, switchId: string): Journal {
  let last: Promise<void> = Promise.resolve()
  let waiting: { readonly events: SwitchEvent[]; readonly written: Promise<void> } | undefined
  return {
    switchId,
    append(event) {
      if (waiting === undefined) {
        const events: SwitchEvent[] = []
        const written = last.then(() => {
          waiting = undefined
          return writeLines(file, events)
        })
        waiting = { events, written }
        last = written
      }
      waiting.events.push(event)
      return waiting.written
    },
    async close() {
      await last.catch(() => undefined)
      await file.close()
    },
  }
}

async function writeLines(file: FileHandle, values: readonly unknown[]): Promise<void> {
  await file.appendFile(values.map((value) => `${JSON.stringify(value)}\n`).join(''))
  await file.datasync()
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync()
  await handle.close()
}

/** Ids of the switches that have a journal here, oldest first: ids begin with their time. The first one makes the folder. */
export async function listJournals(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  })
  return names
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort()
}

/**
 * Reads a journal back. A last line without an end was cut by a crash and is passed over: what it announced was not
 * begun. Any other line that cannot be read is "state-unreadable", as a header of another version is.
 */
export async function readJournal(folder: string, switchId: string): Promise<JournalContents> {
  const text = await readFile(join(folder, switchId + ending), 'utf8')
  const [first = '', ...rest] = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1)
  const header = headerSchema.safeParse(parseJson(first))
  if (!header.success) throw unreadable(switchId, 1, header.error)
  const events = rest.map((line, index) => {
    const event = switchEventSchema.safeParse(parseJson(line))
    if (!event.success) throw unreadable(switchId, index + 2, event.error)
    return event.data
  })
  const idle: SwitchState = { kind: 'idle' }
  return { ...header.data, events, state: events.reduce(applyEvent, idle) }
}

/** When the journal was last written to, for one that cannot be read. */
export async function journalChangedAt(folder: string, switchId: string): Promise<string> {
  return (await stat(join(folder, switchId + ending))).mtime.toISOString()
}

function unreadable(switchId: string, line: number, error: z.ZodError): AppError {
  return new AppError({
    code: 'state-unreadable',
    ...unreadableLine(line),
    details: `${switchId}, line ${line}: ${z.prettifyError(error)}`,
  })
}
