/** Owners in containers are sent as numbers: whose these are is to be the same on both laptops. */
import { describe, expect, it } from 'vitest'
import { subIdBlockers, type SubIds } from '../../../src-main/domains/home-sync/on-pair/plan/sub-id-blockers.ts'
import { nameOwners } from '../../../src-main/domains/home-sync/owner-verbs.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { parseSubIds } from '../../../src-main/tools/accounts/sub-ids.ts'
import { memoryMachine } from '../machine/memory-machine.ts'

type Ranges = SubIds['users']
const range = (account: string, start: number, count = 65_536) => ({ account, start, count })

async function blockersFor(from: Ranges, to: Ranges, unnamed: { users?: string[]; groups?: string[] }) {
  const machineWith = (name: string, ranges: Ranges) =>
    memoryMachine(name, [
      answer(nameOwners, () =>
        Promise.resolve({ users: {}, groups: {}, strangers: [], subIds: { users: [...ranges], groups: [...ranges] } }),
      ),
    ])
  const [p17, xps] = await Promise.all([machineWith('P17', from), machineWith('XPS', to)])
  return subIdBlockers({ from: p17.machine, to: xps.machine }, { users: [], groups: [], ...unnamed }, {})
}

async function commandsFor(...asked: Parameters<typeof blockersFor>): Promise<readonly string[]> {
  const [blocker] = await blockersFor(...asked)
  return /Run "([^"]+)" on XPS/.exec(blocker?.text ?? '')?.[1]?.split('; ') ?? []
}

describe('owners in the sub-ids of an account', () => {
  it('are let through where they are the same owner of the same account, whatever else is in its ranges', async () => {
    expect(
      await blockersFor([range('alice', 100_000)], [range('alice', 100_000, 131_072)], { users: ['100032'] }),
    ).toEqual([])
    const moved = [range('alice', 300_000, 10), range('alice', 100_000)]
    expect(await blockersFor(moved, moved, { users: ['100032'] })).toEqual([])
    expect(await blockersFor([range('alice', 100_000)], moved, { users: ['100032'] })).toHaveLength(1)
  })

  it('are let through where they are nobody’s on both', async () => {
    expect(
      await blockersFor([range('alice', 100_000)], [range('bob', 100_000)], { users: ['999'], groups: ['70'] }),
    ).toEqual([])
  })

  it('are refused where they are in the range of another account, and both ranges are exchanged by what is told', async () => {
    const from = [range('alice', 100_000), range('bob', 165_536)]
    const to = [range('bob', 100_000), range('alice', 165_536)]
    const [blocker] = await blockersFor(from, to, { users: ['100032'] })
    expect(blocker?.title).toBe('Owners in containers differ between the laptops')
    expect(blocker?.text).toContain("user 100032 is alice's on P17 and bob's on XPS")
    expect(await commandsFor(from, to, { users: ['100032'] })).toEqual([
      "sudo sed -i -E '/^(alice|bob):/d' /etc/subuid",
      "printf '%s\\n' alice:100000:65536 bob:165536:65536 | sudo tee -a /etc/subuid",
    ])
  })

  it('are refused where the account has no such range there, for users and groups', async () => {
    expect(await commandsFor([range('alice', 100_000)], [], { users: ['100032'], groups: ['100033'] })).toEqual([
      "printf '%s\\n' alice:100000:65536 | sudo tee -a /etc/subuid /etc/subgid",
    ])
  })

  it('make room for one another where the other laptop alone knows who has them', async () => {
    const to = [range('carol', 100_000), range('alice', 165_536)]
    expect(await commandsFor([range('alice', 100_000)], to, { groups: ['100032'] })).toEqual([
      "sudo sed -i -E '/^(alice|carol):/d' /etc/subgid",
      "printf '%s\\n' alice:100000:65536 carol:231072:65536 | sudo tee -a /etc/subgid",
    ])
    expect(await commandsFor([], to, { groups: ['100032'] })).toEqual([
      "sudo sed -i -E '/^(carol):/d' /etc/subgid",
      "printf '%s\\n' carol:231072:65536 | sudo tee -a /etc/subgid",
    ])
  })
})

it('reads the ranges of accounts that are told by name or number, and passes over what is none', () => {
  const nameOf = (uid: number): string => (uid === 1000 ? 'alice' : String(uid))
  expect(parseSubIds('# c\nalice:100000:65536\n1000:300000:10\nbob:x:1\n\n77:1:2', nameOf)).toEqual([
    range('alice', 100_000),
    range('alice', 300_000, 10),
    range('77', 1, 2),
  ])
})
