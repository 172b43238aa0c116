import { appliesTo, type PackageRule } from '../../../../src-main/contract/package-rule.ts'
import { useCall } from '../../../stores/use-call.ts'
import { ruleSubject } from '../../packages/rules-for.ts'
import { texts } from '../texts.ts'

/** Which packages of both laptops a rule fits, in words. Both laptops are asked for their packages. */
export function useMatching(rule: Pick<PackageRule, 'kind' | 'name'>): string {
  const { value, error } = useCall('packagesCompare', {})
  if (value === undefined) return error === undefined ? texts.asking : texts.notAsked
  const names = value.packages.flatMap((one) =>
    one.scope === undefined && appliesTo(rule, ruleSubject(one)) ? [one.name] : [],
  )
  return texts.appliesTo([...new Set(names)])
}
