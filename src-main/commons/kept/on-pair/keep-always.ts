import type { Answers, Choice, Question } from '../../../contract/preview.ts'
import type { Rule } from '../../../contract/rule.ts'
import * as texts from './texts.ts'

export const keepAlwaysId = 'keep-always'

/** Of a question: it stays as it is, and is asked about no more. The same words for whatever is kept. */
export function keepAlwaysChoice(
  effect: string,
  rule: Rule,
  words: Pick<Choice, 'label' | 'word'> = texts.keepAlways,
): Choice {
  return { id: keepAlwaysId, ...words, effect, meaning: 'keep', bulk: true, rule }
}

/** What the person wants to be remembered. */
export function rulesAnswered(questions: readonly Question[], answers: Answers): readonly Rule[] {
  return questions.flatMap(({ id, choices }) => choices.find((choice) => choice.id === answers[id])?.rule ?? [])
}
