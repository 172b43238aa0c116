/** What a person decided once and for all about programs, units and where programs come from, and which rule counts for one. */
import { z } from 'zod'
import { isNamePattern, matchesName } from '../kernel/name-pattern.ts'
import { unitNamePattern } from '../kernel/unit-name.ts'

/** By which programs come. */
export const packageManagers = ['apt', 'flatpak', 'snap'] as const
export type PackageManager = (typeof packageManagers)[number]

/**
 * unit: of the system; user-unit: in every user's own service manager. source: of apt. alternative: which program a name leads
 * to, "editor".
 */
export const packageRuleKinds = [
  ...packageManagers,
  'unit',
  'user-unit',
  'source',
  'flatpak-source',
  'alternative',
] as const
const kindSchema = z.enum(packageRuleKinds)
export type PackageRuleKind = z.infer<typeof kindSchema>

/**
 * apart: one laptop alone keeps it; what both have is brought to one version. both: it is to be on both laptops, and is never asked
 * to go. never: a switch leaves it as it is on each of them, also its version, hold and mark where both have it.
 */
export const packageDecisions = ['apart', 'both', 'never'] as const
const decisionSchema = z.enum(packageDecisions)
export type PackageDecision = z.infer<typeof decisionSchema>

const unitPattern = /^[A-Za-z0-9_*?][A-Za-z0-9_.:@\\*?-]*$/

/** Of names and patterns. Nothing in them can be taken for a path or an option. */
const namePatterns: Readonly<Record<PackageRuleKind, RegExp>> = {
  apt: /^[a-z0-9*?][a-z0-9+.*?-]*(?::[a-z0-9*?][a-z0-9*?-]*)?$/,
  flatpak: /^[A-Za-z0-9_*?][A-Za-z0-9._*?-]*(?::[A-Za-z0-9_*?]+)?$/,
  snap: /^[a-z0-9*?][a-z0-9_*?-]*(?::[a-z0-9*?]+)?$/,
  unit: unitPattern,
  'user-unit': unitPattern,
  source: /^[A-Za-z0-9*?][^\p{Cc}]*$/u,
  'flatpak-source': /^[A-Za-z0-9*?](?:[^\p{Cc}]*[^\p{Cc}/])?$/u,
  alternative: /^[A-Za-z0-9[*?][A-Za-z0-9+._:[*?-]*$/,
}

/** Whether this can name what a rule is about. */
export function isRuleName(kind: PackageRuleKind, name: string): boolean {
  if (name.length > 1_000 || name !== name.trim() || !namePatterns[kind].test(name)) return false
  const isUnit = kind === 'unit' || kind === 'user-unit'
  return !isUnit || isNamePattern(name) || unitNamePattern.test(name)
}

/**
 * Name of a package ("powertop", "powertop:amd64" where one architecture is meant), of a unit or of what an alternative is for, the
 * address and suite of a source, or the address of one of Flatpak, without a slash at its end. In each `*` and `?` may stand for
 * others.
 */
const targetSchema = z.object({ kind: kindSchema, name: z.string() })

/** Something that a plan would do, and what may be decided so that it does not, in this switch and in later ones. */
export const refusableSchema = targetSchema.extend({
  decisions: z.array(z.enum(['apart', 'never'])).min(1),
  /** The answer by which this one switch alone leaves it (`left-for-later.ts`). */
  later: z.string().optional(),
})
export type Refusable = z.infer<typeof refusableSchema>

/** Of these "both" cannot be said: who signs a source may change anything. */
export function isSourceKind(kind: PackageRuleKind): boolean {
  return kind === 'source' || kind === 'flatpak-source'
}

export const packageRuleSchema = targetSchema
  .extend({ decision: decisionSchema })
  .refine(({ kind, name }) => isRuleName(kind, name))
export type PackageRule = z.infer<typeof packageRuleSchema>

/** What is decided. none: there is no rule any more. */
export const packageRuleChangeSchema = targetSchema.extend({ decision: z.enum([...packageDecisions, 'none']) })
export type PackageRuleChange = z.infer<typeof packageRuleChangeSchema>

/** Something that a rule may be about. */
export type RuleSubject =
  | { readonly kind: PackageManager; readonly name: string; readonly architecture: string }
  | { readonly kind: Exclude<PackageRuleKind, PackageManager>; readonly name: string }

type Rule = Pick<PackageRule, 'kind' | 'name'>

/** Whether a laptop that lacks it is left without it, and the other one is not asked to give it up. */
export function staysApart(decision: PackageDecision | undefined): boolean {
  return decision === 'apart' || decision === 'never'
}

export function isPackageKind(kind: PackageRuleKind): kind is PackageManager {
  return packageManagers.some((manager) => manager === kind)
}

export function appliesTo(rule: Rule, subject: RuleSubject): boolean {
  if (rule.kind !== subject.kind) return false
  const isWithArchitecture = 'architecture' in subject && rule.name.includes(':')
  return matchesName(rule.name, isWithArchitecture ? nameWithArchitecture(subject) : subject.name)
}

/** "powertop:amd64", as a rule names it for one architecture. */
export function nameWithArchitecture({ name, architecture }: { readonly name: string; readonly architecture: string }) {
  return `${name}:${architecture}`
}

/** Says more than a pattern does. */
export function isExactRule({ name }: Pick<PackageRule, 'name'>): boolean {
  return !isNamePattern(name)
}

/** A name counts before a pattern, with its architecture before without; of two patterns the later one. */
export function ruleFor<R extends Rule>(rules: readonly R[], subject: RuleSubject): R | undefined {
  const rank = (rule: R): number =>
    !isExactRule(rule) ? 0 : 'architecture' in subject && rule.name.includes(':') ? 2 : 1
  return rules
    .filter((rule) => appliesTo(rule, subject))
    .toSorted((one, other) => rank(one) - rank(other))
    .at(-1)
}
