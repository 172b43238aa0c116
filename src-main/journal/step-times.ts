/** How long the steps of the last switches took, beside what was thought: one file, which `switch/pace.ts` reads plans by. */
import { z } from 'zod'
import { stepIdSchema } from '../contract/step-ids.ts'
import { recallState, writeState } from '../tools/files/state-file.ts'
import { journalMessages } from './messages.ts'

const timeSchema = z.object({ thoughtMs: z.number(), tookMs: z.number() })

const switchSchema = z.record(stepIdSchema, z.object({ run: timeSchema.optional(), proof: timeSchema.optional() }))
export type StepTimes = z.infer<typeof switchSchema>

const timesSchema = z.object({ version: z.literal(1), switches: z.array(switchSchema) })
const keptAtMost = 8

const stateAt = (path: string) => ({ path, schema: timesSchema, without: journalMessages.withoutTimes({}) })

/** The newest first. A damaged file is set aside: then times are as the steps think of them. */
export function readTimes(file: string): readonly StepTimes[] {
  return recallState(stateAt(file))?.switches ?? []
}

export function keepTimes(file: string, times: StepTimes): void {
  writeState(stateAt(file), { version: 1, switches: [times, ...readTimes(file)].slice(0, keptAtMost) })
}
