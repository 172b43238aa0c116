/** Access lists are sent by number: what they would give to somebody else is refused by the plan. */
import { expect, it } from 'vitest'
import type { ToldScan } from '../../../src-main/domains/home-sync/on-pair/compare/read-entries.ts'
import { aclAccounts, aclBlockers } from '../../../src-main/domains/home-sync/on-pair/plan/owner-blockers.ts'
import { findAclAccounts, nameOwners, type AclAccount } from '../../../src-main/domains/home-sync/owner-verbs.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'

const scanId = '0c9a4e5e-8d0f-4a55-9b7e-2b7b6f3f7c11'
const scan = { scanId, person: { name: 'alice', uid: 1000, gid: 1000, home: '/home/alice' } } as unknown as ToldScan
const dave: AclAccount = { kind: 'user', name: 'dave', number: 1530, count: 1, examples: ['alice/for-dave'] }
const there = {
  users: { alice: 1000, dave: 1531 },
  groups: {},
  strangers: [{ kind: 'user' as const, number: '1520', name: 'eve' }],
  subIds: { users: [], groups: [] },
}
const ofAlice = { users: [{ account: 'alice', start: 100_000, count: 65_536 }], groups: [] }

async function blockersFor(accounts: AclAccount[]) {
  const asked: unknown[] = []
  const [from, to] = await Promise.all([
    memoryMachine('P17', [
      answer(findAclAccounts, (input) => {
        asked.push(input)
        return Promise.resolve({ accounts })
      }),
      answer(nameOwners, () => Promise.resolve({ ...there, subIds: ofAlice })),
    ]),
    memoryMachine('XPS', [answer(nameOwners, () => Promise.resolve(there))]),
  ])
  const pair = { from: from.machine, to: to.machine }
  const blockers = await aclBlockers(pair, scan, await aclAccounts(pair, scan, 'changes', {}), {})
  expect(asked).toEqual([{ scanId, of: 'changes' }])
  return blockers
}

it('asks for nothing where all they name is the same there', async () => {
  expect(await blockersFor([])).toEqual([])
  const alice = { ...dave, name: 'alice', number: 1000 }
  const nobodysNumber = { ...dave, name: '1999', number: 1999 }
  expect(await blockersFor([alice, nobodysNumber])).toEqual([])
})

it('says which files name an account that has another number there, and how to give it the same', async () => {
  const [blocker, ...others] = await blockersFor([dave])
  expect(others).toEqual([])
  expect(blocker?.title).toBe('Access lists in /home name accounts that differ on XPS')
  expect(blocker?.text).toContain('user dave is 1530 on P17 and 1531 on XPS: for-dave.')
  expect(blocker?.text).toContain(
    'While they are logged out, run "sudo usermod -u 1530 dave; sudo find /home -uid 1531 -exec chown -h 1530 {} +" on XPS, or take them out of the lists on P17',
  )
})

it('says what is missing there, groups first, and what would be a stranger’s', async () => {
  const examples = ['alice/a', 'alice/b', 'bob/c']
  const [blocker] = await blockersFor([
    { kind: 'user', name: 'drummer', number: 1511, count: 1, examples: ['alice/d'] },
    { kind: 'group', name: 'band', number: 1510, count: 8, examples },
    { kind: 'user', name: '1520', number: 1520, count: 1, examples: ['alice/e'] },
  ])
  expect(blocker?.text).toContain('XPS has no group band (1510): a, b, /home/bob/c and 5 more.')
  expect(blocker?.text).toContain('user 1520 is eve on XPS: e.')
  expect(blocker?.text).toContain('"sudo groupadd --gid 1510 band; sudo useradd --uid 1511 drummer" on XPS')
  expect(blocker?.text).toContain('setfacl -x user:1520,d:user:1520 FILE')
})

it('refuses one that names an owner in the containers of an account which has other ranges there', async () => {
  const inContainer = { ...dave, name: '100032', number: 100_032 }
  const [blocker, ...others] = await blockersFor([inContainer])
  expect(others).toEqual([])
  expect(blocker?.text).toContain("user 100032 is alice's on P17 and nobody's on XPS")
})
