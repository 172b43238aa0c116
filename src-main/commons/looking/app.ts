import type { AppCapability } from '../capability/app-capability.ts'
import { lookingMessages } from './messages.ts'

export const lookingApp = { name: 'looking', messages: lookingMessages } satisfies AppCapability
