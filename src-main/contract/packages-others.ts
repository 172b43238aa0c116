/** What stands beside the packages of both laptops: services, where packages come from, what is set, and what no package manager knows. */
import { z } from 'zod'

/** not-compared: both have it, and nobody looked what is in it, or it is started in a way that is not carried. */
export const otherDifferences = ['only-here', 'only-there', 'different', 'not-compared', 'same'] as const
const differenceSchema = z.enum(otherDifferences)
export type OtherDifference = z.infer<typeof differenceSchema>

/** enabled: starts by itself. disabled: does not, or needs no enabling. masked: cannot be started. */
const unitStateSchema = z.enum(['enabled', 'disabled', 'masked'])
export type UnitState = z.infer<typeof unitStateSchema>

const unitSchema = z.object({
  kind: z.literal('unit'),
  name: z.string(),
  /** In the service manager of every user; else the system's. */
  scope: z.literal('users').optional(),
  /** etc: a file in /etc/systemd. link: made there by hand, the name says where it leads. file: in /usr/local, by its place. */
  origin: z.enum(['package', 'etc', 'link', 'file']),
  difference: differenceSchema,
  /** Absent where it is not there, and for links and files. */
  here: unitStateSchema.optional(),
  there: unitStateSchema.optional(),
  /** It belongs to each laptop: no switch changes it. */
  isOfLaptop: z.boolean(),
})

/** address: of Flatpak, which knows a source by its collection, too. hindrance: why it is not brought by itself. */
export const sourceParts = [
  'address',
  'collection',
  'types',
  'components',
  'architectures',
  'keys',
  'isSigned',
  'isDisabled',
  'isFiltered',
  'hindrance',
] as const
export type SourcePart = (typeof sourceParts)[number]

const sourcePartSchema = z.object({
  part: z.enum(sourceParts),
  /** In words, as lines; absent where the source is not there. */
  here: z.array(z.string()).optional(),
  there: z.array(z.string()).optional(),
})
export type ComparedSourcePart = z.infer<typeof sourcePartSchema>

/**
 * `name`: address and suite, or what the distribution calls its own ("Debian trixie-backports"); of Flatpak the address. Different:
 * other components, architectures or keys.
 */
const sourceSchema = z.object({
  kind: z.literal('source'),
  name: z.string(),
  manager: z.enum(['apt', 'flatpak']),
  /** Of Flatpak, in the home folder of the person, with which it is copied. */
  scope: z.literal('person').optional(),
  difference: differenceSchema,
  /** Of the distribution, where each laptop has another release: no switch changes it. */
  followsRelease: z.boolean(),
  /** What it is made of, and all that differs; never a password. */
  parts: z.array(sourcePartSchema),
})

/** How a program came that no package manager of the laptop knows. file: copied to /opt or /usr/local. */
export const programKinds = ['file', 'npm', 'pip', 'pipx', 'cargo', 'brew', 'appimage'] as const
export type ProgramKind = (typeof programKinds)[number]

/** By its place. That both have it does not say that they are the same. */
const programSchema = z.object({
  kind: z.literal('program'),
  name: z.string(),
  by: z.enum(programKinds),
  /** Copied with the home folder that it is in. */
  inHome: z.boolean(),
  difference: differenceSchema,
})

/** apt-file, unit-file: a file in /etc that says how apt, or services, behave. architecture: of packages, besides the laptop's own. */
export const settingTopics = [
  'apt-file',
  'unit-file',
  'architecture',
  'default-program',
  'diversion',
  'flatpak-mask',
  'flatpak-pin',
  'flatpak-permissions',
  'snap-channel',
  'snap-hold',
  'snap-disabled',
  'snap-connection',
  'snap-alias',
] as const
export type SettingTopic = (typeof settingTopics)[number]

/**
 * lines: without passwords, and where both laptops have some, only those that the other one lacks; `more`: how many are not told.
 * set: it has no value. automatic: it follows what is installed. hidden: its contents stay on the laptop. alike: but for comments,
 * the order of lines, or a password.
 */
const settingValueSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('lines'), lines: z.array(z.string()), more: z.number() }),
  z.object({ kind: z.enum(['set', 'automatic', 'hidden', 'alike']) }),
])
export type SettingValue = z.infer<typeof settingValueSchema>

const settingSchema = z.object({
  kind: z.literal('setting'),
  name: z.string(),
  topic: z.enum(settingTopics),
  difference: differenceSchema,
  /** Absent where it is not set. */
  here: settingValueSchema.optional(),
  there: settingValueSchema.optional(),
})
export type ComparedSetting = z.infer<typeof settingSchema>

export const comparedOtherSchema = z.discriminatedUnion('kind', [
  unitSchema,
  sourceSchema,
  settingSchema,
  programSchema,
])
export type ComparedOther = z.infer<typeof comparedOtherSchema>
export const otherKinds = ['unit', 'source', 'setting', 'program'] as const
export type OtherKind = (typeof otherKinds)[number]
