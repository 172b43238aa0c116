import { randomUUID } from 'node:crypto'
import type { CallContext } from '../../../src-main/contract/handlers.ts'

/** What a handler gets beside its input. */
export const newCall = (): CallContext => ({ callId: randomUUID() })
