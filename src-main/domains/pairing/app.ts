import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { pairingMessages } from './messages.ts'
import { checkState } from './on-pair/check-state.ts'
import { createPairingHandlers } from './on-pair/handlers.ts'

export const pairingApp = {
  name: 'pairing',
  messages: pairingMessages,
  handlers: createPairingHandlers,
  doctorChecks: [checkState],
} satisfies AppCapability
