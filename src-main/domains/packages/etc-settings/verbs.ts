/** What of /etc says how apt and services behave. It is copied, or not, by the step of /etc: here it is only told where it differs. */
import { z } from 'zod'
import { defineVerb } from '../../../contract/define.ts'

/** apt: pins, proxies and its other options. units: presets and drop-ins. */
export const settingKinds = ['apt', 'units'] as const
export const settingKindSchema = z.enum(settingKinds)
export type SettingKind = z.infer<typeof settingKindSchema>

/** Below /etc: "apt/preferences.d/pin". */
export const settingPathSchema = z
  .string()
  .max(600)
  .regex(/^(?:apt|systemd)(?:\/[\w.:@\\-]+)+$/)

const settingsFileSchema = z.object({
  kind: settingKindSchema,
  path: settingPathSchema,
  /** Of its contents: a checksum, as nothing that stands in it leaves the laptop. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** As its package put it there: nobody's decision. */
  isShipped: z.boolean(),
})
export type SettingsFile = z.infer<typeof settingsFileSchema>

const mostFiles = 2_000

export const listEtcSettings = defineVerb({
  name: 'packages.etc-settings',
  title: 'list the settings of apt and of services',
  mutates: false,
  input: z.object({}),
  output: z.object({ files: z.array(settingsFileSchema).max(mostFiles) }),
})
