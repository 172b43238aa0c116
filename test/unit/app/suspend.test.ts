/** When the source may be put to sleep, and which one that is. */
import { expect, it } from 'vitest'
import { suspendLeft } from '../../../src-main/app/handlers.ts'
import { suspendLaptop } from '../../../src-main/commons/laptop/verbs.ts'
import { readLedger, type LedgerView } from '../../../src-main/commons/ledger/verbs.ts'
import type { Proof } from '../../../src-main/contract/switch-state.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'

const laptops = { from: { name: 'p17', label: 'P17' }, to: { name: 'xps', label: 'XPS' } }
const proof: Proof = {
  version: 1,
  switchId: 's1',
  ...laptops,
  startedAt: '2026-11-20T08:00:00.000Z',
  finishedAt: '2026-11-20T08:05:00.000Z',
  tookMs: 1,
  verified: true,
  steps: [],
}
const concluded: LedgerView = {
  holder: { kind: 'held', by: 'xps', since: proof.finishedAt, switchId: 's1' },
  history: [],
  givenUp: [],
}
const open = { switchId: 's2', from: laptops.to, to: laptops.from, since: '2026-11-20T09:00:00.000Z', startedBy: 'xps' }

interface Case {
  readonly here?: 'p17' | 'xps'
  readonly p17?: Partial<LedgerView>
  readonly xps?: Partial<LedgerView> | 'away'
  readonly proven?: Partial<Proof>
}

/** Which laptops were put to sleep. */
async function suspended({ here = 'p17', p17 = {}, xps = {}, proven = {} }: Case): Promise<readonly string[]> {
  const asleep: string[] = []
  const machineOf = async (name: 'p17' | 'xps') => {
    const said = name === 'p17' ? p17 : xps
    if (said === 'away')
      throw new AppError({ code: 'unreachable', message: `${name} does not answer.`, hint: 'Wake it.' })
    const sleep = answer(suspendLaptop, () => {
      asleep.push(name)
      return Promise.resolve({})
    })
    const ledger = answer(readLedger, () => Promise.resolve({ ...concluded, history: [], ...said }))
    return (await memoryMachine(name, [sleep, ledger])).machine
  }
  const other = here === 'p17' ? 'xps' : 'p17'
  await suspendLeft({ here: () => machineOf(here), peer: () => machineOf(other) }, { ...proof, ...proven })
  return asleep
}

const refused = { code: 'blocked', message: 'P17 has to stay awake.' }

it('puts the laptop that was left to sleep, whichever of the two is asked', async () => {
  expect(await suspended({})).toEqual(['p17'])
  expect(await suspended({ here: 'xps' })).toEqual(['p17'])
})

it('needs no answer of the laptop that was taken', async () => {
  expect(await suspended({ xps: 'away' })).toEqual(['p17'])
})

const cases: readonly (readonly [string, Case])[] = [
  ['the proof is not good', { proven: { verified: false } }],
  ['this laptop has not written down who has the work', { p17: { holder: { kind: 'none' } } }],
  ['the other laptop has not', { xps: { holder: { kind: 'none' } } }],
  ['a later switch has been proven', { p17: { holder: { kind: 'held', by: 'p17', since: '', switchId: 's2' } } }],
  ['a switch is not finished', { xps: { open } }],
  [
    'it is reserved',
    {
      p17: {
        lock: {
          id: 's2',
          of: { kind: 'switch', from: open.from, to: open.to },
          since: '',
          startedBy: 'xps',
          alive: true,
          ours: false,
        },
      },
    },
  ],
]
it.each(cases)('does not when %s', async (_why, some) => {
  await expect(suspended(some)).rejects.toMatchObject(refused)
})
