/** getent(1): accounts as the system knows them, whether from files or a directory service. */
import { parseAccount, readAccounts } from './accounts.ts'
import { run, unreadableAnswer, type RunOptions } from '../run.ts'
import { titles } from '../titles/messages.ts'

/**
 * Numbers of those names that have an account. A name that is only digits is a number without an account. The files are
 * asked first: nearly always they know all of them, and that costs no process.
 */
export async function accountNumbers(
  database: 'passwd' | 'group',
  names: readonly string[],
  options: RunOptions,
): Promise<Record<string, number>> {
  const local = readAccounts()[database === 'passwd' ? 'users' : 'groups']
  const known = Object.fromEntries([...local].filter(([name]) => names.includes(name)))
  const asked = names.filter((name) => !(name in known) && !/^\d+$/.test(name))
  if (asked.length === 0) return known
  const found = await getAccounts(database, asked, options)
  return { ...known, ...Object.fromEntries(found.filter(([name]) => asked.includes(name))) }
}

/** Names of accounts with these numbers that the files (`readAccounts`) do not know: of a directory service. */
export async function accountNames(
  database: 'passwd' | 'group',
  numbers: readonly number[],
  options: RunOptions,
): Promise<ReadonlyMap<number, string>> {
  if (numbers.length === 0) return new Map()
  const found = await getAccounts(database, numbers.map(String), options)
  return new Map(found.map(([name, number]) => [number, name]))
}

async function getAccounts(
  database: 'passwd' | 'group',
  keys: readonly string[],
  options: RunOptions,
): Promise<ReturnType<typeof parseAccounts>> {
  const { stdout } = await run(
    {
      title: database === 'passwd' ? titles.lookUpUsers({}) : titles.lookUpGroups({}),
      argv: ['getent', '--', database, ...keys],
      // 2: one of them is not known.
      exitCodes: [0, 2],
    },
    options,
  )
  return parseAccounts(stdout)
}

/** passwd(5) and group(5): name, password, number, separated by colons. */
export function parseAccounts(text: string): readonly (readonly [string, number])[] {
  const lines = text.split('\n').filter((line) => line !== '')
  return lines.map((line) => {
    const account = parseAccount(line)
    if (account === undefined) throw unreadableAnswer('getent', line)
    return [account.name, account.number] as const
  })
}
