/** What was installed, removed and updated on each laptop, as ~/system-state of this one remembers it. */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { laptopSchema } from './switch-state.ts'

const marks = ['held', 'released', 'by-hand', 'came-along'] as const
const unitStates = ['enabled', 'disabled', 'masked', 'unmasked'] as const

/** What is set for apps. */
export const appSettings = [
  'flatpak-mask',
  'flatpak-pin',
  'flatpak-permissions',
  'snap-channel',
  'snap-hold',
  'snap-disabled',
  'snap-connection',
  'snap-alias',
] as const

/** What is set besides packages and units: where they come from, and what was set for apps. */
export const packageSettings = [
  'package-source',
  'default-program',
  'flatpak-source',
  'flatpak-source-in-home',
  ...appSettings,
] as const
export type PackageSetting = (typeof packageSettings)[number]

/** Of a Flatpak app that the person has for themselves, in their home folder; absent for everything else. */
const ofPerson = { scope: z.literal('person').optional() }

/** `name`: with its architecture where that is not the laptop's own ("libc6:i386"); of a unit its own name. */
export const packageChangeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('installed'), name: z.string(), ...ofPerson, version: z.string(), auto: z.boolean() }),
  z.object({ kind: z.literal('removed'), name: z.string(), ...ofPerson, version: z.string() }),
  z.object({ kind: z.literal('updated'), name: z.string(), ...ofPerson, from: z.string(), to: z.string() }),
  z.object({ kind: z.literal('downgraded'), name: z.string(), ...ofPerson, from: z.string(), to: z.string() }),
  z.object({ kind: z.literal('marked'), name: z.string(), mark: z.enum(marks) }),
  z.object({
    kind: z.literal('unit'),
    name: z.string(),
    /** Absent for one of the system. */
    scope: z.literal('users').optional(),
    state: z.enum(unitStates),
  }),
  z.object({
    kind: z.literal('setting'),
    name: z.string(),
    setting: z.enum(packageSettings),
    /** Absent where it was not set before, or is set no more. */
    from: z.string().optional(),
    to: z.string().optional(),
  }),
])
export type PackageChange = z.infer<typeof packageChangeSchema>
export type PackageChangeKind = PackageChange['kind']
export type PackageMark = (typeof marks)[number]
export type UnitState = (typeof unitStates)[number]

/** As they are listed. */
export const packageChangeKinds = [
  'installed',
  'removed',
  'updated',
  'downgraded',
  'marked',
  'unit',
  'setting',
] as const

const commitSchema = z.string().regex(/^[0-9a-f]{40,64}$/)

const recordedSchema = z.object({
  laptop: laptopSchema,
  /** When the list was recorded, by the clock of the laptop that did. */
  at: z.string(),
  commit: commitSchema,
})

export const packagesEntrySchema = recordedSchema.extend({
  /** The first line of the commit. */
  title: z.string(),
  /** The switch that recorded it, before it changed anything. */
  switch: z.object({ switchId: z.string(), from: laptopSchema, to: laptopSchema }).optional(),
  /** What it is compared with. start: there is no older list that can be read, so that nothing is told as a change. */
  basis: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('list'), at: z.string() }),
    z.object({ kind: z.literal('start'), packages: z.number() }),
  ]),
  counts: z.record(z.enum(packageChangeKinds), z.number()),
  /** In the order of `packageChangeKinds`, then by name. */
  changes: z.array(packageChangeSchema),
})
export type PackagesEntry = z.infer<typeof packagesEntrySchema>

/** A list that was committed and is left out. other-version: of another version of pc-switcher. */
const unreadableListSchema = recordedSchema.extend({ why: z.enum(['damaged', 'other-version']) })
export type UnreadableList = z.infer<typeof unreadableListSchema>

export const packagesHistorySchema = z.object({
  /** Every laptop of which there is a list, and when it was recorded last. */
  lists: z.array(z.object({ laptop: laptopSchema, at: z.string() })),
  /** Newest first. Without those in which nothing changed. */
  entries: z.array(packagesEntrySchema),
  unreadable: z.array(unreadableListSchema),
  /** Where older entries begin, for the next call; absent at the end. There may be one although no entry was found. */
  next: commitSchema.optional(),
})
export type PackagesHistory = z.infer<typeof packagesHistorySchema>

export const packagesHistoryCalls = {
  /** Of this laptop's ~/system-state alone: the other laptop need not be there. */
  packagesHistory: defineCall({
    name: 'packages.history',
    title: 'read how the packages changed',
    input: z.object({
      /** Host name or label; both laptops without it. */
      laptop: z.string().max(255).optional(),
      /** Only changes with this in their name. */
      search: z.string().max(200).default(''),
      /** `next` of the page before. */
      start: commitSchema.optional(),
      /** Entries of one commit stay together, so there may be a few more. */
      limit: z.number().int().min(1).max(200).default(30),
    }),
    output: packagesHistorySchema,
  }),
} as const
