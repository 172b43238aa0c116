import type { AppCapability } from '../capability/app-capability.ts'
import { placesMessages } from './messages.ts'

export const placesApp = { name: 'places', messages: placesMessages } satisfies AppCapability
