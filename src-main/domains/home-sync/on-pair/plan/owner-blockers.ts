/** What accounts that are not the same on both laptops keep from being copied: it is refused before anything is copied. */
import { textFromBytePath } from '../../../../kernel/byte-path.ts'
import type { Input } from '../../../../contract/define.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { findAclAccounts, nameOwners, type AclAccount } from '../../owner-verbs.ts'
import type { ToldScan } from '../compare/read-entries.ts'
import { folderOfPerson } from './always-taken.ts'
import { shownPath } from './shown-path.ts'
import { findOwnedPlaces, isOfSystem, type OtherOwner, type OwnedPlace } from './owned-places.ts'
import { subIdBlockers } from './sub-id-blockers.ts'
import type { HomePlan } from './plan.ts'
import * as owners from './texts.ts'

type Blockers = HomePlan['blockers']

/** What of the owners keeps something from being copied: all, until it is mended, or only what is left out then. */
export interface OwnersInTheWay {
  readonly blockers: Blockers
  readonly owned: readonly OwnedPlace[]
}

/** Files are sent with the numbers of their owners: those of an account that is missing there, or has another number, would be somebody else's. */
export async function ownersInTheWay(
  pair: Pair,
  from: ToldScan,
  to: ToldScan,
  options: CallOptions,
): Promise<OwnersInTheWay> {
  const { person, unnamed } = from
  if (person.name !== to.person.name || person.uid !== to.person.uid || person.gid !== to.person.gid) {
    return { blockers: [owners.accountsDiffer(person, to.person, pair)], owned: [] }
  }
  const asked = {
    users: [...Object.keys(from.users), ...unnamed.users],
    groups: [...Object.keys(from.groups), ...unnamed.groups],
  }
  const there = await pair.to.call(nameOwners, asked, options)
  const all = [
    ...otherOwners('user', from.users, there.users),
    ...otherOwners('group', from.groups, there.groups),
    ...there.strangers.map(({ kind, number, name }): OtherOwner => ({
      ...{ kind, name: number, number: Number(number) },
      there: { kind: 'stranger', name },
    })),
  ]
  const owned = await findOwnedPlaces(pair, from, all.filter(isOfSystem), options)
  const wrong = owned === undefined ? all : all.filter((one) => !isOfSystem(one))
  return {
    owned: owned ?? [],
    blockers: [...(await accountBlockers(pair, wrong, options)), ...(await subIdBlockers(pair, unnamed, options))],
  }
}

function otherOwners(kind: owners.OwnerKind, from: ToldScan['users'], to: ToldScan['users']): readonly OtherOwner[] {
  return Object.entries(from).flatMap(([name, number]): OtherOwner[] => {
    const there = to[name]
    if (there === number) return []
    return [{ kind, name, number, there: there === undefined ? { kind: 'missing' } : { kind: 'other', number: there } }]
  })
}

async function accountBlockers(pair: Pair, wrong: readonly OtherOwner[], options: CallOptions): Promise<Blockers> {
  const takenBy = await whoHas(pair, wrong, options)
  const missing = wrong.flatMap(({ there, ...one }) =>
    there.kind === 'missing' ? [{ ...one, takenBy: takenBy(one) }] : [],
  )
  const other = wrong.flatMap(({ there, ...one }) =>
    there.kind === 'other' ? [{ ...one, there: there.number, takenBy: takenBy(one) }] : [],
  )
  const strangers = wrong.flatMap(({ kind, number, there }) =>
    there.kind === 'stranger' ? [{ kind, number: String(number), name: there.name }] : [],
  )
  return [
    ...(missing.length === 0 ? [] : [owners.accountsMissing(missing, pair)]),
    ...(other.length === 0 ? [] : [owners.numbersDiffer(other, pair)]),
    ...(strangers.length === 0 ? [] : [owners.strangersOwn(strangers, pair)]),
  ]
}

/** Which account of the target has a number that another one would need. */
async function whoHas(
  pair: Pair,
  wanted: readonly Pick<OtherOwner, 'kind' | 'number'>[],
  options: CallOptions,
): Promise<(one: Pick<OtherOwner, 'kind' | 'number'>) => string | undefined> {
  if (wanted.length === 0) return () => undefined
  const numbersOf = (kind: OtherOwner['kind']) =>
    wanted.filter((one) => one.kind === kind).map(({ number }) => String(number))
  const asked = { users: numbersOf('user'), groups: numbersOf('group') }
  const { strangers } = await pair.to.call(nameOwners, asked, { signal: options.signal })
  const names = new Map(strangers.map(({ kind, number, name }) => [`${kind} ${number}`, name]))
  return ({ kind, number }) => names.get(`${kind} ${number}`)
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
  const takenBy = await whoHas(pair, accounts, options)
  const wrong = accounts.flatMap((one): owners.ListedAccount[] => {
    const files = { ...one, takenBy: takenBy(one), examples: one.examples.map((path) => shownName(path, person)) }
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
