/** Why something is, or is not, on the other laptop: one question over all that a switch copies, for every client. */
import { z } from 'zod'
import { defineCall } from './define.ts'
import { placeSchema } from './place.ts'
import { wireErrorSchema } from './wire-error.ts'

export const whyAnswerSchema = z.object({
  /** Different for each answer of one capability. */
  name: z.string(),
  /** Which laptop has it, in a sentence without its full stop. */
  title: z.string(),
  /** What a switch does with it, and by which rule: sentences. */
  lines: z.array(z.string()),
  /** What every switch does with it; absent where nobody can change that. `value` is absent where no rule says anything. */
  choice: z
    .object({ value: z.string().optional(), options: z.array(z.object({ id: z.string(), label: z.string() })) })
    .optional(),
  /** Where its rule is shown and changed. */
  place: placeSchema,
})
export type WhyAnswer = z.infer<typeof whyAnswerSchema>

const whySchema = z.object({
  /** `by`: the capability that answers. */
  answers: z.array(whyAnswerSchema.extend({ by: z.string() })),
  /** How many answers there are besides. */
  more: z.int(),
  /** What was looked through, in a person's words. */
  searched: z.array(z.string()),
  /** What could not be looked through. */
  notSearched: z.array(z.object({ what: z.string(), error: wireErrorSchema })),
})
export type WhyAnswers = z.infer<typeof whySchema>

/** As it was typed: a path, or a part of a name. */
const askedSchema = z.string().max(4096)

export const whyCalls = {
  whyAsk: defineCall({
    name: 'why.ask',
    title: 'tell why something is or is not on the other laptop',
    input: z.object({ asked: askedSchema }),
    output: whySchema,
  }),
  /** Sets the rule about one of the answers, and answers anew. */
  whyDecide: defineCall({
    name: 'why.decide',
    title: 'set what every switch does with something',
    input: z.object({ asked: askedSchema, by: z.string(), name: z.string(), choice: z.string() }),
    output: whySchema,
  }),
} as const
