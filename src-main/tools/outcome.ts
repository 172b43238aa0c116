import { fewLines } from '../kernel/few-lines.ts'

/** What came of a call about one thing that may be refused, while others go on. */
export interface Outcome {
  readonly isDone: boolean
  /** What the program complained of. */
  readonly words: string
}

/** Of a program that says on standard error what it complains of. */
export function outcomeOf(exitCode: number, stderr: string): Outcome {
  return { isDone: exitCode === 0, words: fewLines(withoutSecrets(stderr).trim()) }
}

/** Where it names an address, it does so with its password and its token. */
function withoutSecrets(words: string): string {
  return words.replace(/(\b[a-z+]+:\/\/)[^\s/'"?#]*@/gi, '$1').replace(/(\b[a-z+]+:\/\/[^\s'"?#]*)[?#][^\s'"]*/gi, '$1')
}
