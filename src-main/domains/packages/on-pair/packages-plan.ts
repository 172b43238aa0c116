import { z } from 'zod'
import {
  describeAction,
  healthSchema,
  keyOf,
  markSchema,
  packageActionSchema,
  packageRefSchema,
  packageVersionSchema,
  rejectionSchema,
  unitChangeSchema,
  type PackageAction,
  type PackageRef,
  type PackageVersion,
  type Rejection,
  type UnitChange,
} from '../model.ts'
import type { Answers } from '../../../contract/preview.ts'

const versionPairSchema = packageVersionSchema.extend({ there: z.string() })

/** What a removal is about, for whoever decides. `bytes`: what each package that goes takes, by its key. */
const removalFactsSchema = z.object({ summary: z.string(), auto: z.boolean(), bytes: z.record(z.string(), z.number()) })
export type RemovalFacts = z.infer<typeof removalFactsSchema>

/** What is journalled: differences alone, never the whole captures. */
export const packagesPlanSchema = z.object({
  /** What apt is asked to install; `auto` ones as dependencies. */
  install: z.array(packageVersionSchema.extend({ auto: z.boolean() })),
  /** What apt would do then, with what comes along. */
  actions: z.array(packageActionSchema),
  rejected: z.array(rejectionSchema),
  /** `facts` are absent in plans of earlier versions. */
  removals: z.array(
    z.object({
      asked: packageVersionSchema,
      actions: z.array(packageActionSchema),
      facts: removalFactsSchema.optional(),
    }),
  ),
  /** Only on the receiver, and kept without a question. */
  staying: z.array(packageRefSchema),
  /** Each laptop keeps its own of these: the person's rules. Absent in plans of earlier versions. */
  kept: z.array(packageRefSchema).default([]),
  /** Keys of services that are set otherwise on the two, and stay so by a rule. Absent in plans of earlier versions. */
  keptUnits: z.array(z.string()).default([]),
  newer: z.array(versionPairSchema),
  held: z.array(versionPairSchema),
  marks: z.array(markSchema),
  units: z.array(unitChangeSchema),
  masksBefore: z.array(unitChangeSchema),
  /** Keys of units that a package may bring; they follow the laptop that is left. */
  arriving: z.array(z.string()),
  failedBefore: z.array(z.string()),
  hardware: z.number(),
  downloadBytes: z.number(),
  health: z.object({ from: healthSchema, to: healthSchema }),
})
export type PackagesPlan = z.infer<typeof packagesPlanSchema>

export const removalQuestionId = (ref: PackageRef): string => `apt-remove:${keyOf(ref)}`
export const unitQuestionId = ({ unit, scope }: UnitChange): string =>
  scope === 'users' ? `unit:users:${unit}` : `unit:${unit}`

/** Enabling follows the laptop that is left; whatever stops or unblocks something there is asked. */
export function isAsked({ change }: UnitChange): boolean {
  return change !== 'enable'
}

export interface Agreed {
  readonly install: readonly PackageVersion[]
  readonly remove: readonly PackageVersion[]
  readonly actions: readonly PackageAction[]
  readonly units: readonly UnitChange[]
  /** Still impossible with these answers. */
  readonly rejected: readonly Rejection[]
}

/** What the answers make of the plan. A package that a removal makes room for is installed with it. */
export function applyAnswers(plan: PackagesPlan, answers: Answers): Agreed {
  const removals = plan.removals.filter(({ asked }) => answers[removalQuestionId(asked)] === 'remove')
  const removed = new Set(removals.flatMap(({ actions }) => actions.map(keyOf)))
  const isFreed = ({ needsRemoval }: Rejection) =>
    needsRemoval.length > 0 && needsRemoval.every((ref) => removed.has(keyOf(ref)))
  const freed = plan.rejected.filter(isFreed)
  const freedVersions = freed.map(({ name, arch, version }) => ({ name, arch, version }))
  return {
    install: [...plan.install.map(({ name, arch, version }) => ({ name, arch, version })), ...freedVersions],
    remove: removals.map(({ asked }) => asked),
    actions: unique([
      ...plan.actions,
      ...removals.flatMap(({ actions }) => actions),
      ...freed.flatMap(({ actions }) => actions),
    ]),
    units: plan.units.filter((change) => !isAsked(change) || answers[unitQuestionId(change)] === 'follow'),
    rejected: plan.rejected.filter((one) => !isFreed(one)),
  }
}

function unique(actions: readonly PackageAction[]): readonly PackageAction[] {
  return [...new Map(actions.map((action) => [describeAction(action), action])).values()]
}
