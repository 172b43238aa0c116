import type { z } from 'zod'
import type { Answers, Choice, Question } from '../../../contract/preview.ts'
import type { Kept, Rule } from '../../../contract/rule.ts'
import * as texts from './texts.ts'

export const keepAlwaysId = 'keep-always'

/** Of a question: it stays as it is, and is asked about no more. The same words for whatever is kept. */
export function keepAlwaysChoice<R extends Rule = Kept>(
  effect: string,
  rule: NoInfer<R>,
  words: Pick<Choice, 'label' | 'word'> = texts.keepAlways,
): Choice {
  return { id: keepAlwaysId, ...words, effect, meaning: 'keep', bulk: true, rule }
}

/** What the person wants to be remembered, as far as it is of the kinds that `schema` knows. */
export function rulesAnswered<R>(questions: readonly Question[], answers: Answers, schema: z.ZodType<R>): readonly R[] {
  return questions.flatMap(({ id, choices }) => {
    const read = schema.safeParse(choices.find((choice) => choice.id === answers[id])?.rule)
    return read.success ? [read.data] : []
  })
}
