import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { reclaimMessages } from './messages.ts'
import { createReclaimHandlers } from './on-pair/handlers.ts'

export const reclaimApp = {
  name: 'reclaim',
  messages: reclaimMessages,
  handlers: createReclaimHandlers,
} satisfies AppCapability
