import type { SyncFolder } from './verbs.ts'

/** What a folder's rules must look like, whoever sends them. Throws AppError "invalid-rules". */
type RulesGuard = (ignores: readonly string[]) => void

export type RulesGuards = Partial<Record<SyncFolder, RulesGuard>>
