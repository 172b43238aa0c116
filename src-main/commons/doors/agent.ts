import { answer } from '../../machine/machine.ts'
import type { AgentCapability } from '../capability/agent-capability.ts'
import { findProblems } from './on-machine/find-problems.ts'
import { lookAtDoors } from './verbs.ts'

export const doorsAgent: AgentCapability = {
  name: 'doors',
  answers: () => [
    answer(lookAtDoors, async ({ tried }, { host, signal }) => ({
      problems: [...(await findProblems({ host, isTried: tried }, { signal }))],
    })),
  ],
}
