/**
 * What is known of the runs of a job. jobs/NAME/RUN.json in the state folder is on disk before a run begins, and again at its end;
 * jobs/NAME.json in /run says how far the newest one is, and takes the place of a record that could not be written. A run whose
 * process is gone (pid, start, boot) and that has no end was interrupted.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { agentErrorSchema } from '../../../contract/agent-error.ts'
import { agentProgressSchema, type AgentProgress } from '../../../contract/define.ts'
import { messageSchema } from '../../../contract/message.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { isErrno } from '../../../kernel/errno.ts'
import type { Message } from '../../../kernel/message.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import type { HostContext } from '../../../machine/machine.ts'
import { writeWhole } from '../../../tools/files/durable-file.ts'
import { readUnlessDamaged, writeState } from '../../../tools/files/state-file.ts'
import { identifyThisProcess, isAlive, processIdentitySchema } from '../../../tools/proc/process-identity.ts'
import { jobsMessages } from '../messages.ts'
import type { ToldRun } from '../verbs.ts'

const endSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('done'), at: z.string(), summary: messageSchema }),
  z.object({ kind: z.literal('failed'), at: z.string(), error: agentErrorSchema }),
  z.object({ kind: z.literal('stopped'), at: z.string() }),
])
export type RunEnd = z.infer<typeof endSchema>

const recordSchema = z.object({
  version: z.literal(1),
  runId: z.string(),
  startedAt: z.string(),
  /** What a person's start is known by; absent where the timer started it. */
  request: z.string().optional(),
  process: processIdentitySchema,
  end: endSchema.optional(),
})
type RunRecord = z.infer<typeof recordSchema>

const currentSchema = recordSchema.extend({
  /** Counted up with each change. */
  revision: z.int(),
  isRecorded: z.boolean(),
  progress: agentProgressSchema.optional(),
  waitsFor: messageSchema.optional(),
})
type CurrentRun = z.infer<typeof currentSchema>

type Folders = Pick<HostContext, 'stateFolder' | 'runFolder' | 'logger'>

const mostKept = 50
const tellEveryMs = 500

export interface OwnRun {
  readonly tell: (progress: AgentProgress) => void
  /** Undefined once it no longer waits. */
  readonly wait: (waitsFor: Message | undefined) => void
  /** On disk when it returns, if it can be written. */
  readonly end: (end: RunEnd) => void
}

/** On disk when it returns. What cannot be written keeps no work from being done: it is logged, and told in /run. */
export function beginRun(host: Folders, name: string, request: string | undefined): OwnRun {
  const startedAt = new Date().toISOString()
  const runId = `${startedAt.replace(/[-:.]/g, '')}-${randomBytes(3).toString('hex')}`
  const own = { version: 1 as const, runId, startedAt, process: identifyThisProcess() }
  const record: RunRecord = request === undefined ? own : { ...own, request }
  const file = stateAt(host.stateFolder, name, runId)
  const attempt = (what: string, write: () => void): boolean => {
    try {
      write()
      return true
    } catch (thrown) {
      const { message, details } = toAppError(thrown)
      host.logger.log('error', what, { why: message, details })
      return false
    }
  }
  const keep = (value: RunRecord) => attempt('a run of a job cannot be recorded', () => writeState(file, value))
  let current: CurrentRun = { ...record, revision: 1, isRecorded: keep(record) }
  attempt('earlier runs of a job cannot be removed', () => removeOldest(host.stateFolder, name, runId))
  let toldMs = -Infinity
  const tell = (next: CurrentRun): void => {
    current = { ...next, revision: current.revision + 1 }
    attempt('how far a job is cannot be told', () => writeCurrent(host.runFolder, name, current))
  }
  tell(current)
  return {
    tell(progress) {
      if (performance.now() - toldMs < tellEveryMs) {
        current = { ...current, progress }
        return
      }
      toldMs = performance.now()
      tell({ ...current, progress })
    },
    wait: (waitsFor) => {
      if (current.waitsFor?.id !== waitsFor?.id) tell({ ...current, waitsFor })
    },
    end: (end) => tell({ ...current, end, isRecorded: keep({ ...record, end }) }),
  }
}

