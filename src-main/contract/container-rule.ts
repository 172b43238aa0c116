/** What a person decided once and for all about what containers hold, and which rule counts for one of it. */
import { z } from 'zod'
import { isNamePattern, matchesName } from '../kernel/name-pattern.ts'

export const containerKinds = ['volume'] as const
const kindSchema = z.enum(containerKinds)

/**
 * both: it is to be on both laptops, and crosses without a question where one has none. apart: one laptop alone keeps it; where both
 * have it, it is brought to one version. never: a switch leaves it as it is on each of them.
 */
export const containerDecisions = ['apart', 'both', 'never'] as const

/** Of names and patterns, as podman takes names. */
const namePattern = /^[A-Za-z0-9*?][A-Za-z0-9_.*?-]{0,254}$/

export function isContainerRuleName(name: string): boolean {
  return namePattern.test(name)
}

const targetSchema = z.object({ kind: kindSchema, name: z.string() })

export const containerRuleSchema = targetSchema
  .extend({ decision: z.enum(containerDecisions) })
  .refine(({ name }) => isContainerRuleName(name))
export type ContainerRule = z.infer<typeof containerRuleSchema>

/** What is decided. none: there is no rule any more. */
export const containerRuleChangeSchema = targetSchema.extend({ decision: z.enum([...containerDecisions, 'none']) })
export type ContainerRuleChange = z.infer<typeof containerRuleChangeSchema>

/** A name counts before a pattern; of two patterns the later one. */
export function containerRuleFor(
  rules: readonly ContainerRule[],
  { name }: Pick<ContainerRule, 'kind' | 'name'>,
): ContainerRule | undefined {
  const rank = (rule: ContainerRule): number => (isNamePattern(rule.name) ? 0 : 1)
  return rules
    .filter((rule) => matchesName(rule.name, name))
    .toSorted((one, other) => rank(one) - rank(other))
    .at(-1)
}
