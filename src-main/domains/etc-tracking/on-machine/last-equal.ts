import path from 'node:path'
import { z } from 'zod'
import type { StateText } from '../../../kernel/state-text.ts'
import { recallState, writeState } from '../../../tools/files/state-file.ts'
import { etcMessages } from '../messages.ts'

const recordSchema = z.object({ version: z.literal(1), fingerprints: z.record(z.string(), z.string()) })

export function readLastEqual(stateFolder: string): Readonly<Record<string, string>> {
  return recallState(recordState(stateFolder))?.fingerprints ?? {}
}

export function writeLastEqual(stateFolder: string, fingerprints: Readonly<Record<string, string>>): void {
  writeState(recordState(stateFolder), { version: 1, fingerprints })
}

/** From now on every difference is asked about, whoever made it. */
export function forgetLastEqual(stateFolder: string): void {
  writeLastEqual(stateFolder, {})
}

function recordState(stateFolder: string): StateText<z.infer<typeof recordSchema>> {
  return {
    path: path.join(stateFolder, 'etc-last-equal.json'),
    schema: recordSchema,
    without: etcMessages.withoutLastEqual({}),
  }
}
