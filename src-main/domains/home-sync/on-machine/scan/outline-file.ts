import path from 'node:path'
import { writeFileSync } from 'node:fs'
import { z } from 'zod'
import type { StateText } from '../../../../kernel/state-text.ts'
import { recallState } from '../../../../tools/files/state-file.ts'
import type { Stretch } from './inventory-summary.ts'
import { homeMessages } from '../../messages.ts'

const outlineSchema = z.object({
  version: z.literal(1),
  stretches: z.array(z.tuple([z.number(), z.number(), z.string()])),
})

/** Not flushed: a scan can be repeated. */
export function writeOutline(folder: string, stretches: readonly Stretch[]): void {
  writeFileSync(outlineState(folder).path, JSON.stringify({ version: 1, stretches }), { mode: 0o600 })
}

/** AppError "plan-expired" when it cannot be read. */
export function readOutline(folder: string): Stretch[] {
  const outline = recallState(outlineState(folder))
  if (outline !== undefined) return outline.stretches
  throw homeMessages.scanExpired({}, { details: outlineState(folder).path })
}

function outlineState(folder: string): StateText<z.infer<typeof outlineSchema>> {
  return { path: path.join(folder, 'outline.json'), schema: outlineSchema, without: homeMessages.withoutOutline({}) }
}
