/**
 * subuid(5) and subgid(5): numbers that an account gives to what runs in its containers. Read as files, as newuidmap(1) does
 * where no directory service has them.
 */
import { readOwnText } from '../files/own-file.ts'
import { isErrno } from '../../kernel/errno.ts'
import { readAccounts } from './accounts.ts'

export interface SubIdRange {
  readonly account: string
  readonly start: number
  readonly count: number
}

export function readSubIds(kind: 'user' | 'group'): readonly SubIdRange[] {
  return parseSubIds(readIfThere(kind === 'user' ? '/etc/subuid' : '/etc/subgid'), readAccounts().userName)
}

/** A line may name an account by its number. What is no line of a range is passed over, as there. */
export function parseSubIds(text: string, userName: (uid: number) => string): readonly SubIdRange[] {
  return [...text.matchAll(/^([^:\n]+):(\d+):(\d+)\s*$/gm)].map(([, account = '', start, count]) => ({
    account: /^\d+$/.test(account) ? userName(Number(account)) : account,
    start: Number(start),
    count: Number(count),
  }))
}

function readIfThere(file: string): string {
  try {
    return readOwnText(file)
  } catch (thrown) {
    if (isErrno(thrown, 'ENOENT')) return ''
    throw thrown
  }
}
