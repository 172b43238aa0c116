import { expect, it, onTestFinished } from 'vitest'
import { createLedgerWatch } from '../../../src-main/app/watch-ledger.ts'
import { readLedger, type LedgerView } from '../../../src-main/commons/ledger/verbs.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'

it('tells of a switch that begins while somebody looks, and how far it is, and reads nothing once nobody does', async () => {
  const ledger: Pick<LedgerView, 'open' | 'progress'> = {}
  let reads = 0
  const told: boolean[] = []
  const read = answer(readLedger, () => {
    reads += 1
    return Promise.resolve({ holder: { kind: 'none' }, history: [], givenUp: [], ...ledger })
  })
  const { machine } = await memoryMachine('xps', [read])
  onTestFinished(() => machine.close())
  const parts = { here: () => Promise.resolve(machine), everyMs: 5, forMs: 400 }
  const watch = createLedgerWatch({ ...parts, changed: (_ledger, isProgress) => told.push(isProgress) })
  watch.goOn()
  await expect.poll(() => reads).toBeGreaterThan(2)
  expect(told).toEqual([])
  const laptop = { name: 'p17', label: 'P17' }
  ledger.open = {
    switchId: 's',
    from: laptop,
    to: { name: 'xps', label: 'XPS' },
    since: '2026-11-20T10:00:00.000Z',
    startedBy: 'p17',
  }
  await expect.poll(() => told).toEqual([false])
  ledger.progress = { switchId: 's', fraction: 0.5, verifying: false }
  await expect.poll(() => told).toEqual([false, true])
  await new Promise((resolve) => setTimeout(resolve, 500))
  const before = reads
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect([reads, told]).toEqual([before, [false, true]])
})
