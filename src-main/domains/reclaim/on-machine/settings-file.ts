/** reclaim/settings.json: what the person chose for all disks of this laptop. */
import path from 'node:path'
import { reclaimSettingsSchema, type ReclaimSettings } from '../../../contract/reclaim-calls.ts'
import { z } from 'zod'
import type { StateText } from '../../../kernel/state-text.ts'
import { oneAtATime } from '../../../tools/files/one-at-a-time.ts'
import { recallState, writeState } from '../../../tools/files/state-file.ts'
import { reclaimMessages } from '../messages.ts'
import { reclaimFolder } from './disk-memory.ts'

const settingsSchema = reclaimSettingsSchema.extend({ version: z.literal(1) })

const settingsState = (stateFolder: string): StateText<z.infer<typeof settingsSchema>> => ({
  path: path.join(reclaimFolder(stateFolder), 'settings.json'),
  schema: settingsSchema,
  without: reclaimMessages.withoutSettings({}),
})

const usual: ReclaimSettings = { leastBytes: 8192, diskShare: 100 }

export function recallSettings(stateFolder: string): ReclaimSettings {
  const { leastBytes, diskShare } = recallState(settingsState(stateFolder)) ?? usual
  return { leastBytes, diskShare }
}

type News = { readonly [K in keyof ReclaimSettings]?: ReclaimSettings[K] | undefined }

/** What is left out stays. */
export function writeSettings(stateFolder: string, news: News): ReclaimSettings {
  return oneAtATime(stateFolder, () => {
    const before = recallSettings(stateFolder)
    const settings = { leastBytes: news.leastBytes ?? before.leastBytes, diskShare: news.diskShare ?? before.diskShare }
    writeState(settingsState(stateFolder), { ...settings, version: 1 })
    return settings
  })
}
