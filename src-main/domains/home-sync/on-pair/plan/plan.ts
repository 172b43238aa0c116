/** What a plan about /home remembers: decisions and numbers, never the list of a home. */
import { z } from 'zod'
import { AppError } from '../../../../kernel/app-error.ts'
import { errorCodes } from '../../../../kernel/error-codes.ts'
import type { Answers } from '../../../../contract/preview.ts'
import { messageSchema } from '../../../../contract/message.ts'
import { openPlaceSchema } from '../../open-files-verbs.ts'
import { literalExclusionSchema, personRuleSchema } from '../../scan-verbs.ts'
import { notDecided } from '../texts.ts'

const tallySchema = z.object({ added: z.number(), changed: z.number(), deleted: z.number(), bytes: z.number() })

/** What one laptop has of what is asked about; `newest` in seconds since 1970, `newer` of those that both have. */
const versionSchema = z.object({ files: z.number(), bytes: z.number(), newest: z.number(), newer: z.number() })

/** Where one version of a repository stands. */
const repositorySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('read'),
    /** Absent where it stands on a commit alone. */
    branch: z.string().optional(),
    /** Absent before the first commit. */
    head: z.object({ title: z.string(), at: z.string() }).optional(),
    /** Commits that the other version lacks; at least so many when `isMore`. */
    ahead: z.number(),
    isMore: z.boolean(),
  }),
  z.object({ kind: z.literal('absent') }),
  z.object({ kind: z.literal('unreadable'), why: messageSchema }),
])
export type RepositoryVersion = z.infer<typeof repositorySchema>

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
  versions: z.object({ from: versionSchema, to: versionSchema }),
  /** How many units are decided at once. */
  units: z.number(),
  /** Another one when either version is another one. Absent in plans of earlier versions. */
  about: z.string().default(''),
  /** The same of what the laptop that is taken has alone: what the other one saved since is what is wanted anyway. */
  aboutThere: z.string().default(''),
  /** Where git keeps commits in them: those of the version that gives way are kept. */
  gitFolders: z.array(z.string()),
  /** Of one repository alone. */
  repository: z.object({ from: repositorySchema, to: repositorySchema }).optional(),
})
export type Decision = z.infer<typeof decisionSchema>

/** `place` as it is shown: "Documents/plan.md", or the folder of a profile or database. */
const inUseSchema = openPlaceSchema.omit({ path: true }).extend({ place: z.string() })
export type InUse = z.infer<typeof inUseSchema>

/** How many, and the first of them as they are shown. */
const namedSchema = z.object({ count: z.number(), examples: z.array(z.string()) })
export type Named = z.infer<typeof namedSchema>

const stayingSchema = z.object({
  /** Of programs that run. */
  sockets: namedSchema,
  devices: namedSchema,
  /** Where something else is mounted. */
  mounts: namedSchema,
  /** Too deep to be copied. */
  deep: namedSchema,
  /** Of the laptop that is taken: protected against changes, and to be replaced or removed, or holding what is. */
  immutable: namedSchema,
  /** The disk does not give their contents. Absent in plans of earlier versions. */
  unreadable: namedSchema.default({ count: 0, examples: [] }),
})
export type Staying = z.infer<typeof stayingSchema>

export const homePlanSchema = z.object({
  version: z.literal(2),
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
  /** Kept commits that only the laptop that is taken has: they stay without a question. */
  keptCommits: z.array(z.string()),
  /** Of repositories with such commits in which the other laptop worked on: what they build on might go. */
  refreshed: z.array(z.string()),
  /** Found on either laptop's disk: left out on both. */
  found: z.array(literalExclusionSchema),
  leftOut: z.array(z.object({ kind: z.string(), count: z.number() })),
  /** What programs on the laptop that is taken use of that which would change. */
  inUse: z.array(inUseSchema).default([]),
  /** What stays on each laptop because of what it is. */
  staying: z.object({ from: stayingSchema, to: stayingSchema }),
  blockers: z.array(z.object({ title: z.string(), text: z.string(), code: z.enum(errorCodes).optional() })),
})
export type HomePlan = z.infer<typeof homePlanSchema>

export type Choice = 'keep' | 'take'

/**
 * What `--yes` takes: never against work that only one laptop has. The first time it cannot be known whose a file is, but of
 * commits it can.
 */
export function safeDefaultOf({
  kind,
  repository,
  gitFolders,
}: Pick<Decision, 'kind' | 'repository' | 'gitFolders'>): Choice | undefined {
  if (kind === 'only-there') return 'keep'
  if (kind !== 'first') return undefined
  const isTaken = repository === undefined ? gitFolders.length === 0 : isBehind(repository.to)
  return isTaken ? 'take' : undefined
}

/** Whether the other version has all of its commits. */
function isBehind(version: RepositoryVersion): boolean {
  return version.kind === 'absent' || (version.kind === 'read' && version.ahead === 0)
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

/** The topmost paths that stay as they are on the laptop that is taken, by choice. */
export function keptPaths(plan: HomePlan, answers: Answers): readonly string[] {
  const kept = plan.decisions.filter((decision) => choiceOf(decision, answers) === 'keep')
  return [...new Set(kept.flatMap(({ paths }) => paths))]
}
