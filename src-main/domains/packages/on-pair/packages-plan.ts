import { z } from 'zod'
import { keepAlwaysId } from '../../../commons/kept/on-pair/keep-always.ts'
import {
  architectureSchema,
  healthSchema,
  keyOf,
  markSchema,
  packageActionSchema,
  packageFilesSchema,
  packageNameSchema,
  packageRefSchema,
  packageVersionSchema,
  rejectionSchema,
  unitChangeSchema,
  type PackageRef,
  type UnitChange,
} from '../model.ts'
import { unitKey } from './compare-units.ts'
import { failedStates } from './not-set-up/not-set-up.ts'
import { triedAgainSchema } from './not-set-up/tried-again.ts'
import { ownDifferenceSchema } from './own-packages.ts'
import { type PackageSource, packageSourceSchema, sourceStateSchema, sourceWhySchema } from '../sources-model.ts'
import { hardwareKindSchema } from '../../../contract/packages-calls.ts'
import { roomSchema, type Answers } from '../../../contract/preview.ts'
import { assertNever } from '../../../kernel/assert-never.ts'

const versionPairSchema = packageVersionSchema.extend({ there: z.string() })

/** What a removal is about, for whoever decides. `bytes`: what each package that goes takes, by its key. */
const removalFactsSchema = z.object({
  summary: z.string(),
  auto: z.boolean(),
  isHeld: z.literal(true).optional(),
  bytes: z.record(z.string(), z.number()),
})
export type RemovalFacts = z.infer<typeof removalFactsSchema>

/** A source that only the source laptop has, and what it would bring with it. */
export const plannedSourceSchema = z.object({
  source: packageSourceSchema,
  /** Asked for the plan; of one that did not answer it is not known what it brings. */
  state: sourceStateSchema,
  /** Packages of the source laptop that it offers, and the target's sources do not. */
  needed: z.array(packageNameSchema),
  install: z.array(packageVersionSchema),
  /** Besides what happens without it. */
  actions: z.array(packageActionSchema),
  downloadBytes: z.number(),
  marks: z.array(markSchema),
  /** Offered by it, and in the way of something that is there. */
  rejected: z.array(rejectionSchema),
})
export type PlannedSource = z.infer<typeof plannedSourceSchema>

/** A package that no source offers, and of which the source laptop keeps the file. */
const plannedFilesSchema = z.object({
  asked: packageVersionSchema,
  /** Its own, and those of packages that it needs and no source offers either. */
  files: packageFilesSchema,
  /** Besides what happens without it. */
  actions: z.array(packageActionSchema),
  downloadBytes: z.number(),
  marks: z.array(markSchema),
})
export type PlannedFiles = z.infer<typeof plannedFilesSchema>

