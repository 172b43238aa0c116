import type { AppCapability } from '../capability/app-capability.ts'
import { ledgerMessages } from './messages.ts'

export const ledgerApp = { name: 'ledger', messages: ledgerMessages } satisfies AppCapability
