import { readFile } from 'node:fs/promises'

/** The names behind numbers, which differ between two laptops for the same account. */
export interface Accounts {
  readonly users: ReadonlyMap<string, number>
  readonly groups: ReadonlyMap<string, number>
  /** The name, or the number as text where there is none. */
  userName(uid: number): string
  groupName(gid: number): string
}

/** passwd(5) and group(5) as files: owners in /etc are local accounts. */
export async function readAccounts(): Promise<Accounts> {
  const [users, groups] = await Promise.all([readNumbers('/etc/passwd'), readNumbers('/etc/group')])
  const userNames = new Map([...users].map(([name, id]) => [id, name]))
  const groupNames = new Map([...groups].map(([name, id]) => [id, name]))
  return {
    users,
    groups,
    userName: (uid) => userNames.get(uid) ?? String(uid),
    groupName: (gid) => groupNames.get(gid) ?? String(gid),
  }
}

async function readNumbers(file: string): Promise<ReadonlyMap<string, number>> {
  const text = await readFile(file, 'utf8')
  return new Map(
    text.split('\n').flatMap((line) => {
      const [name, , id] = line.split(':')
      return name === undefined || name === '' || id === undefined || !/^\d+$/.test(id)
        ? []
        : [[name, Number(id)] as const]
    }),
  )
}
