import type { AppError } from '../../kernel/app-error.ts'
import { placesMessages } from './messages.ts'

/** AppError "invalid-input". What stands before a host may be a token, but for the account of a server: it is told nowhere. */
export function badWhere(where: string): AppError {
  const told = where.startsWith('sftp://')
    ? where.replace(/^(sftp:\/\/[^:@/]*):.*@/, '$1:…@')
    : where.replace(/^([a-z0-9+]+:\/\/).*@/i, '$1…@')
  return placesMessages.badWhere({ where: told })
}
