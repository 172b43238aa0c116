/** What is said of packages and services, on one machine and between two. Names are checked here, at the border. */
import { messageSchema } from '../../contract/message.ts'
import { z } from 'zod'
import { lastEqualsSchema } from '../../commons/last-equal/last-equal.ts'
import { unitNamePattern } from '../../kernel/unit-name.ts'
import { debconfTypes } from '../../tools/apt/debconf.ts'
import { dpkgStages } from '../../tools/apt/dpkg-output.ts'
import { failureSchema } from './program-failure.ts'

/** Debian Policy 5.6.1 and 5.6.12; nothing here can be taken for an option or a pattern. */
export const packageNameSchema = z
  .string()
  .max(200)
  .regex(/^[a-z0-9][a-z0-9+.-]*$/)
export const architectureSchema = z
  .string()
  .max(50)
  .regex(/^[a-z0-9][a-z0-9-]*$/)
export const versionSchema = z
  .string()
  .max(200)
  .regex(/^[0-9A-Za-z][0-9A-Za-z.+:~-]*$/)
export const unitNameSchema = z.string().max(256).regex(unitNamePattern)

/** Packages of architecture "all" are named with the machine's own architecture, as apt does. */
export const packageRefSchema = z.object({ name: packageNameSchema, arch: architectureSchema })
export type PackageRef = z.infer<typeof packageRefSchema>

export const packageVersionSchema = packageRefSchema.extend({ version: versionSchema })
export type PackageVersion = z.infer<typeof packageVersionSchema>

/** A package's file. Of one that fits every architecture `arch` is "all". */
export const archiveSchema = packageVersionSchema.extend({
  /** As apt names it: "git_1%3a2.47.3-0+deb13u1_amd64.deb". No path. */
  fileName: z
    .string()
    .max(255)
    .regex(/^[a-z0-9][a-z0-9+.-]*_[0-9A-Za-z][0-9A-Za-z.+%~-]*_[a-z0-9-]+\.d?deb$/),
  bytes: z.number().int().min(0),
  /** As the signed lists of the laptop say that needs it. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type Archive = z.infer<typeof archiveSchema>

/** What apt and dpkg go by, besides which package it is (deb-control(5)). */
export const controlFields = [
  ...(['Essential', 'Protected', 'Multi-Arch', 'Pre-Depends', 'Depends'] as const),
  ...(['Conflicts', 'Breaks', 'Replaces', 'Provides'] as const),
]

/** A file that no package source signs: `sha256` and `control` are its own, and the person agrees to them. */
export const packageFileSchema = archiveSchema.extend({
  control: z.partialRecord(
    z.enum(controlFields),
    z
      .string()
      .max(20_000)
      .regex(/^[^\p{Cc}]+$/u),
  ),
})
export type PackageFile = z.infer<typeof packageFileSchema>

/** That a plan may ask for at once. */
export const packageFilesSchema = z.array(packageFileSchema).max(100)

export const installedPackageSchema = packageVersionSchema.extend({
  /** Installed for another's sake. */
  auto: z.boolean(),
  hold: z.boolean(),
  /** Broken off while it was unpacked: it must be installed again before dpkg sets it up. */
  torn: z.boolean(),
  /** A script of it failed while it was removed: its files are gone, and apt goes on removing it whatever it is told to do. */
  halfRemoved: z.literal(true).optional(),
  essential: z.boolean(),
  /** Installed packages that it cannot do without, by name; virtual ones resolved. */
  needs: z.array(packageNameSchema),
  recommends: z.array(packageNameSchema),
  /** What it brings for the hardware: modules of the kernel, firmware, or a driver of devices that it names. Absent in most. */
  brings: z.enum(['modules', 'firmware', 'driver']).optional(),
  /** What it takes, as it says. */
  installedBytes: z.number().min(0),
  /** What it is, in its own words; may be empty. */
  summary: z.string().max(200),
})
export type InstalledPackage = z.infer<typeof installedPackageSchema>

/** What somebody set up past packages and `systemctl enable`: told, never carried. */
export const unitByHandSchema = z.discriminatedUnion('kind', [
  /** Below /etc/systemd. */
  z.object({
    kind: z.literal('link'),
    unit: z.string(),
    /** "default.target", "multi-user.target.wants/x.service". */
    path: z.string(),
    /** Name of a unit in one of the folders for units, else a whole place: "graphical.target", "/opt/x/x.service". */
    target: z.string(),
    /** There is no unit that it leads to. */
    isLost: z.boolean(),
  }),
  /** In /usr/local: a unit, or a folder of its settings ("x.service.d"). */
  z.object({ kind: z.literal('file'), unit: z.string(), place: z.string() }),
])
export type UnitByHand = z.infer<typeof unitByHandSchema>

/** masked: cannot be started; enabled: starts by itself. What is in neither list is disabled or needs no enabling. */
const unitStatesSchema = z.object({
  /** Units that packages brought, and those that systemd makes of a script in /etc/init.d. */
  files: z.array(z.string()),
  /** Units of no package that stand as files in /etc/systemd: the files go with /etc, how they start does not. */
  local: z.array(z.string()),
  /** Of both, those without a section [Install]: systemctl can't enable these, only a link that somebody made can. */
  static: z.array(z.string()),
  /** By links that systemctl makes. */
  enabled: z.array(z.string()),
  masked: z.array(z.string()),
  byHand: z.array(unitByHandSchema),
})
export type UnitStates = z.infer<typeof unitStatesSchema>

export const unitsSchema = unitStatesSchema.extend({
  /** Those in the service manager of every user, as `systemctl --global` sets them. What a user sets is in their home. */
  users: unitStatesSchema,
  /** The target that the system starts into; empty where default.target is a file, or leads elsewhere. */
  startsInto: z.string(),
})
export type PackageUnits = z.infer<typeof unitsSchema>

export const healthSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('healthy') }),
  /** dpkg was interrupted, or a script of theirs failed: these are not completely installed. */
  z.object({
    kind: z.literal('half-done'),
    packages: z.array(z.string()),
    /** Of those that our last transaction named: what their scripts, or dpkg, said last. */
    words: z.record(z.string(), z.string()),
  }),
  z.object({ kind: z.literal('busy'), by: z.string() }),
])
export type Health = z.infer<typeof healthSchema>

