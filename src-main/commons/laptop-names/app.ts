import type { AppCapability } from '../capability/app-capability.ts'
import { createNameHandlers } from './on-pair/handlers.ts'

export const laptopNamesApp = { name: 'laptop-names', handlers: createNameHandlers } satisfies AppCapability
