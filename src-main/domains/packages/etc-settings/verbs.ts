/** What of /etc says how apt and services behave. It is copied, or not, by the step of /etc: here it is only told where it differs. */
import { z } from 'zod'
import { defineVerb } from '../../../contract/define.ts'

/** apt: pins, proxies and its other options. units: presets and drop-ins. */
export const settingKinds = ['apt', 'units'] as const
export const settingKindSchema = z.enum(settingKinds)
export type SettingKind = z.infer<typeof settingKindSchema>

/** Of one file, as they are told. */
export const mostLines = 200

/** Below /etc: "apt/preferences.d/pin". */
export const settingPathSchema = z
  .string()
  .max(600)
  .regex(/^(?:apt|systemd)(?:\/[\w.:@\\-]+)+$/)

/** `more`: how many lines are not told. */
const settingTextSchema = z.object({ lines: z.array(z.string()).max(mostLines), more: z.number().min(0) })
export type SettingText = z.infer<typeof settingTextSchema>

const settingsFileSchema = z.object({
  kind: settingKindSchema,
  path: settingPathSchema,
  /** Of its contents. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** As its package put it there: nobody's decision. */
  isShipped: z.boolean(),
  /** What it says, without comments and passwords. Absent unless asked for, of services, and of what not everybody may read. */
  text: settingTextSchema.optional(),
})
export type SettingsFile = z.infer<typeof settingsFileSchema>

const mostFiles = 2_000

export const listEtcSettings = defineVerb({
  name: 'packages.etc-settings',
  title: 'list the settings of apt and of services',
  mutates: false,
  input: z.object({ withText: z.boolean().default(false) }),
  output: z.object({ files: z.array(settingsFileSchema).max(mostFiles) }),
})
