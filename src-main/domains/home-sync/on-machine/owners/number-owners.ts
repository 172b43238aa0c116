/** Who owns files in /home, by name and by number. */
import type { Output, Parsed } from '../../../../contract/define.ts'
import { readAccounts } from '../../../../tools/accounts/accounts.ts'
import { accountNumbers } from '../../../../tools/accounts/getent.ts'
import { readSubIds } from '../../../../tools/accounts/sub-ids.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { nameOwners } from '../../owner-verbs.ts'
import type { scanHome } from '../../scan-verbs.ts'

type Owners = Pick<Output<typeof scanHome>, 'users' | 'groups' | 'unnamed'>

/** Of those that occur in an inventory. An owner without an account has its number for a name. */
export async function numberOwners(
  { users, groups }: { readonly users: ReadonlySet<string>; readonly groups: ReadonlySet<string> },
  options: RunOptions,
): Promise<Owners> {
  return {
    users: await accountNumbers('passwd', [...users], options),
    groups: await accountNumbers('group', [...groups], options),
    unnamed: { users: [...users].filter(isNumber), groups: [...groups].filter(isNumber) },
  }
}

/** What this laptop knows of the owners that occur on the other one. */
export async function nameOwnersHere(
  { users, groups }: Parsed<typeof nameOwners>,
  options: RunOptions,
): Promise<Output<typeof nameOwners>> {
  return {
    users: await accountNumbers('passwd', users, options),
    groups: await accountNumbers('group', groups, options),
    strangers: [...strangersAmong('user', users), ...strangersAmong('group', groups)],
    subIds: { users: [...readSubIds('user')], groups: [...readSubIds('group')] },
  }
}

function strangersAmong(kind: 'user' | 'group', names: readonly string[]) {
  const { userName, groupName } = readAccounts()
  const nameOf = kind === 'user' ? userName : groupName
  return names
    .filter(isNumber)
    .map((number) => ({ kind, number, name: nameOf(Number(number)) }))
    .filter(({ number, name }) => name !== number)
}

function isNumber(name: string): boolean {
  return /^\d+$/.test(name)
}
