import { z } from 'zod'
import { rulesAnswered } from '../../../../commons/kept/on-pair/keep-always.ts'
import type { LeftStateOn } from '../../../../commons/system-state/on-pair/left-state.ts'
import type { StateContributor } from '../../../../commons/system-state/on-pair/record-step.ts'
import { changeForPath } from './path-change.ts'
import { changePersonRules, exclusionsFile, parsePersonRules } from './rules-file.ts'

/** `pattern` as a line of the file has it: "/Downloads/iso". */
const answeredSchema = z.object({ kind: z.literal('home'), pattern: z.string() })
export type AnsweredRule = z.infer<typeof answeredSchema>

/** The file as the person left it, with what they answered, is committed before /home travels. */
export function exclusionsContributor(stateOn: LeftStateOn): StateContributor {
  return {
    async contribute({ from }, answers, { questions, signal }) {
      const before = await stateOn(from).readFile(exclusionsFile, { signal })
      const patterns = rulesAnswered(questions, answers, answeredSchema).map(({ pattern }) => pattern)
      const text = patterns.reduce(withExclusion, before)
      return text === undefined ? {} : { [exclusionsFile]: text }
    },
  }
}

function withExclusion(text: string | undefined, pattern: string): string {
  const { rules } = parsePersonRules(text ?? '')
  return changePersonRules(text, changeForPath(rules, { pattern, decision: 'exclude' }))
}