/** The newest first. */
export function listRunsOf(host: Folders, name: string): readonly ToldRun[] {
  return [...runsOf(host, name)].toSorted((one, other) => other.startedAt.localeCompare(one.startedAt))
}

/**
 * The newest first, as their names have it; each is read when it is asked for. A damaged one is set aside, one of another version
 * passed over: they cost the history only.
 */
export function* runsOf(host: Folders, name: string): Generator<ToldRun> {
  const current = readCurrent(host, name)
  if (current !== undefined) yield viewRun(current)
  for (const runId of listNames(host.stateFolder, name).toReversed()) {
    if (runId === current?.runId) continue
    for (const record of recall(host, stateAt(host.stateFolder, name, runId)))
      yield viewRun({ ...record, isRecorded: true })
  }
}

export interface SeenRun {
  readonly run: ToldRun
  readonly revision: number
  readonly request: string | undefined
}

/** Of those since the laptop was started: the newest, which may have ended. */
export function seeCurrent(host: Folders, name: string): SeenRun | undefined {
  const current = readCurrent(host, name)
  return current && { run: viewRun(current), revision: current.revision, request: current.request }
}

function viewRun(seen: RunRecord & Pick<CurrentRun, 'isRecorded' | 'progress' | 'waitsFor'>): ToldRun {
  const { runId, startedAt, request, isRecorded } = seen
  return { runId, startedAt, startedBy: request === undefined ? 'timer' : 'hand', isRecorded, state: stateOf(seen) }
}

function stateOf({
  end,
  process,
  progress,
  waitsFor,
}: RunRecord & Pick<CurrentRun, 'progress' | 'waitsFor'>): ToldRun['state'] {
  if (end !== undefined) return end
  if (!isAlive(process)) return { kind: 'interrupted' }
  return {
    kind: 'running',
    ...(progress === undefined ? {} : { progress }),
    ...(waitsFor === undefined ? {} : { waitsFor }),
  }
}

function readCurrent(host: Folders, name: string): CurrentRun | undefined {
  const [current] = recall(host, currentAt(host.runFolder, name))
  return current
}

function recall<T>(host: Folders, state: StateText<T>): readonly T[] {
  try {
    const found = readUnlessDamaged(state)
    return found === undefined || found === 'damaged' ? [] : [found]
  } catch (thrown) {
    host.logger.log('warn', 'a record of a job is passed over', { why: toAppError(thrown).message })
    return []
  }
}

function writeCurrent(runFolder: string, name: string, current: CurrentRun): void {
  const { path: file } = currentAt(runFolder, name)
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  writeWhole(file, JSON.stringify(current))
}

function currentAt(runFolder: string, name: string): StateText<CurrentRun> {
  return {
    path: path.join(runFolder, 'jobs', `${name}.json`),
    schema: currentSchema,
    without: jobsMessages.withoutRun({}),
  }
}

function stateAt(stateFolder: string, name: string, runId: string): StateText<RunRecord> {
  const file = path.join(folderOf(stateFolder, name), `${runId}.json`)
  return { path: file, schema: recordSchema, without: jobsMessages.withoutRun({}) }
}

function folderOf(stateFolder: string, name: string): string {
  return path.join(stateFolder, 'jobs', name)
}

/** A clock that was set back makes the newest one look old: it stays. */
function removeOldest(stateFolder: string, name: string, newest: string): void {
  const others = listNames(stateFolder, name).filter((runId) => runId !== newest)
  for (const runId of others.slice(0, -(mostKept - 1))) rmSync(stateAt(stateFolder, name, runId).path, { force: true })
}

/** Oldest first: names begin with the time. */
function listNames(stateFolder: string, name: string): readonly string[] {
  try {
    return readdirSync(folderOf(stateFolder, name))
      .flatMap((entry) => (/^[^.].*\.json$/.test(entry) ? [entry.slice(0, -'.json'.length)] : []))
      .sort()
  } catch (thrown) {
    if (isErrno(thrown, 'ENOENT')) return []
    throw thrown
  }
}
