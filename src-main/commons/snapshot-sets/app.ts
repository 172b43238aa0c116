import type { AppCapability } from '../capability/app-capability.ts'
import { snapshotSetsMessages } from './messages.ts'

export const snapshotSetsApp = { name: 'snapshot-sets', messages: snapshotSetsMessages } satisfies AppCapability
