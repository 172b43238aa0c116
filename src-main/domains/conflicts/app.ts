import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { conflictsMessages } from './messages.ts'
import { createConflictsHandlers } from './on-pair/handlers.ts'

export const conflictsApp = {
  name: 'conflicts',
  messages: conflictsMessages,
  handlers: createConflictsHandlers,
} satisfies AppCapability
