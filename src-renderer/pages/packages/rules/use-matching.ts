import { appliesTo, type PackageRule, type PackageRuleKind } from '../../../../src-main/contract/package-rule.ts'
import { useCall } from '../../../stores/use-call.ts'
import { otherSubject, ruleSubject } from '../../../../src-main/contract/package-rules-for.ts'
import { texts } from '../../rules/texts.ts'

/** Default programs are not among what both laptops are asked for. */
export function isMatchable(kind: PackageRuleKind): boolean {
  return kind !== 'alternative'
}

/** Which packages, services or sources of both laptops a rule fits, in words. Both laptops are asked for them. */
export function useMatching(rule: Pick<PackageRule, 'kind' | 'name'>): string {
  const { value, error } = useCall('packagesCompare', {})
  if (value === undefined) return error === undefined ? texts.asking : texts.notAsked
  const packages = value.packages.flatMap((one) =>
    one.scope === undefined && appliesTo(rule, ruleSubject(one)) ? [one.name] : [],
  )
  const others = value.others.flatMap((one) => {
    const subject = otherSubject(one)
    return subject !== undefined && appliesTo(rule, subject) ? [one.name] : []
  })
  return texts.appliesTo(rule.kind, [...new Set([...packages, ...others])])
}
