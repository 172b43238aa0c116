import { z } from 'zod'
import { doorProblemSchema } from '../../../commons/doors/verbs.ts'

const ruleSchema = z.object({ path: z.string(), decision: z.enum(['always', 'never']), line: z.number() })

/** What stood there on the target: what is otherwise by the time it would be replaced is newer than the plan. */
const there = z.string()

/** What one laptop has there, for whoever decides. */
const versionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('file'), bytes: z.number(), changedAt: z.string() }),
  z.object({ kind: z.literal('link'), target: z.string() }),
  z.object({ kind: z.enum(['folder', 'other', 'absent']) }),
])
export type EtcVersion = z.infer<typeof versionSchema>

const versionsSchema = z.object({
  from: versionSchema,
  to: versionSchema,
  /** Whose contents were changed later. */
  newer: z.enum(['from', 'to']).optional(),
})
export type EtcVersions = z.infer<typeof versionsSchema>
const versions = versionsSchema.optional()

/** Whose it is, of the packages. */
const packageName = z.string().optional()

/** Names, sizes, dates and reasons only: no contents, and of contents nothing but a short mark. */
export const etcPlanSchema = z.object({
  rules: z.array(ruleSchema),
  /** What the source gives to the other, of tracked files. */
  changes: z.array(
    z.object({
      path: z.string(),
      effect: z.enum(['add', 'update', 'remove']),
      detail: z.string(),
      bytes: z.number(),
      mark: z.string(),
      there,
    }),
  ),
  /** Of `changes`: whose owner, or whom its ACL names, the other laptop does not know. */
  unowned: z.array(z.string()),
  /** Of `changes`: what the other laptop does not let be changed. */
  protected: z.array(z.string()),
  /** What would keep somebody out of the other laptop, of all that may come, open questions included: it is held back. */
  held: z.array(z.object({ path: z.string(), why: doorProblemSchema })),
  /** Files that the disk of a laptop does not give. */
  unreadable: z.object({ from: z.array(z.string()), to: z.array(z.string()) }),
  /** Tracked files that only the other laptop has; they stay, and travel on the way back. */
  staying: z.array(z.string()),
  /** Files without a rule. */
  undecided: z.array(
    z.object({
      path: z.string(),
      reason: z.string(),
      onlyTo: z.boolean(),
      secret: z.boolean(),
      canLook: z.boolean(),
      versions,
      package: packageName,
      suggestion: z.object({ choice: z.enum(['always', 'never']), why: z.string() }).optional(),
      mark: z.string(),
      there,
    }),
  ),
  /** Tracked files that the receiver changed since both were last equal. */
  drift: z.array(
    z.object({
      path: z.string(),
      reason: z.string(),
      both: z.boolean(),
      secret: z.boolean(),
      canLook: z.boolean(),
      versions,
      package: packageName,
      mark: z.string(),
      there,
    }),
  ),
})
export type EtcPlan = z.infer<typeof etcPlanSchema>

export const ruleQuestionPrefix = 'etc:'
export const driftQuestionPrefix = 'etc-changed:'
