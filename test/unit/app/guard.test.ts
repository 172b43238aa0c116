import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createGuard } from '../../../src-main/app/guard.ts'
import { createLedgerAnswers } from '../../../src-main/commons/ledger/on-machine/answers.ts'
import { markUndone } from '../../../src-main/commons/ledger/on-machine/unclear-holder.ts'
import {
  concludeSwitch,
  dismissSwitch,
  lockLedger,
  openSwitch,
  readLedger,
  unlockLedger,
} from '../../../src-main/commons/ledger/verbs.ts'
import { startedOn } from '../../../src-main/contract/started-by.ts'
import type { Machine } from '../../../src-main/machine/machine.ts'
import { memoryMachine, type MemoryMachine } from '../machine/memory-machine.ts'
import { noSubvolumes } from '../commons/no-subvolumes.ts'
import { ownFolder } from '../../own-folder.ts'

const guard = createGuard({ holdings: [], afterSwitch: [], remember: () => Promise.resolve() })
const morning = '2026-11-20T08:00:00.000Z'
const dayAfter = '2026-11-21T08:00:00.000Z'
const dayBefore = '2026-11-19T08:00:00.000Z'

let folder = ''
let machines: readonly MemoryMachine[] = []
let pair: { readonly from: Machine; readonly to: Machine }
beforeEach(async () => {
  folder = ownFolder('guard')
  const answers = createLedgerAnswers({ blocksSwitch: () => undefined }, noSubvolumes)
  machines = await Promise.all(
    ['p17', 'xps'].map((name) => memoryMachine(name, answers, { stateFolder: path.join(folder, name) })),
  )
  const [from, to] = machines
  if (from === undefined || to === undefined) throw new Error('there are two')
  pair = { from: from.machine, to: to.machine }
})
afterEach(() => {
  machines.forEach(({ machine }) => machine.close())
})

const nameOf = ({ name, label }: Machine) => ({ name, label })
const laptops = () => ({ from: nameOf(pair.from), to: nameOf(pair.to) })

/** By a laptop whose clock says so. Interrupted where it has no end. */
async function switched(switchId: string, times: { began: string; ended?: string }, on = [pair.from, pair.to]) {
  for (const machine of on) {
    await machine.call(lockLedger, { id: switchId, of: { kind: 'switch', ...laptops() }, startedBy: 'p17' })
    await machine.call(openSwitch, { switchId, ...laptops(), since: times.began, startedBy: 'p17' })
    if (times.ended !== undefined) await conclude(machine, switchId, { began: times.began, ended: times.ended })
    await machine.call(unlockLedger, { id: switchId })
  }
}

async function conclude(machine: Machine, switchId: string, { began, ended }: { began: string; ended: string }) {
  const entry = { switchId, ...laptops(), startedAt: began, finishedAt: ended, tookMs: 1, verified: true }
  await machine.call(concludeSwitch, {
    ...{ switchId, entry: { ...entry, bytes: 1 }, holder: { by: 'xps', since: ended } },
    proofJson: JSON.stringify({ version: 1, ...entry, steps: [] }),
  })
}

const isOpen = (switchId: string, since: string) => guard.isStillOpen(pair, switchId, since)

it('takes no earlier switch for a later one where the laptop that drove it has a clock ahead', async () => {
  await switched('before', { began: dayAfter, ended: dayAfter })
  await switched('torn', { began: morning })
  expect(await isOpen('torn', morning)).toBe(true)
})

it('knows a later switch where the laptop that drove it has a clock behind', async () => {
  await switched('torn', { began: morning })
  await switched('after', { began: dayBefore, ended: dayBefore })
  expect(await isOpen('torn', morning)).toBe(false)
})

it('knows a later switch that only one of both laptops had a part in, or that is not finished', async () => {
  await switched('torn', { began: morning })
  await switched('elsewhere', { began: dayBefore, ended: dayBefore }, [pair.to])
  expect(await isOpen('torn', morning)).toBe(false)
  await switched('second', { began: morning })
  await switched('third', { began: dayBefore }, [pair.from])
  expect(await isOpen('second', morning)).toBe(false)
})

it('goes on with what only one laptop was told of, has ended on one, or was given up on the other one', async () => {
  await switched('before', { began: dayAfter, ended: dayAfter })
  await switched('torn', { began: morning }, [pair.from])
  expect(await isOpen('torn', morning)).toBe(true)
  await switched('ended', { began: morning })
  await pair.to.call(lockLedger, { id: 'ended', of: { kind: 'switch', ...laptops() }, startedBy: 'p17' })
  await conclude(pair.to, 'ended', { began: morning, ended: morning })
  await pair.to.call(unlockLedger, { id: 'ended' })
  expect(await isOpen('ended', morning)).toBe(true)
  await switched('given-up', { began: morning })
  await pair.to.call(dismissSwitch, { switchId: 'given-up' })
  expect(await isOpen('given-up', morning)).toBe(true)
})

it('does not go on where the switch before it was undone meanwhile', async () => {
  await switched('before', { began: dayBefore, ended: dayBefore })
  await switched('torn', { began: morning })
  markUndone(path.join(folder, 'xps'), 'before', dayAfter)
  expect(await isOpen('torn', morning)).toBe(false)
})

it('goes by the times where neither laptop was told of it', async () => {
  await switched('other', { began: morning, ended: morning })
  expect([await isOpen('torn', dayAfter), await isOpen('torn', dayBefore)]).toEqual([true, false])
})

it.each([
  { here: 'from', startedBy: 'p17' },
  { here: 'to', startedBy: 'xps' },
])('names the laptop that drives by what pairing knows, whatever this machine is called: $here', async (one) => {
  const side = one.here === 'from' ? pair.from : pair.to
  const driven = { ...pair, [one.here]: Object.create(side, { isHere: { value: true } }) as Machine }
  const letGo = await guard.enter(driven, { switchId: 'one' })
  await guard.begin(driven, { switchId: 'one' }, morning)
  for (const machine of [pair.from, pair.to]) {
    const { open, lock } = await machine.call(readLedger, {})
    expect([open?.startedBy, lock?.startedBy]).toEqual([one.startedBy, one.startedBy])
    if (open !== undefined) expect(startedOn(open).name).toBe(one.startedBy)
  }
  await letGo('broken-off')
})
