/** A plan that is made anew is the one before only where nothing that it says can have changed. */
import { expect, it } from 'vitest'
import { readBeside, readFetched } from '../../../src-main/domains/home-sync/verbs.ts'
import { outlineInventory } from '../../../src-main/domains/home-sync/list-verbs.ts'
import { parsePersonRules } from '../../../src-main/domains/home-sync/on-pair/exclusions/rules-file.ts'
import { makePlan, type MadeHomePlan } from '../../../src-main/domains/home-sync/on-pair/plan/make-plan.ts'
import { findOpenFiles, type OpenPlace } from '../../../src-main/domains/home-sync/open-files-verbs.ts'
import { findAclAccounts, nameOwners, type AclAccount } from '../../../src-main/domains/home-sync/owner-verbs.ts'
import { findNocow, listBases, scanHome } from '../../../src-main/domains/home-sync/scan-verbs.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { scansOf } from './home-laptops.ts'

const eve: AclAccount = { kind: 'user', name: 'eve', number: 1500, count: 1, examples: ['alice/shared'] }

async function laptops() {
  const { from, to } = await scansOf({}, {})
  const state = {
    asked: 0,
    scans: 0,
    exact: { p17: 'a', xps: 'b' },
    open: [] as OpenPlace[],
    eve: 1500,
    freeBytes: 5,
  }
  const machine = async (name: 'p17' | 'xps', scan: typeof from.scan) =>
    (
      await memoryMachine(name, [
        answer(listBases, () => Promise.resolve({ bases: [], isLost: false, isForgotten: false })),
        answer(scanHome, () => {
          const scanId = `00000000-0000-4000-8000-${String((state.scans += 1)).padStart(12, '0')}`
          return Promise.resolve({ ...scan, scanId, exact: state.exact[name], freeBytes: state.freeBytes })
        }),
        answer(findOpenFiles, () => Promise.resolve({ places: state.open })),
        answer(readBeside, () => Promise.resolve({ paths: [] })),
        answer(nameOwners, ({ users }) =>
          Promise.resolve({
            users: users.includes('eve') ? { eve: state.eve } : {},
            ...{ groups: {}, strangers: [], subIds: { users: [], groups: [] } },
          }),
        ),
        answer(findAclAccounts, () => {
          state.asked += 1
          return Promise.resolve({ accounts: [eve] })
        }),
        answer(outlineInventory, () => Promise.resolve({ stretches: [] })),
        answer(findNocow, () => Promise.resolve({ paths: [] })),
        answer(readFetched, () => Promise.resolve({ files: [] })),
      ])
    ).machine
  const pair = { from: await machine('p17', from.scan), to: await machine('xps', to.scan) }
  const plan = (before?: MadeHomePlan, lines = '') =>
    makePlan(
      {
        pair,
        planId: '00000000-0000-4000-8000-00000000000a',
        own: parsePersonRules(lines),
        toSyncthing: false,
        before,
      },
      {},
    )
  return { state, plan }
}

it('is of the new scans, and says what is free now, and who has which number', async () => {
  const { state, plan } = await laptops()
  const first = await plan()
  expect(first.plan.blockers).toEqual([])
  state.freeBytes = 3
  state.eve = 1600
  const again = await plan(first)
  expect(state.asked).toBe(1)
  expect(again.lines).toBe(first.lines)
  expect(again.plan.scans).not.toEqual(first.plan.scans)
  expect(again.plan.room?.freeBytes).toBe(3)
  expect(again.plan.blockers).toHaveLength(1)
})

it.each([
  ['something changed on the laptop that is left', (state) => (state.exact.p17 = 'c')],
  ['something changed on the laptop that is taken', (state) => (state.exact.xps = 'c')],
  [
    'a program has other files open',
    (state) => state.open.push({ path: 'alice/x', kind: 'file', paths: ['alice/x'], programs: ['vim'], writes: true }),
  ],
] as const satisfies readonly (readonly [string, (state: Awaited<ReturnType<typeof laptops>>['state']) => unknown])[])(
  'is another one where %s',
  async (_what, change) => {
    const { state, plan } = await laptops()
    const first = await plan()
    change(state)
    const again = await plan(first)
    expect(again.madeOf).not.toBe(first.madeOf)
    expect(state.asked).toBe(2)
  },
)

it('is another one where other rules count', async () => {
  const { state, plan } = await laptops()
  await plan(await plan(), '/x\n')
  expect(state.asked).toBe(2)
})
