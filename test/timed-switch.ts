/** A switch as it was timed on the practice laptops (test/recording/timed.ts), with what it was expected to take. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { switchEventSchema } from '../src-main/contract/events.ts'
import { estimateSchema } from '../src-main/contract/preview.ts'
import { stepIdSchema } from '../src-main/contract/step-ids.ts'

export const timedFolder = 'test/fixtures/switches'

export const timedSwitchSchema = z.object({
  estimates: z.partialRecord(stepIdSchema, estimateSchema),
  wholeMs: z.number(),
  /** Of the steps and their proof, in order; `ms` since the start, which is the `at` of each. */
  events: z.array(z.object({ ms: z.number(), event: switchEventSchema })),
})
export type TimedSwitch = z.infer<typeof timedSwitchSchema>

export function timedSwitches(): readonly (readonly [name: string, timed: TimedSwitch])[] {
  const folder = path.resolve(import.meta.dirname, '..', timedFolder)
  return readdirSync(folder).map((file) => [
    path.basename(file, '.json'),
    timedSwitchSchema.parse(JSON.parse(readFileSync(path.join(folder, file), 'utf8'))),
  ])
}
