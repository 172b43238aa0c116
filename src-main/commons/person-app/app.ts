import type { AppCapability } from '../capability/app-capability.ts'
import { personAppMessages } from './messages.ts'

export const personAppApp = { name: 'person-app', messages: personAppMessages } satisfies AppCapability
