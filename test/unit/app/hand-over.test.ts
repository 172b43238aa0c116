/** The end of a switch: nothing is remembered, on either laptop, before all that was written is on the disks of both. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createGuard } from '../../../src-main/app/guard.ts'
import { flushDisks } from '../../../src-main/commons/laptop/verbs.ts'
import { concludeSwitch } from '../../../src-main/commons/ledger/verbs.ts'
import type { Proof } from '../../../src-main/contract/switch-state.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import type { PreparedStep } from '../../../src-main/switch/step.ts'
import { memoryMachine, type MemoryMachine } from '../machine/memory-machine.ts'

const times = { startedAt: '2026-11-20T08:00:00.000Z', finishedAt: '2026-11-20T08:05:00.000Z' }
const [p17, xps] = [
  { name: 'p17', label: 'P17' },
  { name: 'xps', label: 'XPS 13' },
]
const proof: Proof = { version: 1, switchId: 'now', from: p17, to: xps, ...times, tookMs: 1, verified: true, steps: [] }

let done: string[]
let diskOf: Readonly<Record<string, () => Promise<void>>>
let machines: readonly MemoryMachine[]
const note = (what: string) => {
  done.push(what)
  return Promise.resolve()
}
const laptop = (name: string) =>
  memoryMachine(name, [
    answer(flushDisks, async () => {
      await diskOf[name]?.()
      await note(`${name} flushed`)
      return {}
    }),
    answer(concludeSwitch, async () => {
      await note(`${name} concluded`)
      return {}
    }),
  ])
const guard = createGuard({ holdings: [], afterSwitch: [() => note('followed')], remember: () => note('remembered') })
const steps = [{ info: { id: 'home' }, undo: { area: 'home' }, remember: () => note('base of home recorded') }]

async function handOver(): Promise<void> {
  const [from, to] = machines
  if (from === undefined || to === undefined) throw new Error('there are two')
  await guard.handOver({ from: from.machine, to: to.machine }, proof, steps as unknown as PreparedStep[], {})
}

beforeEach(async () => {
  done = []
  diskOf = {}
  machines = await Promise.all(['p17', 'xps'].map(laptop))
})
afterEach(() => machines.forEach(({ machine }) => machine.close()))

it('flushes the disks of both, then remembers, and at last lets both say who holds the work, the taken one first', async () => {
  // The slower disk is waited for, whichever it is.
  diskOf = { p17: () => new Promise((resolve) => setTimeout(resolve, 30)) }
  await handOver()
  expect(done).toEqual([
    ...['xps flushed', 'p17 flushed'],
    ...['base of home recorded', 'followed', 'remembered'],
    ...['xps concluded', 'p17 concluded'],
  ])
})

it.each(['p17', 'xps'])('remembers nothing where the disk of %s takes nothing more', async (name) => {
  diskOf = { [name]: () => Promise.reject(new Error('input/output error')) }
  await expect(handOver()).rejects.toThrow()
  expect(done.filter((what) => !what.endsWith('flushed'))).toEqual([])
})