/** What the last of our transactions could not do, of what is not half-done either: it is there as before, or not at all. */
const notDoneSchema = z.object({
  name: packageNameSchema,
  during: z.enum(dpkgStages),
  /** The last words of its script, or dpkg's; may be empty. */
  words: z.string(),
})

export const captureSchema = z.object({
  nativeArch: architectureSchema,
  architectures: z.array(architectureSchema),
  packages: z.array(installedPackageSchema),
  /** Put on hold, and not installed: apt refuses to install them. */
  heldAbsent: z.array(packageRefSchema),
  /** The product and everything it needs, by name. */
  own: z.array(packageNameSchema),
  units: unitsSchema,
  /** Those that start for the person by their own word: files of their home. */
  homeUnits: z.array(z.string()),
  health: healthSchema,
  failed: z.array(notDoneSchema),
  /** Of units, by what they are called when they are shown: those that systemctl refused to change the last time. */
  unitFailures: z.array(failureSchema),
  /** By the package's key, its marks when both laptops were last equal, as `marksOf` writes them. */
  lastMarks: lastEqualsSchema,
})
export type Capture = z.infer<typeof captureSchema>

/** One package in a transaction. `before` is the version that is there now. */
export const packageActionSchema = z.discriminatedUnion('act', [
  packageVersionSchema.extend({ act: z.literal('install') }),
  packageVersionSchema.extend({ act: z.literal('update'), before: z.string() }),
  packageVersionSchema.extend({ act: z.literal('downgrade'), before: z.string() }),
  packageRefSchema.extend({ act: z.literal('remove'), before: z.string() }),
])
export type PackageAction = z.infer<typeof packageActionSchema>

export const rejectionSchema = packageVersionSchema.extend({
  /** Without a full stop: "Its dependencies are not met". */
  reason: messageSchema,
  /** No package source has this version; absent where it is anything else. */
  isNotOffered: z.literal(true).optional(),
  /** It could be installed if these were removed. */
  needsRemoval: z.array(packageRefSchema),
  /** What would happen then. */
  actions: z.array(packageActionSchema),
})
export type Rejection = z.infer<typeof rejectionSchema>

export const simulationSchema = z.object({
  /** What can be done without anything that was not asked for being removed; with the version that will be there. */
  accepted: z.array(packageVersionSchema),
  actions: z.array(packageActionSchema),
  rejected: z.array(rejectionSchema),
  /** For each of `consider`: everything that goes with it, itself included. Empty when apt refuses to remove it. */
  removals: z.array(z.object({ asked: packageRefSchema, actions: z.array(packageActionSchema) })),
  downloadBytes: z.number(),
  /** Part of `actions`: what puts broken dependencies right, without which apt does nothing. Absent where none are broken. */
  repairs: z.array(packageActionSchema).optional(),
})
export type SimulationAnswer = z.infer<typeof simulationSchema>

export const unitChangeSchema = z.object({
  unit: unitNameSchema,
  /** Absent for one of the system. */
  scope: z.literal('users').optional(),
  /** set-default: the system starts into it. */
  change: z.enum(['enable', 'disable', 'mask', 'unmask-and-enable', 'unmask', 'set-default']),
  /** Started at once, too: the person said so. Only of one of the system that is enabled. */
  start: z.literal(true).optional(),
})
export type UnitChange = z.infer<typeof unitChangeSchema>

/**
 * keep-out: on hold, and not installed. unhold: installed or not. not-manual: from now on it is there for another's sake,
 * which was not so before; "auto" says it of a package that comes.
 */
export const markSchema = packageRefSchema.extend({
  mark: z.enum(['manual', 'auto', 'hold', 'keep-out', 'unhold', 'not-manual']),
})
export type PackageMark = z.infer<typeof markSchema>

/** What was answered when a package asked (debconf(7)). One line without a backslash, which debconf would read as a sign. */
export const debconfAnswerSchema = z.object({
  owner: packageNameSchema,
  question: z
    .string()
    .max(300)
    .regex(/^[A-Za-z0-9][A-Za-z0-9+.:_-]*\/[A-Za-z0-9+.:_/-]*$/)
    .refine((name) => !name.includes('..')),
  type: z.enum(debconfTypes),
  value: z
    .string()
    .max(4_000)
    .regex(/^[^\\\p{Cc}]*$/u),
})
export type DebconfAnswer = z.infer<typeof debconfAnswerSchema>

export function keyOf({ name, arch }: PackageRef): string {
  return `${name}:${arch}`
}

/** As apt-cache names it in its answers: packages of the native architecture without it. */
export function nameToApt(ref: PackageRef, nativeArch: string): string {
  return ref.arch === nativeArch ? ref.name : keyOf(ref)
}

/** One line that is the same for the same action: also what the gate compares. */
export function describeAction(action: PackageAction): string {
  if (action.act === 'remove') return `remove ${action.name} ${action.arch}`
  return `put ${action.name} ${action.arch} ${action.version}`
}
