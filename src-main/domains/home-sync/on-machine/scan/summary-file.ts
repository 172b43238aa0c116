import path from 'node:path'
import { z } from 'zod'
import type { StateText } from '../../../../kernel/state-text.ts'
import { readState, recallState, writeState } from '../../../../tools/files/state-file.ts'
import { homeMessages } from '../../messages.ts'
import { scanSchema } from '../../scan-verbs.ts'

const summarySchema = z.object({ version: z.literal(1), scan: scanSchema })
type Scan = z.infer<typeof scanSchema>

/** What the app was told of that scan. */
export function readSummary(folder: string): Scan | undefined {
  return readState(summaryState(folder))?.scan
}

/** The same; a damaged one is set aside, and undefined. */
export function recallSummary(folder: string): Scan | undefined {
  return recallState(summaryState(folder))?.scan
}

export function writeSummary(folder: string, scan: Scan): void {
  writeState(summaryState(folder), { version: 1, scan })
}

function summaryState(folder: string): StateText<z.infer<typeof summarySchema>> {
  return { path: path.join(folder, 'summary.json'), schema: summarySchema, without: homeMessages.withoutKept({}) }
}
