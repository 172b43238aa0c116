import type { Question } from '../../../contract/preview.ts'
import { bytePathFromText } from '../../../kernel/byte-path.ts'
import type { Look, Pair } from '../../../switch/step.ts'
import { lookAtEtcFile } from '../verbs.ts'
import { driftQuestionPrefix, ruleQuestionPrefix } from './plan.ts'

/** The path that a question of this step is about; undefined for the questions of others. */
function pathOfEtcQuestion(questionId: string): string | undefined {
  const prefix = [ruleQuestionPrefix, driftQuestionPrefix].find((known) => questionId.startsWith(known))
  return prefix === undefined ? undefined : questionId.slice(prefix.length)
}

/** Both versions of a file, asked for now and kept nowhere. */
export async function lookAtQuestion({ from, to }: Pair, { id }: Pick<Question, 'id'>): Promise<Look | undefined> {
  const path = pathOfEtcQuestion(id)
  if (path === undefined) return undefined
  const input = { path: bytePathFromText(path) }
  const [left, taken] = await Promise.all([from.call(lookAtEtcFile, input), to.call(lookAtEtcFile, input)])
  return { from: left, to: taken }
}
