/** What `pc-switcher why` prints. */
import type { WhyAnswers } from '../../../contract/why-calls.ts'
import { moreWords, nothingFoundWords, notSearchedWords } from '../../../contract/why-words.ts'

export function whyLines(asked: string, { answers, more, searched, notSearched }: WhyAnswers): readonly string[] {
  return [
    ...answers.flatMap(({ title, lines, place }) => [
      `${title}.`,
      ...lines.map((line) => `  ${line}`),
      ...(place.atTerminal === undefined ? [] : [`  ${place.atTerminal}`]),
    ]),
    ...(answers.length === 0 ? [nothingFoundWords(asked, searched)] : []),
    ...(more === 0 ? [] : [moreWords(more)]),
    ...notSearched.map(({ what, error }) => notSearchedWords(what, error)),
  ]
}
