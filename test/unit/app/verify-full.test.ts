import { expect, it } from 'vitest'
import { verifyFull, type VerifyParts } from '../../../src-main/app/verify-full.ts'
import { wording } from '../../../src-main/app/wording.ts'
import type { FullCheck } from '../../../src-main/commons/capability/app-capability.ts'
import { openSwitch } from '../../../src-main/commons/ledger/verbs.ts'
import type { WorkResult } from '../../../src-main/contract/activity-calls.ts'
import type { FullVerification, VerifiedArea } from '../../../src-main/contract/verify-calls.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { systemClock } from '../../../src-main/kernel/clock.ts'
import type { Machine } from '../../../src-main/machine/machine.ts'

/** Answers what is asked of the ledger, and writes down what was asked. */
function machineOf(name: string, asked: string[], lockedBy?: AppError): Machine {
  return {
    name,
    label: name.toUpperCase(),
    wording,
    call: (verb) => {
      asked.push(`${name} ${verb.name}`)
      if (verb.name === 'ledger.lock' && lockedBy !== undefined) return Promise.reject(lockedBy)
      const answer: unknown = verb.name === 'ledger.read' ? { holder: { kind: 'none' }, history: [] } : {}
      return Promise.resolve(answer as never)
    },
  }
}

const area = (
  differs: readonly string[],
  asChosen: readonly string[] = [],
  notCompared: readonly string[] = [],
): VerifiedArea => {
  const list = (names: readonly string[]) => ({
    count: names.length,
    items: names.map((path) => ({ path, differsIn: ['contents' as const] })),
  })
  return {
    title: 'Files',
    compared: 10,
    bytesRead: 2_000_000,
    differs: list(differs),
    asChosen: list(asChosen),
    notCompared: list(notCompared),
    leftOut: [],
    notes: [],
  }
}

async function verified(checks: readonly FullCheck[], asked: string[] = [], lockedBy?: AppError) {
  let result: WorkResult | undefined
  const parts: VerifyParts = {
    checks,
    clock: systemClock,
    findProof: () => Promise.reject(new Error('there is no proof')),
    runTask: async (_call, { activity }, work) => {
      const value = await work({})
      result = activity?.(value)
      return value
    },
  }
  const pair = { from: machineOf('xps', asked), to: machineOf('p17', asked, lockedBy) }
  const verification: FullVerification = await verifyFull(pair, { callId: 'id' }, parts)
  return { verification, result }
}

const finds =
  (one: VerifiedArea): FullCheck =>
  () =>
    Promise.resolve(one)

it('is as chosen when the person chose all that differs, not compared while something is open, else differs', async () => {
  expect((await verified([finds(area([]))])).verification.verdict).toBe('same')
  const chosen = await verified([finds(area([])), finds(area([], ['Games']))])
  expect(chosen.verification.verdict).toBe('as-chosen')
  expect(chosen.result).toEqual({
    result: 'done',
    summary: '20 items are the same on both, apart from 1 difference as chosen. 4.0 MB read',
  })
  const open = await verified([finds(area([])), finds(area([], ['Games'], ['/etc/x']))])
  expect(open.verification.verdict).toBe('not-compared')
  expect(open.result?.summary).toBe(
    '20 items are the same on both, apart from 1 difference as chosen. 1 item was not compared. 4.0 MB read',
  )
  const differs = await verified([finds(area(['a', 'b'])), finds(area([], ['Games']))])
  expect(differs.verification.verdict).toBe('differs')
  expect(differs.result).toEqual({ result: 'failed', summary: '2 items of 20 differ: a, b' })
})

it('reserves both laptops in one order, lets nothing be changed meanwhile, and gives them back', async () => {
  const asked: string[] = []
  const mutating: FullCheck = async (pair) => {
    const laptop = { name: 'p17', label: 'P17' }
    await pair.to.call(openSwitch, { switchId: 's', from: laptop, to: laptop, since: '', startedBy: 'p17' })
    return area([])
  }
  await expect(verified([mutating], asked)).rejects.toMatchObject({ code: 'rehearsal' })
  expect(asked).toEqual([
    'p17 ledger.lock',
    'xps ledger.lock',
    'xps ledger.read',
    'xps ledger.unlock',
    'p17 ledger.unlock',
  ])
})

it('begins nothing while a switch has one of them', async () => {
  const asked: string[] = []
  const lockedBy = new AppError({ code: 'locked', message: 'A switch is running.' })
  await expect(verified([finds(area([]))], asked, lockedBy)).rejects.toMatchObject({ code: 'locked' })
  expect(asked).toEqual(['p17 ledger.lock'])
})
