import type { AppCapability } from '../capability/app-capability.ts'
import { transfersMessages } from './messages.ts'
import { checkWay } from './on-pair/check-way.ts'

export const transfersApp = {
  name: 'transfers',
  messages: transfersMessages,
  doctorChecks: [checkWay],
} satisfies AppCapability
