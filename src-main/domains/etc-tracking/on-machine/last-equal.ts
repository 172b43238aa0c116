import path from 'node:path'
import { z } from 'zod'
import type { StateText } from '../../../kernel/state-text.ts'
import { recallState, writeState } from '../../../tools/files/state-file.ts'
import { lastEqualSchema, type LastEqual } from '../verbs.ts'
import { etcMessages } from '../messages.ts'

const recordSchema = z.object({ version: z.literal(1), ...lastEqualSchema.shape, before: lastEqualSchema.optional() })
type EqualRecord = z.infer<typeof recordSchema>

const nothing: EqualRecord = { version: 1, fingerprints: {} }

export function readLastEqual(stateFolder: string): EqualRecord {
  return recallState(recordState(stateFolder)) ?? nothing
}

/** What was equal before this switch is kept, so that it can be undone. Recording the same switch again replaces its record. */
export function writeLastEqual(stateFolder: string, switchId: string, fingerprints: LastEqual['fingerprints']): void {
  const { version, before, ...earlier } = readLastEqual(stateFolder)
  const kept = earlier.switchId === switchId ? before : earlier
  writeState(recordState(stateFolder), {
    ...{ version, switchId, fingerprints },
    ...(kept === undefined ? {} : { before: kept }),
  })
}

/**
 * From now on every difference is asked about, whoever made it. When a switch is undone, what was equal before it is what
 * was equal last.
 */
export function forgetLastEqual(stateFolder: string, undoes?: string): void {
  const record = readLastEqual(stateFolder)
  const isOfOther = record.switchId !== undefined && record.switchId !== undoes
  if (undoes !== undefined && isOfOther) return
  writeState(recordState(stateFolder), undoes === undefined ? nothing : { ...nothing, ...record.before })
}

function recordState(stateFolder: string): StateText<z.infer<typeof recordSchema>> {
  return {
    path: path.join(stateFolder, 'etc-last-equal.json'),
    schema: recordSchema,
    without: etcMessages.withoutLastEqual({}),
  }
}
