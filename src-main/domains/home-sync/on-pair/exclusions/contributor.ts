import { rulesAnswered } from '../../../../commons/kept/on-pair/keep-always.ts'
import type { LeftStateOn } from '../../../../commons/system-state/on-pair/left-state.ts'
import type { StateContributor } from '../../../../commons/system-state/on-pair/record-step.ts'
import { changeForPath } from './path-change.ts'
import { changePersonRules, exclusionsFile, parsePersonRules } from './rules-file.ts'

/** The file as the person left it, with what they answered, is committed before /home travels. */
export function exclusionsContributor(stateOn: LeftStateOn): StateContributor {
  return {
    async contribute({ from }, answers, { questions, signal }) {
      const before = await stateOn(from).readFile(exclusionsFile, { signal })
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
