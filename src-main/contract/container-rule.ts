/** What a person decided once and for all about what containers hold, and which rule counts for one of it. */
import { z } from 'zod'
import { isNamePattern, matchesName } from '../kernel/name-pattern.ts'

export const containerKinds = ['volume', 'image'] as const
const kindSchema = z.enum(containerKinds)
export type ContainerKind = z.infer<typeof kindSchema>

/** podman: the person's own. docker: the system's. */
export const engineIds = ['podman', 'docker'] as const
export const engineIdSchema = z.enum(engineIds)
export type EngineId = z.infer<typeof engineIdSchema>

/**
 * both: it is to be on both laptops, and crosses without a question where one has none. apart: one laptop alone keeps it; where both
 * have it, it is brought to one version. never: a switch leaves it as it is on each of them.
 */
export const containerDecisions = ['apart', 'both', 'never'] as const

/** Of names and patterns, as engines take names. */
const namePatterns: Readonly<Record<ContainerKind, RegExp>> = {
  image: /^[A-Za-z0-9*?][A-Za-z0-9_.:/*?-]{0,511}$/,
  volume: /^[A-Za-z0-9*?][A-Za-z0-9_.*?-]{0,254}$/,
}

export function isContainerRuleName({ kind, name }: Pick<ContainerRule, 'kind' | 'name'>): boolean {
  return namePatterns[kind].test(name)
}

/** Without an engine it is for whichever has something of that name. */
const targetSchema = z.object({ engine: engineIdSchema.optional(), kind: kindSchema, name: z.string() })

export const containerRuleSchema = targetSchema
  .extend({ decision: z.enum(containerDecisions) })
  .refine(isContainerRuleName)
export interface ContainerRule {
  readonly engine?: EngineId | undefined
  readonly kind: ContainerKind
  readonly name: string
  readonly decision: (typeof containerDecisions)[number]
}

/** What is decided. none: there is no rule any more. */
export const containerRuleChangeSchema = targetSchema.extend({ decision: z.enum([...containerDecisions, 'none']) })
export type ContainerRuleChange = z.infer<typeof containerRuleChangeSchema>

export interface ContainerThing {
  readonly engine: EngineId
  readonly kind: ContainerKind
  readonly name: string
}

/** Two engines may have something of the same name. */
export const shownContainerName = ({ engine, name }: Pick<ContainerThing, 'engine' | 'name'>): string =>
  engine === 'docker' ? `${name} (Docker)` : name

/** A name counts before a pattern, and then one for this engine before one for both; of two patterns the later one. */
export function containerRuleFor(
  rules: readonly ContainerRule[],
  { engine, kind, name }: ContainerThing,
): ContainerRule | undefined {
  const rank = (rule: ContainerRule): number => (isNamePattern(rule.name) ? 0 : 2) + (rule.engine === undefined ? 0 : 1)
  const names = kind === 'image' ? imageNames(name) : [name]
  return rules
    .filter((rule) => rule.kind === kind && (rule.engine ?? engine) === engine)
    .filter((rule) => names.some((one) => matchesName(rule.name, one)))
    .toSorted((one, other) => rank(one) - rank(other))
    .at(-1)
}

/** As its engine takes it, too: "localhost/app:latest" is "app". */
function imageNames(name: string): readonly string[] {
  const short = name.replace(/^localhost\//, '')
  return [name, short].flatMap((one) => [one, one.replace(/:latest$/, '')])
}
