import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { copiesMessages } from './messages.ts'
import { createCopiesHandlers } from './on-pair/handlers.ts'

export const copiesApp = {
  name: 'copies',
  messages: copiesMessages,
  handlers: createCopiesHandlers,
} satisfies AppCapability
