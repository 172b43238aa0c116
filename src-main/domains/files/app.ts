import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { createFilesHandlers } from './on-pair/handlers.ts'
import { filesMessages } from './messages.ts'

export const filesApp = {
  name: 'files',
  messages: filesMessages,
  handlers: createFilesHandlers,
} satisfies AppCapability
