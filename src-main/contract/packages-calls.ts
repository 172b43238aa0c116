/** The packages of both laptops, side by side. */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { packageManagers } from './package-rule.ts'
import { comparedOtherSchema } from './packages-others.ts'
import { laptopSchema } from './switch-state.ts'

const packageHereSchema = z.object({
  version: z.string(),
  /** Installed for another's sake. */
  auto: z.boolean(),
  held: z.boolean(),
  /** Where it came from there, in words: a source of Flatpak, a channel of snaps. Absent for apt, which keeps no such name. */
  origin: z.string().optional(),
})

/** newer, older: this laptop's, compared with the other one's. marks: held, or installed by hand, on one of them only. */
export const packageDifferences = ['only-here', 'only-there', 'newer-here', 'older-here', 'marks', 'same'] as const
export const packageDifferenceSchema = z.enum(packageDifferences)
export type PackageDifference = z.infer<typeof packageDifferenceSchema>

/** What of a laptop's hardware a package is for. vendor: tools of who made the laptop, or for its firmware and power. */
export const hardwareKindSchema = z.enum([
  'kernel',
  'firmware',
  'microcode',
  'graphics',
  'driver',
  'bootloader',
  'vendor',
])
export type HardwareKind = z.infer<typeof hardwareKindSchema>

export const comparedPackageSchema = z.object({
  /** By which it came. */
  manager: z.enum(packageManagers),
  name: z.string(),
  architecture: z.string(),
  /** A Flatpak app that the person has for themselves, in their home folder, with which it is copied. */
  scope: z.literal('person').optional(),
  /** What it is, in its own words; may be empty. */
  summary: z.string(),
  /** What it takes, as it says. */
  installedBytes: z.number(),
  difference: packageDifferenceSchema,
  /** Absent where it is not installed. */
  here: packageHereSchema.optional(),
  there: packageHereSchema.optional(),
  /** Why a switch leaves it alone: it fits a laptop's hardware, pc-switcher needs it, or it only installs a snap. */
  apart: z.enum(['hardware', 'own', 'snap']).optional(),
  hardware: hardwareKindSchema.optional(),
  /** Installed packages that cannot do without it, a few of them, on the laptop that has it; on this one where both have. */
  neededBy: z.object({ first: z.array(z.string()), count: z.number() }),
})
export type ComparedPackage = z.infer<typeof comparedPackageSchema>

/** Of apt: which of its packages is meant. */
const packageNameSchema = z.object({ name: z.string(), architecture: z.string() })

/** Address and suite of each package source that offers it there, in whatever version. */
export const packageOriginsSchema = packageNameSchema.extend({ here: z.array(z.string()), there: z.array(z.string()) })
export type PackageOrigins = z.infer<typeof packageOriginsSchema>

/** What a switch that takes a laptop does there with one thing. asks: nothing without the person's answer. */
export const atSwitchLineSchema = z.object({
  /** As `packages-key.ts` has it. */
  listedAs: z.string(),
  taken: z.enum(['here', 'there']),
  does: z.enum(['changes', 'asks', 'leaves']),
  text: z.string(),
})
export type AtSwitchLine = z.infer<typeof atSwitchLineSchema>

export const packagesCalls = {
  /** By name. Both laptops have to be there. */
  packagesCompare: defineCall({
    name: 'packages.compare',
    title: 'compare the packages of both laptops',
    kept: true,
    input: z.object({}),
    output: z.object({
      here: laptopSchema,
      there: laptopSchema,
      packages: z.array(comparedPackageSchema),
      others: z.array(comparedOtherSchema),
    }),
  }),
  /** As the plans of both ways say it: of what no line is about a switch changes nothing. Both laptops have to be there. */
  packagesAtSwitch: defineCall({
    name: 'packages.atSwitch',
    title: 'find out what a switch would do with packages',
    kept: true,
    input: z.object({}),
    output: z.object({
      lines: z.array(atSwitchLineSchema),
      /** By the person, for every switch: there are no lines. */
      isTurnedOff: z.boolean(),
    }),
  }),
  /** Of packages of apt, in their order. */
  packagesOrigins: defineCall({
    name: 'packages.origins',
    title: 'find out where packages come from',
    input: z.object({ packages: z.array(packageNameSchema).max(20_000) }),
    output: z.object({ packages: z.array(packageOriginsSchema) }),
  }),
} as const
