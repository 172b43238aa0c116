/** Which browsers are signed in, so that an open page survives a restart of the app. */
import { z } from 'zod'
import type { Logger } from '../kernel/logger.ts'
import type { StateText } from '../kernel/state-text.ts'
import { recallState, writeState } from '../tools/files/state-file.ts'
import { journalMessages } from './messages.ts'

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/)
const keptSessionSchema = z.object({
  /** Of its cookie, and of the key of its page: the file lets nobody in who reads it. */
  sha256: sha256Schema,
  pageKeySha256: sha256Schema,
  usedAtMs: z.number(),
})
export type KeptSession = z.infer<typeof keptSessionSchema>

const fileSchema = z.object({ version: z.literal(1), sessions: z.array(keptSessionSchema) })

export interface SessionMemory {
  read(): readonly KeptSession[]
  write(sessions: readonly KeptSession[]): void
}

/** What can't be read or written costs a new link at the next start, and nothing now. It is logged. */
export function keptSessions(file: string, logger: Logger): SessionMemory {
  const state: StateText<z.infer<typeof fileSchema>> = {
    path: file,
    schema: fileSchema,
    without: journalMessages.withoutSessions({}),
  }
  const attempt = <T>(work: () => T): T | undefined => {
    try {
      return work()
    } catch (thrown) {
      logger.log('warn', 'sessions cannot be kept', { error: String(thrown) })
      return undefined
    }
  }
  return {
    read: () => attempt(() => recallState(state))?.sessions ?? [],
    write: (sessions) => attempt(() => writeState(state, { version: 1, sessions: [...sessions] })),
  }
}
