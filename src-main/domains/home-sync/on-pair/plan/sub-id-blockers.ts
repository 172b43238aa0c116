/**
 * Owners that are no account, but lie in the sub-ids of one: what a container owns in a folder of the person. They are sent as
 * numbers, and have to mean the same account and the same owner inside its containers on both laptops.
 */
import type { Output } from '../../../../contract/define.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair } from '../../../../switch/step.ts'
import { nameOwners } from '../../owner-verbs.ts'
import type { HomePlan } from './plan.ts'
import * as texts from './texts.ts'

export type SubIds = Output<typeof nameOwners>['subIds']
type Ranges = SubIds['users']

/** Without an account on the source: "100999". */
export interface Unnamed {
  readonly users: readonly string[]
  readonly groups: readonly string[]
}

export async function subIdBlockers(pair: Pair, unnamed: Unnamed, options: CallOptions): Promise<HomePlan['blockers']> {
  if (unnamed.users.length + unnamed.groups.length === 0) return []
  const none = { users: [], groups: [] }
  const [from, to] = await Promise.all(
    [pair.from, pair.to].map(async (machine) => (await machine.call(nameOwners, none, options)).subIds),
  )
  if (from === undefined || to === undefined) throw new Error('a pair is two laptops')
  const owners = [...differing('user', unnamed.users, from, to), ...differing('group', unnamed.groups, from, to)]
  return owners.length === 0 ? [] : [texts.subIdsDiffer({ owners, moves: movesFor(owners, from, to) }, pair)]
}

export function differing(
  kind: texts.OwnerKind,
  numbers: readonly string[],
  from: SubIds,
  to: SubIds,
): readonly texts.SubIdOwner[] {
  return numbers.flatMap((number) => {
    const [here, there] = [from, to].map((subIds) => holderOf(rangesOf(subIds, kind), Number(number)))
    const isSame = here?.account === there?.account && here?.position === there?.position
    return isSame ? [] : [{ kind, number, from: here?.account, to: there?.account }]
  })
}

/** `position`: which owner it is in the containers of the account, whose ranges follow one another there. */
function holderOf(ranges: Ranges, number: number): { readonly account: string; readonly position: number } | undefined {
  const before = new Map<string, number>()
  for (const { account, start, count } of ranges) {
    const position = before.get(account) ?? 0
    if (number >= start && number < start + count) return { account, position: position + number - start }
    before.set(account, position + count)
  }
  return undefined
}

/** Each account that is concerned gets the ranges of the source; whoever has these there makes room. */
export function movesFor(owners: readonly texts.SubIdOwner[], from: SubIds, to: SubIds): readonly texts.SubIdMove[] {
  return (['user', 'group'] as const).flatMap((kind) => {
    const [here, there] = [rangesOf(from, kind), rangesOf(to, kind)]
    const concerned = owners.filter((one) => one.kind === kind).flatMap((one) => [one.from ?? [], one.to ?? []].flat())
    const moving = [...new Set(concerned)]
    for (const account of moving) {
      const wanted = here.filter((one) => one.account === account)
      const inTheWay = there.filter((one) => one.account !== account && wanted.some((range) => doOverlap(range, one)))
      for (const one of inTheWay) if (!moving.includes(one.account)) moving.push(one.account)
    }
    const taken = [...here, ...there]
    return moving.map((account): texts.SubIdMove => {
      const remove = there.filter((one) => one.account === account)
      const known = here.filter((one) => one.account === account)
      const add = known.length > 0 ? known : remove.map((range) => freeRange(range, taken))
      taken.push(...add)
      return { account, kind, remove, add }
    })
  })
}

function doOverlap(one: Ranges[number], other: Ranges[number]): boolean {
  return one.start < other.start + other.count && other.start < one.start + one.count
}

/** Behind all others, as useradd(8) gives the next one. */
function freeRange({ account, count }: Ranges[number], taken: Ranges): Ranges[number] {
  return { account, start: Math.max(...taken.map((range) => range.start + range.count)), count }
}

function rangesOf(subIds: SubIds, kind: texts.OwnerKind): Ranges {
  return kind === 'user' ? subIds.users : subIds.groups
}
