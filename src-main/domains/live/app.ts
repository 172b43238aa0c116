import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { liveMessages } from './messages.ts'
import { createLiveHandlers } from './on-pair/handlers.ts'
import { renewAtStart } from './on-pair/renew.ts'

export const liveApp = {
  name: 'live',
  messages: liveMessages,
  handlers: createLiveHandlers,
  holdings: (parts) => [renewAtStart(parts)],
} satisfies AppCapability
