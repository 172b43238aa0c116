import type { AppCapability } from '../capability/app-capability.ts'
import { placingMessages } from './messages.ts'

export const placingApp = { name: 'placing', messages: placingMessages } satisfies AppCapability
