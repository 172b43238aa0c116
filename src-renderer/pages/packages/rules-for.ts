import type { ComparedPackage } from '../../../src-main/contract/packages-calls.ts'
import { isExactRule, ruleFor, type PackageRule } from '../../../src-main/contract/package-rule.ts'

export interface RulesFor {
  /** That names it. */
  readonly own: PackageRule | undefined
  /** Which counts where none names it. */
  readonly pattern: PackageRule | undefined
}

/** What a rule names: a Flatpak app or runtime ("org.gnome.Platform//48") by its ID alone. */
export function ruleSubject({
  manager,
  name,
  architecture,
}: Pick<ComparedPackage, 'manager' | 'name' | 'architecture'>) {
  return { kind: manager, name: manager === 'flatpak' ? name.replace(/\/\/.*$/, '') : name, architecture }
}

/** What is in a home folder is copied with it, whatever a rule for apps says. Of what fits the hardware or only installs a snap a pattern decides nothing that is not so anyway, and of what pc-switcher needs no rule. */
export function rulesFor(rules: readonly PackageRule[], one: ComparedPackage): RulesFor {
  if (one.apart === 'own' || one.scope === 'person') return { own: undefined, pattern: undefined }
  const subject = ruleSubject(one)
  const own = ruleFor(rules.filter(isExactRule), subject)
  const patterns = one.apart !== undefined ? [] : rules.filter((rule) => !isExactRule(rule))
  return { own, pattern: ruleFor(patterns, subject) }
}
