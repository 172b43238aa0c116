import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { doorAccount } from '../../../../kernel/door-account.ts'
import { parseNumbers } from '../../../../tools/accounts/accounts.ts'

/** Whether the account that the other laptop signs in with is in this /etc. */
export function hasOwnAccount(etc: string): boolean {
  return accountsOf(etc).has(doorAccount)
}

/** Accounts of `now` that `then` does not have. */
export function accountsLost(now: string, then: string): readonly string[] {
  const kept = accountsOf(then)
  return [...accountsOf(now).keys()].filter((name) => !kept.has(name))
}

function accountsOf(etc: string): ReadonlyMap<string, number> {
  const file = path.join(etc, 'passwd')
  return existsSync(file) ? parseNumbers(readFileSync(file, 'utf8')) : new Map()
}
