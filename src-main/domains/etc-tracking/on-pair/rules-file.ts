/** The person's rules in ~/system-state: answers add to them, the rules page lists and changes them. */
import { pathProblem } from '../../../commons/rule-lines/rule-line.ts'
import type { LeftState } from '../../../commons/system-state/on-pair/left-state.ts'
import type { StateContributor } from '../../../commons/system-state/on-pair/record-step.ts'
import type { RulesOf } from '../../../commons/system-state/on-pair/work-state.ts'
import type { EtcRule } from '../../../contract/etc-calls.ts'
import type { Question } from '../../../contract/preview.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { bytePathFromText, textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import type { NeverList } from '../never-list.ts'
import { changeRules, parseRules, rulesFile } from '../rules.ts'
import { neverCopied, neverReasons, noWildcards, ruleProblems } from '../texts.ts'
import { readNeverList } from './compare-etc.ts'
import { newRules } from './decisions.ts'
import * as texts from './texts.ts'

export interface EtcRules {
  readonly rules: EtcRule[]
  readonly file: string
}

/** Adds the answers to the file, which is committed before /home travels. */
export function etcRulesContributor(rulesOf: RulesOf): StateContributor {
  return {
    async contribute(pair, answers, { questions, signal }) {
      const [text, never] = await Promise.all([
        rulesOf(pair).readFile(rulesFile, { signal }),
        readNeverList(pair.from, { signal }),
      ])
      const rules = newRules(questions.flatMap(undecidedFile), answers)
      if (rules.size === 0 && text !== undefined) {
        parseRules(text, never)
        return { [rulesFile]: text }
      }
      return { [rulesFile]: changeRules(text, rules, never) }
    },
  }
}

/** The file without a rule that a question is about. */
function undecidedFile({ form, subject }: Question): readonly BytePath[] {
  return form === 'rule' && subject.kind === 'etc-file' ? [bytePathFromText(subject.path)] : []
}

/** The person's first, in their order. Throws AppError "invalid-rules". */
export async function listEtcRules(state: Pick<LeftState, 'readFile'>, never: NeverList): Promise<EtcRules> {
  const parsed = parseRules((await state.readFile(rulesFile)) ?? '', never)
  const rules = parsed.map(({ path, decision, line }): EtcRule => {
    const reason = texts.personRule[decision]
    return { pattern: textFromBytePath(path), decision, origin: 'person', reason, line }
  })
  const builtIn = never.entries.map(({ pattern, why }): EtcRule => ({
    pattern,
    decision: 'never',
    origin: 'built-in',
    reason: neverReasons[why],
  }))
  return { rules: [...rules, ...builtIn], file: `~/system-state/${rulesFile}` }
}

/** `patterns` are paths below /etc, with or without "/etc" before them. All of them in one commit, or none. */
export async function decideEtcRules(
  state: LeftState,
  never: NeverList,
  patterns: readonly string[],
  decision: 'always' | 'never' | 'forget',
): Promise<EtcRules> {
  for (const pattern of patterns) refuseImpossible(pattern, decision, never)
  // What is forgotten is named as its rule is written.
  const paths = patterns.map(decision === 'forget' ? belowEtc : pathOfPattern)
  const text = await state.readFile(rulesFile)
  const changed = changeRules(text, new Map(paths.map((path) => [bytePathFromText(path), decision])), never)
  if (changed !== text) {
    await state.record(texts.ruleCommit(paths, decision), { [rulesFile]: changed })
  }
  return listEtcRules(state, never)
}

const belowEtc = (pattern: string): string => pattern.replace(/^\/etc(?=\/)/, '')

/** Below /etc. A rule for a folder means all that is in it, which is what a shell says with an asterisk. */
export function pathOfPattern(pattern: string): string {
  return belowEtc(pattern).replace(/(?<=[^/])\/\*{0,2}$/, '')
}

function refuseImpossible(pattern: string, decision: 'always' | 'never' | 'forget', never: NeverList): void {
  const path = decision === 'forget' ? belowEtc(pattern) : pathOfPattern(pattern)
  const problem = pathProblem(path)
  if (problem !== undefined) throw refused(pattern, ruleProblems[problem])
  if (decision !== 'forget' && /[*?]/.test(path)) throw refused(pattern, noWildcards)
  const why = never.whyNever(path)
  if (decision === 'always' && why !== undefined) throw refused(pattern, neverCopied(neverReasons[why]))
}

function refused(pattern: string, why: string): AppError {
  return new AppError({ code: 'invalid-input', ...texts.refusedRule(pattern, why) })
}
