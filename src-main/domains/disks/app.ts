import type { AppCapability } from '../../commons/capability/app-capability.ts'
import { disksMessages } from './messages.ts'

export const disksApp = { name: 'disks', messages: disksMessages } satisfies AppCapability
