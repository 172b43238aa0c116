/**
 * Work outside a switch that changes something: a file for each, on disk before the work begins and written again at its
 * end. One without an end whose process is gone (pid, start, boot) is of work that was interrupted. Each file is written by
 * the one process that does the work, so that several apps of one person never write the same.
 */
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { workEndSchema, type WorkEnd } from '../contract/activity-calls.ts'
import { callIdSchema } from '../contract/call-id.ts'
import { isErrno } from '../kernel/errno.ts'
import type { StateText } from '../kernel/state-text.ts'
import { recallState, writeState } from '../tools/files/state-file.ts'
import { identifyThisProcess, isAlive, processIdentitySchema } from '../tools/proc/process-identity.ts'
import { journalMessages } from './messages.ts'

const recordSchema = z.object({
  version: z.literal(1),
  callId: callIdSchema,
  title: z.string(),
  startedAt: z.string(),
  process: processIdentitySchema,
  end: workEndSchema.optional(),
})
export type WorkRecord = z.infer<typeof recordSchema>

const ending = '.json'
const mostKept = 200

/** On disk when it returns. The oldest go when there are more than 200. */
export function beginWork(folder: string, work: Pick<WorkRecord, 'callId' | 'title' | 'startedAt'>): WorkRecord {
  const record: WorkRecord = { version: 1, ...work, process: identifyThisProcess() }
  writeState(stateAt(folder, fileOf(record)), record)
  for (const name of listFiles(folder).slice(0, -mostKept)) rmSync(join(folder, name), { force: true })
  return record
}

/** On disk when it returns. */
export function endWork(folder: string, record: WorkRecord, end: WorkEnd): void {
  writeState(stateAt(folder, fileOf(record)), { ...record, end })
}

export interface SeenWork {
  readonly record: WorkRecord
  /** Whether the process that does it still runs. */
  readonly alive: boolean
}

/** Newest first; none where there is no folder. A damaged record is set aside and told. */
export function listWork(folder: string): readonly SeenWork[] {
  return listFiles(folder)
    .toReversed()
    .flatMap((name) => recallState(stateAt(folder, name)) ?? [])
    .map((record) => ({ record, alive: isAlive(record.process) }))
}

/** Oldest first: names begin with the time. */
function listFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(ending))
      .sort()
  } catch (thrown) {
    if (isErrno(thrown, 'ENOENT')) return []
    throw thrown
  }
}

function fileOf({ startedAt, callId }: WorkRecord): string {
  return `${startedAt.replace(/[-:.]/g, '')}-${callId}${ending}`
}

function stateAt(folder: string, name: string): StateText<WorkRecord> {
  return { path: join(folder, name), schema: recordSchema, without: journalMessages.withoutWork({}) }
}
