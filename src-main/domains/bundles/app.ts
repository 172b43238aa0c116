import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { bundlesMessages } from './messages.ts'
import { createBundlesHandlers } from './on-pair/handlers.ts'

export const bundlesApp = {
  name: 'bundles',
  messages: bundlesMessages,
  handlers: createBundlesHandlers,
} satisfies AppCapability
