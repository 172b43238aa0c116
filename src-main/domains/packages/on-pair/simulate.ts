/** What apt on the receiver is asked for a plan. */
import type { CallOptions } from '../../../machine/machine.ts'
import type { Pair } from '../../../switch/step.ts'
import {
  keyOf,
  type Capture,
  type PackageMark,
  type PackageRef,
  type PackageVersion,
  type SimulationAnswer,
} from '../model.ts'
import { simulatePackages } from '../verbs.ts'
import type { CaptureComparison } from './compare-captures.ts'
import { failedOnBoth, mayBeRemoved, type Captures } from './removals.ts'
import type { RuledPackages } from './rules/ruled.ts'

/** Nothing where there is nothing to ask; not so where dependencies `areBroken`, which are to be repaired all the same. */
export async function simulate(
  pair: Pair,
  comparison: CaptureComparison,
  captured: Captures & Pick<RuledPackages, 'never'> & { readonly areBroken: boolean },
  options: CallOptions,
): Promise<SimulationAnswer> {
  const { to } = captured
  const install = [...comparison.missing, ...comparison.older, ...comparison.torn].map(({ name, arch, version }) => ({
    name,
    arch,
    version,
  }))
  const consider = [...comparison.onlyThere, ...failedOnBoth(captured).keys()]
    .filter((one) => mayBeRemoved(one, to))
    .map(({ name, arch }) => ({ name, arch }))
  if (install.length + consider.length === 0 && !captured.areBroken) return nothingAsked
  const architectures = [...newArchitectures(install, to)]
  const leave = toLeave(captured)
  const request = { install, remove: [], consider, architectures, leave, unhold: toUnhold(comparison.marks) }
  return pair.to.call(simulatePackages, request, options)
}

/** What was broken off while it was unpacked is put right all the same. */
export function toLeave({ to, never }: Pick<Captures, 'to'> & Pick<RuledPackages, 'never'>): PackageRef[] {
  const torn = new Set(to.packages.filter((one) => one.torn).map(keyOf))
  return never.filter((one) => !torn.has(keyOf(one)))
}

/** What is off hold before anything is installed. */
export function toUnhold(marks: readonly PackageMark[]): PackageRef[] {
  return marks.filter(({ mark }) => mark === 'unhold').map(({ name, arch }) => ({ name, arch }))
}

/** Of these packages, the architectures that dpkg on the receiver does not know yet. */
export function newArchitectures(packages: readonly PackageRef[], to: Capture): readonly string[] {
  return [...new Set(packages.map(({ arch }) => arch))].filter((arch) => !to.architectures.includes(arch))
}

export const nothingAsked: SimulationAnswer = {
  accepted: [],
  actions: [],
  rejected: [],
  removals: [],
  downloadBytes: 0,
}

/** Of what would be installed; `keys` of packages. */
export function without(comparison: CaptureComparison, keys: ReadonlySet<string>): CaptureComparison {
  const isLeft = (one: PackageVersion) => !keys.has(keyOf(one))
  const { missing, older, torn } = comparison
  return { ...comparison, missing: missing.filter(isLeft), older: older.filter(isLeft), torn: torn.filter(isLeft) }
}
