/** The person's rules in ~/system-state: answers add to them, the rules page lists and changes them. */
import type { SystemState } from '../../../commons/system-state/on-pair/open-system-state.ts'
import type { StateContributor } from '../../../commons/system-state/on-pair/record-step.ts'
import type { EtcRule } from '../../../contract/calls.ts'
import type { Question } from '../../../contract/preview.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { bytePathFromText, textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { findNever, neverList } from '../never-list.ts'
import { changeRules, parseRules, problemOf, rulesFile } from '../rules.ts'
import { newRules } from './decisions.ts'
import * as texts from './texts.ts'

export interface EtcRules {
  readonly rules: EtcRule[]
  readonly file: string
}

/** Adds the answers to the file, which is committed before /home travels. */
export function etcRulesContributor(state: SystemState): StateContributor {
  return {
    async contribute(_pair, answers, { questions }) {
      const text = await state.readFile(rulesFile)
      const rules = newRules(questions.flatMap(undecidedFile), answers)
      if (rules.size === 0 && text !== undefined) {
        parseRules(text)
        return { [rulesFile]: text }
      }
      return { [rulesFile]: changeRules(text, rules) }
    },
  }
}

/** The file without a rule that a question is about. */
function undecidedFile({ form, subject }: Question): readonly BytePath[] {
  return form === 'rule' && subject.kind === 'etc-file' ? [bytePathFromText(subject.path)] : []
}

/** The person's first, in their order. Throws AppError "invalid-rules". */
export async function listEtcRules(state: SystemState): Promise<EtcRules> {
  const rules = parseRules((await state.readFile(rulesFile)) ?? '').map(({ path, decision, line }): EtcRule => {
    const reason = texts.personRule[decision]
    return { pattern: textFromBytePath(path), decision, origin: 'person', reason, line }
  })
  const builtIn = neverList.map(({ pattern, reason }): EtcRule => ({
    pattern,
    decision: 'never',
    origin: 'built-in',
    reason,
  }))
  return { rules: [...rules, ...builtIn], file: `~/system-state/${rulesFile}` }
}

/** `pattern` is a path below /etc, with or without "/etc" before it. */
export async function decideEtcRule(
  state: SystemState,
  pattern: string,
  decision: 'always' | 'never' | 'forget',
): Promise<EtcRules> {
  const path = pattern.replace(/^\/etc(?=\/)/, '')
  const problem = problemOf(path)
  if (problem !== undefined) throw refused(pattern, problem)
  const never = findNever(path)
  if (decision === 'always' && never !== undefined) throw refused(pattern, texts.neverCopied(never.reason))
  const text = await state.readFile(rulesFile)
  const changed = changeRules(text, new Map([[bytePathFromText(path), decision]]))
  if (changed !== text) {
    await state.writeFiles({ [rulesFile]: changed })
    await state.commit(`/etc${path}: ${decision}`)
  }
  return listEtcRules(state)
}

function refused(pattern: string, why: string): AppError {
  return new AppError({ code: 'invalid-input', ...texts.refusedRule(pattern, why) })
}
