import {
  nameWithArchitecture,
  ruleFor,
  staysApart,
  type PackageRule,
  type Refusable,
} from '../../../../contract/package-rule.ts'
import type { Answers } from '../../../../contract/preview.ts'
import { compareVersions } from '../../compare-versions.ts'
import { keyOf, type Capture, type PackageRef } from '../../model.ts'
import type { PackagesPlan } from '../packages-plan.ts'
import { isLeft } from './left-for-later.ts'

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
