import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { createFilesHandlers } from './on-pair/handlers.ts'

export const filesApp = { name: 'files', handlers: createFilesHandlers } satisfies AppCapability
