import type { AgentCapability } from '../capability/agent-capability.ts'
import { heldFoldersMessages } from './messages.ts'
import { createHeldFoldersAnswers } from './on-machine/answers.ts'

export const heldFoldersAgent: AgentCapability = {
  name: 'held-folders',
  messages: heldFoldersMessages,
  answers: ({ areas }) => createHeldFoldersAnswers(areas),
}
