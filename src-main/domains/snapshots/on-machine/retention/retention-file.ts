/** retention.json in the state folder: how long sets are kept. */
import path from 'node:path'
import { z } from 'zod'
import type { StateText } from '../../../../kernel/state-text.ts'
import { readState, writeState } from '../../../../tools/files/state-file.ts'
import { retentionSettingsSchema, type RetentionSettings } from '../../verbs.ts'
import { snapshotsMessages } from '../../messages.ts'

const fileSchema = retentionSettingsSchema.omit({ extra: true, schedule: true }).extend({ version: z.literal(1) })
export type KeptSettings = Omit<RetentionSettings, 'extra' | 'schedule'>

const firstSettings: KeptSettings = {
  policy: {
    allForDays: 2,
    dailyForDays: 14,
    weeklyForWeeks: 8,
    monthlyForMonths: 0,
    leastSwitches: 3,
    mostDiskShare: 0.3,
  },
  // Nothing is deleted automatically before the person has seen what it would be.
  enabled: false,
}

/** AppError "state-unreadable" for a file that is damaged or from another version: nothing is deleted on a guess. */
export function readRetentionFile(stateFolder: string): KeptSettings {
  const { policy, enabled } = readState(retentionState(stateFolder)) ?? firstSettings
  return { policy, enabled }
}

export function writeRetentionFile(stateFolder: string, settings: KeptSettings): void {
  writeState(retentionState(stateFolder), { version: 1, ...settings })
}

function retentionState(stateFolder: string): StateText<z.infer<typeof fileSchema>> {
  return {
    path: path.join(stateFolder, 'retention.json'),
    schema: fileSchema,
    without: snapshotsMessages.withoutRetention({}),
  }
}
