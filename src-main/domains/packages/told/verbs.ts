/** What is told by name where the two laptops differ in it, and never carried from here. */
import { z } from 'zod'
import { defineVerb } from '../../../contract/define.ts'
import { programKinds } from '../../../contract/packages-others.ts'
import { absolutePathSchema } from '../../../contract/path-schemas.ts'

export const programSchema = z.object({
  by: z.enum(programKinds),
  place: absolutePathSchema,
  /** In a home folder, with which it is copied. */
  inHome: z.boolean(),
})
export type Program = z.infer<typeof programSchema>

/** Outside of home folders, and as many in them. */
export const mostPrograms = 2_000

/** service, files: carried by hand as files. What each of the others is, its name says. */
export const systemDataKinds = [
  'postgresql',
  'mariadb',
  'mysql',
  'service',
  'files',
  'crontab',
  'linger',
  'group',
  'network',
  'wireguard',
  'openvpn',
  'printer',
  'bluetooth',
  'samba-share',
  'samba-account',
  'certificate',
  'font',
] as const
const systemDataKindSchema = z.enum(systemDataKinds)
export type SystemDataKind = z.infer<typeof systemDataKindSchema>

/** Of one place. */
export const mostParts = 200

export const systemDataSchema = z.object({
  of: systemDataKindSchema,
  place: absolutePathSchema,
  /** Absent where there is too much to count it quickly. */
  bytes: z.number().optional(),
  /** Of what can be told apart by name, or by what is in it as well: `sum`. Absent where nobody compares it. */
  parts: z
    .array(z.object({ name: z.string(), sum: z.string().optional() }))
    .max(mostParts)
    .optional(),
})
export type SystemData = z.infer<typeof systemDataSchema>

export const listUnmanaged = defineVerb({
  name: 'unmanaged.list',
  title: 'list programs and data that no package manager knows',
  mutates: false,
  input: z.object({}),
  output: z.object({
    /** By their places: whole paths. None of them is run, or read. */
    programs: z.array(programSchema).max(2 * mostPrograms),
    /** What a person made outside of home folders, and no part of a switch carries. */
    data: z.array(systemDataSchema).default([]),
  }),
})

export const diversionSchema = z.object({
  /** The file of a package, and where it stands instead. */
  path: absolutePathSchema,
  to: absolutePathSchema,
})
export type Diversion = z.infer<typeof diversionSchema>

export const listDiversions = defineVerb({
  name: 'diversions.list',
  title: 'list the files of packages that somebody diverted',
  mutates: false,
  input: z.object({}),
  /** Those of the administrator; packages bring their own. */
  output: z.object({ diversions: z.array(diversionSchema) }),
})

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

/** Files of /etc that say how apt and services behave. The step of /etc copies them, or does not. */
export const listEtcSettings = defineVerb({
  name: 'packages.etc-settings',
  title: 'list the settings of apt and of services',
  mutates: false,
  input: z.object({ withText: z.boolean().default(false) }),
  output: z.object({ files: z.array(settingsFileSchema).max(mostFiles) }),
})
