import { rulesAnswered } from '../../../../commons/kept/on-pair/keep-always.ts'
import type { LeftStateOn } from '../../../../commons/system-state/on-pair/left-state.ts'
import type { StateContributor } from '../../../../commons/system-state/on-pair/record-step.ts'
import { askedRuleSchema } from './asked-rule.ts'
import { fileWith, rulesFile } from './rules-file.ts'

/** The file as the person left it, with what they answered, is committed before /home travels. */
export function rulesContributor(stateOn: LeftStateOn): StateContributor {
  return {
    async contribute({ from }, answers, { questions, signal }) {
      const state = stateOn(from)
      const reader = { readFile: (name: string) => state.readFile(name, { signal }) }
      const text = await fileWith(reader, rulesAnswered(questions, answers, askedRuleSchema))
      return text === undefined ? {} : { [rulesFile]: text }
    },
  }
}
