import type { AppCapability } from '../capability/app-capability.ts'
import { transfersMessages } from './messages.ts'

export const transfersApp = { name: 'transfers', messages: transfersMessages } satisfies AppCapability
