/** What a plan about /home remembers: decisions and numbers, never the list of a home. */
import { z } from 'zod'
import { AppError } from '../../../../kernel/app-error.ts'
import { errorCodes } from '../../../../kernel/error-codes.ts'
import type { Answers } from '../../../../contract/preview.ts'
import { literalExclusionSchema, personRuleSchema } from '../../verbs.ts'
import { notDecided } from '../texts.ts'

const tallySchema = z.object({ added: z.number(), changed: z.number(), deleted: z.number(), bytes: z.number() })

/**
 * only-there: the laptop that is taken changed it, the other did not. both: both did. first: both have it, they differ,
 * and nothing is known of earlier. vanished: the laptop that is left deleted so much that it may not have been meant.
 */
export const decisionSchema = z.object({
  id: z.string(),
  subject: z.string(),
  /** Where it is, as it is shown: "Documents/plan.md". */
  place: z.string(),
  kind: z.enum(['only-there', 'both', 'first', 'vanished']),
  /** What is kept when the answer is "keep", each with all that is in it. */
  paths: z.array(z.string()),
  from: tallySchema,
  to: tallySchema,
  /** How many units are decided at once. */
  units: z.number(),
})
export type Decision = z.infer<typeof decisionSchema>

export const homePlanSchema = z.object({
  version: z.literal(1),
  /** The switch after which both were equal the last time; absent the first time. */
  base: z.string().optional(),
  scans: z.object({ from: z.string(), to: z.string() }),
  totals: z.object({ files: z.number(), bytes: z.number() }),
  taken: z.object({
    tally: tallySchema,
    examples: z.array(z.object({ path: z.string(), kind: z.string(), count: z.number(), bytes: z.number() })),
  }),
  decisions: z.array(decisionSchema),
  /** Of the person, on the laptop that is left: both are scanned by them, also when the switch is resumed. */
  rules: z.array(personRuleSchema).default([]),
  /** Found on either laptop's disk: left out on both. */
  found: z.array(literalExclusionSchema),
  leftOut: z.array(z.object({ kind: z.string(), count: z.number() })),
  devices: z.number(),
  blockers: z.array(z.object({ title: z.string(), text: z.string(), code: z.enum(errorCodes).optional() })),
})
export type HomePlan = z.infer<typeof homePlanSchema>

export type Choice = 'keep' | 'take'

/** What `--yes` takes: never against work that only one laptop has. */
export function safeDefaultOf({ kind }: Pick<Decision, 'kind'>): Choice | undefined {
  if (kind === 'both') return undefined
  return kind === 'first' ? 'take' : 'keep'
}

/** Throws AppError "needs-answers" when there is neither an answer nor a safe default. */
export function choiceOf(decision: Decision, answers: Answers): Choice {
  const answer = answers[decision.id]
  if (answer === 'keep' || answer === 'take') return answer
  const usual = safeDefaultOf(decision)
  if (answer === undefined && usual !== undefined) return usual
  throw new AppError({
    code: 'needs-answers',
    ...notDecided(decision.subject),
  })
}

/** The topmost paths that stay as they are on the laptop that is taken. */
export function keptPaths(plan: HomePlan, answers: Answers): readonly string[] {
  const kept = plan.decisions.filter((decision) => choiceOf(decision, answers) === 'keep')
  return [...new Set(kept.flatMap(({ paths }) => paths))]
}
