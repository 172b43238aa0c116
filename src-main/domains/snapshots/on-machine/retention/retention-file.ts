/** retention.json in the state folder: how long sets are kept here, and how often one is taken by itself. */
import path from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../../kernel/app-error.ts'
import { readIfThere, writeDurably } from '../../../../tools/files/durable-file.ts'
import { retentionSettingsSchema, type RetentionSettings } from '../../verbs.ts'

const fileSchema = retentionSettingsSchema.omit({ extra: true }).extend({ version: z.literal(1) })
export type KeptSettings = Omit<RetentionSettings, 'extra'>

const firstSettings: KeptSettings = {
  policy: {
    allForDays: 2,
    dailyForDays: 14,
    weeklyForWeeks: 8,
    monthlyForMonths: 0,
    leastSwitches: 3,
    mostDiskShare: 0.3,
  },
  // Nothing is deleted by itself before the person has seen what that would be.
  enabled: false,
  schedule: 'off',
}

/** AppError "state-unreadable" for a file that is damaged or from another version: nothing is deleted by a guess. */
export function readRetentionFile(stateFolder: string): KeptSettings {
  const text = readIfThere(fileOf(stateFolder))
  if (text === undefined) return firstSettings
  try {
    const { policy, enabled, schedule } = fileSchema.parse(JSON.parse(text))
    return { policy, enabled, schedule }
  } catch (cause) {
    throw new AppError({
      code: 'state-unreadable',
      message: 'How long snapshots are kept on this laptop cannot be read.',
      hint: `Look at ${fileOf(stateFolder)}; without it the first settings are in force again.`,
      details: cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause),
      cause,
    })
  }
}

export function writeRetentionFile(stateFolder: string, settings: KeptSettings): void {
  writeDurably(fileOf(stateFolder), `${JSON.stringify(fileSchema.parse({ version: 1, ...settings }), undefined, 2)}\n`)
}

function fileOf(stateFolder: string): string {
  return path.join(stateFolder, 'retention.json')
}
