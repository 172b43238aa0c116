import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { disksMessages } from './messages.ts'
import { createDisksHandlers } from './on-pair/handlers.ts'

export const disksApp = {
  name: 'disks',
  messages: disksMessages,
  handlers: createDisksHandlers,
} satisfies AppCapability
