import type { ComparedPackage } from './packages-calls.ts'
import type { ComparedOther } from './packages-others.ts'
import { isExactRule, ruleFor, type PackageRule, type RuleSubject } from './package-rule.ts'
import { assertNever } from '../kernel/assert-never.ts'

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

/** The same of what stands beside packages; undefined for what no rule is about, as no switch changes it. */
export function otherSubject(one: ComparedOther): Exclude<RuleSubject, { readonly architecture: string }> | undefined {
  switch (one.kind) {
    case 'unit':
      // Links by hand, and files outside of /etc, are never carried.
      return one.isOfLaptop || one.origin === 'link' || one.origin === 'file'
        ? undefined
        : { kind: one.scope === 'users' ? 'user-unit' : 'unit', name: one.name }
    case 'source':
      if (one.followsRelease || one.scope === 'person') return undefined
      return { kind: one.manager === 'flatpak' ? 'flatpak-source' : 'source', name: one.name }
    case 'setting':
      return one.topic === 'default-program' ? { kind: 'alternative', name: one.name } : undefined
    case 'program':
      return undefined
    default:
      return assertNever(one)
  }
}

/**
 * What is in a home folder is copied with it, whatever a rule for apps says. Of what fits the hardware or only installs a snap a
 * pattern decides nothing that is not so anyway, and of what pc-switcher needs no rule.
 */
export function rulesFor(rules: readonly PackageRule[], one: ComparedPackage): RulesFor {
  if (one.apart === 'own' || one.scope === 'person') return noRules
  const patterns = one.apart !== undefined ? [] : rules.filter((rule) => !isExactRule(rule))
  return rulesAbout(ruleSubject(one), rules, patterns)
}

export function rulesForOther(rules: readonly PackageRule[], one: ComparedOther): RulesFor {
  const subject = otherSubject(one)
  const patterns = rules.filter((rule) => !isExactRule(rule))
  return subject === undefined ? noRules : rulesAbout(subject, rules, patterns)
}

const noRules: RulesFor = { own: undefined, pattern: undefined }

function rulesAbout(subject: RuleSubject, rules: readonly PackageRule[], patterns: readonly PackageRule[]): RulesFor {
  return { own: ruleFor(rules.filter(isExactRule), subject), pattern: ruleFor(patterns, subject) }
}
