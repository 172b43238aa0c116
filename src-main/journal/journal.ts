/**
 * The journal of one switch: append-only JSON lines, each on disk before what it announces is done. Here lives how it
 * is written and read back; what its events mean is `contract/apply-event.ts`.
 */
import { open, readdir, readFile, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { applyEvent } from '../contract/apply-event.ts'
import { switchEventSchema, type SwitchEvent } from '../contract/events.ts'
import type { SwitchState } from '../contract/switch-state.ts'
import { AppError } from '../kernel/app-error.ts'

const headerSchema = z.object({ version: z.literal(1), switchId: z.string(), plans: z.record(z.string(), z.unknown()) })

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
  const file = await open(join(folder, switchId + ending), 'ax', 0o600)
  await writeLine(file, { version: 1, switchId, plans })
  await syncFolder(folder)
  return journalOn(file, switchId)
}

export async function reopenJournal(folder: string, switchId: string): Promise<Journal> {
  const path = join(folder, switchId + ending)
  const file = await open(path, 'a', 0o600)
  // A line that was cut by a crash has no end: the next one must not be glued to it.
  if (!(await readFile(path, 'utf8')).endsWith('\n')) await file.write('\n')
  return journalOn(file, switchId)
}

function journalOn(file: FileHandle, switchId: string): Journal {
  let last: Promise<void> = Promise.resolve()
  return {
    switchId,
    append(event) {
      last = last.then(() => writeLine(file, event))
      return last
    },
    async close() {
      await last.catch(() => undefined)
      await file.close()
    },
  }
}

async function writeLine(file: FileHandle, value: unknown): Promise<void> {
  await file.appendFile(`${JSON.stringify(value)}\n`)
  await file.datasync()
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync()
  await handle.close()
}

/** Ids of the switches that have a journal here, oldest first: ids begin with their time. */
export async function listJournals(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder)
  return names
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length))
    .sort()
}

/**
 * Reads a journal back. Lines that a crash cut are passed over (what they announced was not begun);
 * a header that cannot be read is "state-unreadable".
 */
export async function readJournal(folder: string, switchId: string): Promise<JournalContents> {
  const text = await readFile(join(folder, switchId + ending), 'utf8')
  const [first = '', ...rest] = text.split('\n').filter((line) => line !== '')
  const header = headerSchema.safeParse(parseLine(first))
  if (!header.success) throw unreadable(switchId, z.prettifyError(header.error))
  const events = rest.flatMap((line) => {
    const parsed = switchEventSchema.safeParse(parseLine(line))
    return parsed.success ? [parsed.data] : []
  })
  const idle: SwitchState = { kind: 'idle' }
  return { ...header.data, events, state: events.reduce(applyEvent, idle) }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function unreadable(switchId: string, details: string): AppError {
  return new AppError({
    code: 'state-unreadable',
    message: `The journal of switch ${switchId} can't be read.`,
    hint: 'Another version of pc-switcher may have written it. Install that version, or start a new switch.',
    details,
  })
}
