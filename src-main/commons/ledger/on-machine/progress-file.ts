/** How far the switch is that another agent of this laptop holds the lock for. Gone after a restart. */
import path from 'node:path'
import { z } from 'zod'
import { toldProgressSchema } from '../../../contract/progress/told.ts'
import type { StateText } from '../../../kernel/state-text.ts'
import { recallState, writeState } from '../../../tools/files/state-file.ts'
import { ledgerMessages } from '../messages.ts'
import { switchIdSchema, type LedgerView } from '../verbs.ts'

const progressSchema = toldProgressSchema.extend({
  version: z.literal(1),
  switchId: switchIdSchema,
  /** By the clock of this laptop. */
  toldAtMs: z.number(),
})

type Told = NonNullable<LedgerView['progress']>

/** It is told every few seconds. */
const believedMs = 30_000

export function writeProgress(runFolder: string, told: Told): void {
  writeState(progressState(runFolder), { version: 1, ...told, toldAtMs: Date.now() })
}

export function readProgress(runFolder: string): Told | undefined {
  const found = recallState(progressState(runFolder))
  if (found === undefined || Date.now() - found.toldAtMs > believedMs) return undefined
  const { switchId, fraction, leftMs, verifying } = found
  return { switchId, fraction, verifying, ...(leftMs === undefined ? {} : { leftMs }) }
}

function progressState(runFolder: string): StateText<z.infer<typeof progressSchema>> {
  const without = ledgerMessages.withoutProgress({})
  return { path: path.join(runFolder, 'progress.json'), schema: progressSchema, without }
}
