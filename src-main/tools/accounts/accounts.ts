/**
 * passwd(5) and group(5), read as files: the accounts that matter here are local, their numbers differ between laptops,
 * and a directory service may not answer while the system starts or ends.
 */
import { readOwnText } from '../files/own-file.ts'

export interface Accounts {
  readonly users: ReadonlyMap<string, number>
  readonly groups: ReadonlyMap<string, number>
  /** The name, or the number as text where there is none. */
  readonly userName: (uid: number) => string
  readonly groupName: (gid: number) => string
}

export function readAccounts(): Accounts {
  const users = parseNumbers(readOwnText('/etc/passwd'))
  const groups = parseNumbers(readOwnText('/etc/group'))
  return { users, groups, userName: createNames(users), groupName: createNames(groups) }
}

/** Of an account without a name its number is its name. */
export function numberOf(name: string, numbers: ReadonlyMap<string, number>): number | undefined {
  return numbers.get(name) ?? (/^\d+$/.test(name) ? Number(name) : undefined)
}

/** Name and number are the first and third field of both files. */
export function parseNumbers(text: string): ReadonlyMap<string, number> {
  return new Map(parseLines(text).map(({ name, number }) => [name, number]))
}

/** Of several names for one number the first counts, as for the system. */
function createNames(numbers: ReadonlyMap<string, number>): (number: number) => string {
  const names = new Map([...numbers].reverse().map(([name, number]) => [number, name]))
  return (number) => names.get(number) ?? String(number)
}

interface AccountLine {
  readonly name: string
  readonly number: number
  /** What follows: of a passwd(5) the group's number, the person's full name, the home, the shell. */
  readonly rest: readonly string[]
}

/** Lines that are no accounts, such as "+::::::" of NIS, are passed over. */
function parseLines(text: string): readonly AccountLine[] {
  return text.split('\n').flatMap((line) => {
    const account = parseAccount(line)
    return account === undefined ? [] : [account]
  })
}

export function parseAccount(line: string): AccountLine | undefined {
  const [name, , number, ...rest] = line.split(':')
  if (name === undefined || name === '' || number === undefined || !/^\d+$/.test(number)) return undefined
  return { name, number: Number(number), rest }
}

/** Home folders of all local accounts, in the order of passwd(5), each once. */
export function readHomes(): readonly string[] {
  return [...new Set(readLocalAccounts().map(({ home }) => home))]
}

export interface LocalAccount {
  readonly name: string
  readonly uid: number
  readonly gid: number
  readonly home: string
}

/** In the order of passwd(5). */
export function readLocalAccounts(): readonly LocalAccount[] {
  return parseLines(readOwnText('/etc/passwd')).flatMap(({ name, number, rest: [gid, , home] }) =>
    gid === undefined || home === undefined ? [] : [{ name, uid: number, gid: Number(gid), home }],
  )
}

/** What a sign-in of a local account starts (passwd(5)). */
export function shellOf(account: string): string {
  const shell = parseLines(readOwnText('/etc/passwd')).find(({ name }) => name === account)?.rest[3]
  return shell === undefined || shell === '' ? '/bin/sh' : shell
}

/** Undefined when no local account has that name or number. */
export function findAccount(wanted: string | number): LocalAccount | undefined {
  return readLocalAccounts().find(({ name, uid }) => (typeof wanted === 'string' ? name === wanted : uid === wanted))
}

/** Names of the groups that it is in. */
export function groupsOf({ name, gid }: Pick<LocalAccount, 'name' | 'gid'>): readonly string[] {
  return parseLines(readOwnText('/etc/group'))
    .filter(({ number, rest: [members = ''] }) => number === gid || members.split(',').includes(name))
    .map((group) => group.name)
}
