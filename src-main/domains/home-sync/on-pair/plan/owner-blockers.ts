/** What accounts that are not the same on both laptops keep from being copied: it is refused before anything is copied. */
import { textFromBytePath } from '../../../../kernel/byte-path.ts'
import type { Input } from '../../../../contract/define.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { findAclAccounts, nameOwners, type AclAccount } from '../../owner-verbs.ts'
import type { ToldScan } from '../compare/read-entries.ts'
import { folderOfPerson } from './always-taken.ts'
import { shownPath } from './shown-path.ts'
import { subIdBlockers } from './sub-id-blockers.ts'
import type { HomePlan } from './plan.ts'
import * as owners from './texts.ts'

type Blockers = HomePlan['blockers']

/** Files are sent with the numbers of their owners: those of an account that is missing there, or has another number, would be somebody else's. */
export async function ownerBlockers(pair: Pair, from: ToldScan, to: ToldScan, options: CallOptions): Promise<Blockers> {
  const { person } = from
  if (person.name !== to.person.name || person.uid !== to.person.uid || person.gid !== to.person.gid) {
    return [owners.accountsDiffer(person, to.person, pair)]
  }
  const { unnamed } = from
  const asked = {
    users: [...Object.keys(from.users), ...unnamed.users],
    groups: [...Object.keys(from.groups), ...unnamed.groups],
  }
  const there = await pair.to.call(nameOwners, asked, options)
  const wrong = [...missing('user', from.users, there.users), ...missing('group', from.groups, there.groups)]
  const other = [...otherwise('user', from.users, there.users), ...otherwise('group', from.groups, there.groups)]
  return [
    ...(wrong.length === 0 ? [] : [owners.accountsMissing(wrong, pair)]),
    ...(other.length === 0 ? [] : [owners.numbersDiffer(other, pair)]),
    ...(there.strangers.length === 0 ? [] : [owners.strangersOwn(there.strangers, pair)]),
    ...(await subIdBlockers(pair, unnamed, options)),
  ]
}

function otherwise(
  kind: owners.OwnerKind,
  from: ToldScan['users'],
  to: ToldScan['users'],
): readonly owners.OtherNumber[] {
  return Object.entries(from).flatMap(([name, number]) => {
    const there = to[name]
    return there === undefined || there === number ? [] : [{ kind, name, number, there }]
  })
}

function missing(kind: owners.OwnerKind, from: ToldScan['users'], to: ToldScan['users']): readonly owners.Owner[] {
  return Object.entries(from).flatMap(([name, number]) => (name in to ? [] : [{ kind, name, number }]))
}

/** Whom access lists give something. `of`: what may come; of paths, 5,000 at most. */
export async function aclAccounts(
  { from }: Pair,
  { scanId, changes }: ToldScan,
  of: Input<typeof findAclAccounts>['of'],
  { signal }: CallOptions,
): Promise<readonly AclAccount[]> {
  if (of === 'changes' && changes === 0) return []
  return (await from.call(findAclAccounts, { scanId, of }, { signal })).accounts
}

/** Access lists are sent by number, too. */
export async function aclBlockers(
  pair: Pair,
  { person }: ToldScan,
  accounts: readonly AclAccount[],
  options: CallOptions,
): Promise<Blockers> {
  if (accounts.length === 0) return []
  const named = (kind: AclAccount['kind']) => accounts.filter((one) => one.kind === kind).map(({ name }) => name)
  const asked = { users: named('user'), groups: named('group') }
  const there = await pair.to.call(nameOwners, asked, { signal: options.signal })
  const strangers = new Map(there.strangers.map(({ kind, number, name }) => [`${kind} ${number}`, name]))
  const wrong = accounts.flatMap((one): owners.ListedAccount[] => {
    const files = { ...one, examples: one.examples.map((path) => shownName(path, person)) }
    if (isNumber(one.name)) {
      const stranger = strangers.get(`${one.kind} ${one.name}`)
      return stranger === undefined ? [] : [{ ...files, there: { kind: 'stranger', name: stranger } }]
    }
    const number = (one.kind === 'user' ? there.users : there.groups)[one.name]
    if (number === one.number) return []
    return [{ ...files, there: number === undefined ? { kind: 'missing' } : { kind: 'other', number } }]
  })
  const unnamed = { users: asked.users.filter(isNumber), groups: asked.groups.filter(isNumber) }
  const ofSubIds = await subIdBlockers(pair, unnamed, { signal: options.signal })
  return [...(wrong.length === 0 ? [] : [owners.aclAccountsDiffer(wrong, pair)]), ...ofSubIds]
}

function isNumber(name: string): boolean {
  return /^\d+$/.test(name)
}

function shownName(path: string, person: ToldScan['person']): string {
  return textFromBytePath(shownPath(path, folderOfPerson(person)))
}
