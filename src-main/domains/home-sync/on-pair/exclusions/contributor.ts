import { rulesAnswered } from '../../../../commons/kept/on-pair/keep-always.ts'
import type { SystemState } from '../../../../commons/system-state/on-pair/open-system-state.ts'
import type { StateContributor } from '../../../../commons/system-state/on-pair/record-step.ts'
import { changeForPath } from './path-change.ts'
import { changePersonRules, exclusionsFile, parsePersonRules } from './rules-file.ts'

/** The file as the person left it, with what they answered, is committed before /home travels. */
export function exclusionsContributor(state: SystemState): StateContributor {
  return {
    async contribute(_pair, answers, { questions }) {
      const before = await state.readFile(exclusionsFile)
      const patterns = rulesAnswered(questions, answers).flatMap((rule) => (rule.kind === 'home' ? [rule.pattern] : []))
      const text = patterns.reduce(withExclusion, before)
      return text === undefined ? {} : { [exclusionsFile]: text }
    },
  }
}

function withExclusion(text: string | undefined, pattern: string): string {
  const { rules } = parsePersonRules(text ?? '')
  return changePersonRules(text, changeForPath(rules, { pattern, decision: 'exclude' }))
}
