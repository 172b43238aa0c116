import type { ComparedPackage } from '../../../src-main/contract/packages-calls.ts'
import { isExactRule, ruleFor, type PackageRule } from '../../../src-main/contract/package-rule.ts'

export interface RulesFor {
  /** That names it. */
  readonly own: PackageRule | undefined
  /** Which counts where none names it. */
  readonly pattern: PackageRule | undefined
}

/** Of what fits the hardware or only installs a snap a pattern decides nothing that is not so anyway, and of what pc-switcher needs no rule. */
export function rulesFor(rules: readonly PackageRule[], one: ComparedPackage): RulesFor {
  if (one.apart === 'own') return { own: undefined, pattern: undefined }
  const subject = { kind: one.manager, name: one.name, architecture: one.architecture }
  const own = ruleFor(rules.filter(isExactRule), subject)
  const patterns = one.apart !== undefined ? [] : rules.filter((rule) => !isExactRule(rule))
  return { own, pattern: ruleFor(patterns, subject) }
}
