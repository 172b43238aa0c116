import type { LookSide } from '../../../contract/look.ts'
import { bytePathFromText } from '../../../kernel/byte-path.ts'
import type { CallOptions } from '../../../machine/machine.ts'
import type { Pair } from '../../../switch/step.ts'
import { lookAtEtcFile } from '../verbs.ts'
import { driftQuestionPrefix, ruleQuestionPrefix } from './plan.ts'

/** The path that a question of this step is about; undefined for the questions of others. */
export function pathOfEtcQuestion(questionId: string): string | undefined {
  const prefix = [ruleQuestionPrefix, driftQuestionPrefix].find((known) => questionId.startsWith(known))
  return prefix === undefined ? undefined : questionId.slice(prefix.length)
}

/** Both versions of a file, asked for now and kept nowhere. `path` is text, below /etc: "/sysctl.d/60-dev.conf". */
export async function lookAtEtc(
  { from, to }: Pair,
  path: string,
  options: CallOptions = {},
): Promise<{ readonly from: LookSide; readonly to: LookSide }> {
  const input = { path: bytePathFromText(path) }
  const [left, taken] = await Promise.all([
    from.call(lookAtEtcFile, input, options),
    to.call(lookAtEtcFile, input, options),
  ])
  return { from: left, to: taken }
}