/** What is journalled: differences alone, never the whole captures. */
export const packagesPlanSchema = z.object({
  /** What apt is asked to install; `auto` ones as dependencies. */
  install: z.array(packageVersionSchema.extend({ auto: z.boolean() })),
  /** What apt would do then, with what comes along. */
  actions: z.array(packageActionSchema),
  /** Of `actions`: what puts broken dependencies of the receiver right, without which apt does none of it. Absent where none are broken. */
  repairs: z.array(packageActionSchema).optional(),
  /** What they would remove, and must not: it is needed by pc-switcher or the system. */
  neededInRepairs: z.array(packageNameSchema),
  /** That the receiver would have to be told of, for packages that are wanted. */
  architectures: z.array(architectureSchema),
  rejected: z.array(rejectionSchema),
  /** What the receiver alone has, or could not set up. */
  removals: z.array(
    z.object({
      asked: packageVersionSchema,
      actions: z.array(packageActionSchema),
      facts: removalFactsSchema,
      /** The last words of its script: both laptops have it, and it could not be set up there, or what else was to be done. */
      failedWith: z.string().optional(),
      /** Absent unless it could not be set up. */
      failedState: z.enum(failedStates).optional(),
      /** Of what only the receiver has: it was to be removed before, and stayed. */
      stayed: z.object({ state: z.enum(failedStates), words: z.string() }).optional(),
    }),
  ),
  /** With which the last run was not done, and whose removal is not asked. */
  triedAgain: z.array(triedAgainSchema),
  /** Only on the receiver, and kept without a question. */
  staying: z.array(packageRefSchema),
  /** To be decided one by one. */
  sources: z.array(plannedSourceSchema),
  /** To be decided one by one. */
  files: z.array(plannedFilesSchema),
  /** Offered by no source, and the source laptop keeps no file of it. */
  withoutFile: z.array(packageRefSchema),
  /** Only on the source laptop, and not asked about. */
  sourcesTold: z.array(z.object({ source: packageSourceSchema, why: sourceWhySchema })),
  /** On both, with other components, architectures or keys. */
  sourcesDiffering: z.array(
    z.object({
      source: packageSourceSchema,
      /** As the target has it. */
      there: packageSourceSchema,
    }),
  ),
  /** Files because of which apt refuses everything; absent where it does not. They can be none where that is not known. */
  unreadableSources: z.object({ from: z.array(z.string()).optional(), to: z.array(z.string()).optional() }),
  /** What each laptop calls its release, where these are two. */
  releases: z.object({ from: z.string(), to: z.string() }).optional(),
  /** Each laptop keeps its own of these: the person's rules. */
  kept: z.array(packageRefSchema),
  /** On both, and left without being set up on the target: the person's rules. */
  leftNotSetUp: z.array(packageRefSchema),
  /** Of `kept` and `never`, what only this switch leaves. `before`: what is there. */
  later: z.array(packageVersionSchema.extend({ before: z.string().optional() })),
  /** Left as they are on both laptops, the same or not: the person's rules. */
  never: z.array(packageRefSchema),
  /** To be on both by a rule, and on one alone or of its hardware. `stays`: only the target has it. */
  both: z.array(packageRefSchema.extend({ stays: z.boolean() })),
  /** Keys of services that are to start on both by a rule, and are not stopped on the target. */
  unitsForBoth: z.array(z.string()),
  /** Sources of the source laptop which a rule keeps there. */
  keptSources: z.array(z.string()),
  /** Keys of services that are set otherwise on the two, and stay so by a rule. */
  keptUnits: z.array(z.string()),
  newer: z.array(versionPairSchema),
  held: z.array(versionPairSchema),
  marks: z.array(markSchema),
  /** What the receiver alone decided of packages that both have; it stays. */
  marksThere: z.array(markSchema),
  units: z.array(unitChangeSchema),
  /** What starts for the person on the source laptop alone, by files of their home. */
  homeUnits: z.array(z.string()),
  masksBefore: z.array(unitChangeSchema),
  /** Keys of units that a package may bring; they follow the source laptop. */
  arriving: z.array(z.string()),
  failedBefore: z.array(z.string()),
  /** Otherwise on the two, and left alone. */
  ofHardware: z.array(packageRefSchema.extend({ purpose: hardwareKindSchema })),
  /** On one laptop alone, or in two versions, and only there to install a snap. */
  bySnap: z.array(packageRefSchema),
  /** Otherwise on the two, needed by pc-switcher, and left alone. */
  ofOwn: z.array(ownDifferenceSchema),
  downloadBytes: z.number(),
  /** Whatever is answered. */
  rooms: z.array(roomSchema),
  health: z.object({ from: healthSchema, to: healthSchema }),
})
export type PackagesPlan = z.infer<typeof packagesPlanSchema>

/** Of a question about a source. */
export const addChoice = 'add'
/** Of a question about a file. */
export const fromFileChoice = 'install'

export const triedAgainQuestionId = (ref: PackageRef): string => `apt-install:${keyOf(ref)}`
export const removalQuestionId = (ref: PackageRef): string => `apt-remove:${keyOf(ref)}`
export const repairQuestionId = 'apt-repair'
export const repairChoice = 'repair'
export const fileQuestionId = (ref: PackageRef): string => `apt-file:${keyOf(ref)}`
export const sourceQuestionId = ({ id }: PackageSource): string => `apt-source:${id}`
export const unitQuestionId = ({ unit, scope }: UnitChange): string =>
  scope === 'users' ? `unit:users:${unit}` : `unit:${unit}`

/** Keys of those about which nobody answered. */
export function unitsUnanswered(units: readonly UnitChange[], unanswered: ReadonlySet<string>): readonly string[] {
  return units.filter((one) => unanswered.has(unitQuestionId(one))).map(unitKey)
}

/** Of a question about a service that follows the source laptop whatever is answered: whether it is started at once. */
export const startChoice = 'start'

/** Enabling follows the source laptop. What starts, stops or unblocks something there is asked. */
export function isAsked({ change, scope }: UnitChange): boolean {
  return change !== 'enable' || scope === undefined
}

/** What is enabled unasked is started only on the person's word; who unblocks a service has it start, as its question says. */
export function agreedUnits(units: readonly UnitChange[], answers: Answers): readonly UnitChange[] {
  return units.flatMap((one) => {
    const answer = answers[unitQuestionId(one)]
    const isSystem = one.scope === undefined
    switch (one.change) {
      case 'enable':
        if (answer === keepAlwaysId) return []
        return [isSystem && answer === startChoice ? { ...one, start: true } : one]
      case 'unmask-and-enable':
        return answer === 'follow' ? [isSystem ? { ...one, start: true } : one] : []
      case 'disable':
      case 'mask':
      case 'unmask':
      case 'set-default':
        return answer === 'follow' ? [one] : []
      default:
        return assertNever(one.change)
    }
  })
}
