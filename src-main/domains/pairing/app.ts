import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { pairingMessages } from './messages.ts'
import { createPairingHandlers } from './on-pair/handlers.ts'

export const pairingApp = {
  name: 'pairing',
  messages: pairingMessages,
  handlers: createPairingHandlers,
} satisfies AppCapability
