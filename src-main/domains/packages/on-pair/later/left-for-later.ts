/** What the person leaves out of one switch alone: for its plan as by a rule, which no file has. Pure. */
import { forLater } from '../../../../contract/left-for-later.ts'
import {
  type PackageRule,
  type Refusable,
  nameWithArchitecture,
  ruleFor,
  staysApart,
} from '../../../../contract/package-rule.ts'
import type { Answers } from '../../../../contract/preview.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { PlanContext } from '../../../../switch/step.ts'
import { compareVersions } from '../../compare-versions.ts'
import { keyOf, type Capture, type PackageRef } from '../../model.ts'
import type { PackagesPlan } from '../packages-plan.ts'

/** With what was answered to the plan before. */
export type Probing = CallOptions & Pick<PlanContext, 'answered'>

type Target = Pick<Refusable, 'kind' | 'name'>

function laterId({ kind, name }: Target): string {
  return `${kind}-later:${name}`
}

/** Whatever a rule keeps from being done can also be left this time. */
export function refusable(target: Target, decisions: Refusable['decisions']): Refusable {
  return { ...target, decisions, later: laterId(target) }
}

export function isLeft(target: Target, answered: Answers): boolean {
  return answered[laterId(target)] === forLater
}

/** Neither installed nor changed, for others' sake either; before every rule of the person's. */
export function withLeft(rules: readonly PackageRule[], left: readonly Target[]): readonly PackageRule[] {
  return [...rules, ...left.map(({ kind, name }) => ({ kind, name, decision: 'never' as const }))]
}

/** As a rule names it. */
export function targetOf({ name, arch }: PackageRef): Pick<Refusable, 'kind' | 'name'> {
  return { kind: 'apt', name: nameWithArchitecture({ name, architecture: arch }) }
}

/** Of what would be installed or updated by itself, what is left this time. A rule of the person's says more. */
export function leftPackages(
  { from, to, rules }: { readonly from: Capture; readonly to: Capture; readonly rules: readonly PackageRule[] },
  answered: Answers,
): PackagesPlan['later'] {
  const there = new Map(to.packages.map((one) => [keyOf(one), one.version]))
  return from.packages.flatMap((one) => {
    const { name, arch, version } = one
    if (!isLeft(targetOf(one), answered)) return []
    const decision = ruleFor(rules, { kind: 'apt', name, architecture: arch })?.decision
    const before = there.get(keyOf(one))
    if (before === undefined) return one.auto || staysApart(decision) ? [] : [{ name, arch, version }]
    return decision === 'never' || compareVersions(before, version) >= 0 ? [] : [{ name, arch, version, before }]
  })
}
