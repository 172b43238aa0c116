import { z } from 'zod'
import type { Answers } from '../../../../contract/preview.ts'
import { alternativeNameSchema, alternativeSchema, type Alternative } from '../verbs.ts'

const askedSchema = z.object({
  name: alternativeNameSchema,
  /** What was set by hand on the source; absent where it follows what is installed. */
  path: alternativeSchema.shape.path.optional(),
  /** What was set by hand on the target. */
  there: z.string(),
})
export type AskedAlternative = z.infer<typeof askedSchema>

export const alternativesPlanSchema = z.object({
  /** `there`: what was set by hand on the target. */
  follow: z.array(alternativeSchema.extend({ there: z.string().optional() })),
  /** To follow what is installed there, as on the source: a rule says so. */
  reset: z.array(alternativeNameSchema),
  /** Set by hand on the target, and otherwise on the other: a question each. */
  asked: z.array(askedSchema),
  /** Each laptop keeps its own of these: the person's rules. */
  kept: z.array(alternativeNameSchema),
})
export type AlternativesPlan = z.infer<typeof alternativesPlanSchema>

export const alternativeQuestionId = (name: string): string => `alternative:${name}`

export interface AgreedAlternatives {
  readonly wanted: readonly Alternative[]
  /** Names that are to follow what is installed. */
  readonly automatic: readonly string[]
  /** Each laptop keeps its own: by a rule, or because nobody agreed. */
  readonly kept: readonly string[]
}

export function applyAnswers({ follow, reset, asked, kept }: AlternativesPlan, answers: Answers): AgreedAlternatives {
  const isAgreed = ({ name }: AskedAlternative): boolean => answers[alternativeQuestionId(name)] === 'follow'
  const agreed = asked.filter(isAgreed)
  return {
    wanted: [
      ...follow.map(({ name, path }) => ({ name, path })),
      ...agreed.flatMap(({ name, path }) => (path === undefined ? [] : [{ name, path }])),
    ],
    automatic: [...reset, ...agreed.filter(({ path }) => path === undefined).map(({ name }) => name)],
    kept: [...kept, ...asked.filter((one) => !isAgreed(one)).map(({ name }) => name)],
  }
}
