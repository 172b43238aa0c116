import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { createCompareHandlers } from './on-pair/handlers.ts'
import { compareMessages } from './messages.ts'

export const compareApp = {
  name: 'compare',
  messages: compareMessages,
  handlers: createCompareHandlers,
} satisfies AppCapability
