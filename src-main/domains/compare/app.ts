import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { createCompareHandlers } from './on-pair/handlers.ts'

export const compareApp = { name: 'compare', handlers: createCompareHandlers } satisfies AppCapability
