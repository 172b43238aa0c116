import { expect, it } from 'vitest'
import { createProgressTeller, createRunObserver } from '../../../src-main/app/tell-progress.ts'
import { tellProgress } from '../../../src-main/commons/ledger/verbs.ts'
import type { Parsed } from '../../../src-main/contract/define.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { silentLogger } from '../../../src-main/kernel/logger.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import type { SwitchState } from '../../../src-main/contract/switch-state.ts'
import { runningState, startedAt } from '../../renderer/runs.ts'
import { memoryMachine } from '../machine/memory-machine.ts'

const running = runningState(startedAt)
const clock = { nowMs: () => Date.parse(startedAt) + 60_000 }

it('tells the other laptop how far the switch is, until it runs no more', async () => {
  const told: Parsed<typeof tellProgress>[] = []
  let state: SwitchState = running
  const { machine } = await memoryMachine('xps', [
    answer(tellProgress, (input) => {
      told.push(input)
      if (told.length === 3) state = { kind: 'idle' }
      return Promise.resolve({})
    }),
  ])
  const peer = () => Promise.resolve(machine)
  const run = createRunObserver(() => state, clock)
  const teller = createProgressTeller({ state: () => state, run, peer, logger: silentLogger, everyMs: 5 })
  teller.begin()
  teller.begin()
  await teller.untilQuiet()
  expect(told).toHaveLength(3)
  expect(told[0]).toMatchObject({ switchId: running.switchId, verifying: false })
  expect(told[0]?.fraction).toBeGreaterThan(0)
  expect(told[0]?.leftMs).toBeGreaterThan(0)
  // The other laptop shows the same steps.
  expect(told[0]?.steps?.map(({ title }) => title)).toEqual(running.plan.steps.map(({ title }) => title))
  expect(told[0]?.steps?.some(({ is, current }) => is === 'running' && current !== undefined)).toBe(true)
  expect(told[0]?.bytes?.planned).toBe(running.plan.estimate.bytes)
})

it('goes on when the other laptop cannot be told', async () => {
  let tries = 0
  let state: SwitchState = running
  const peer = () => {
    tries += 1
    if (tries === 2) state = { kind: 'idle' }
    return Promise.reject(new AppError({ code: 'unreachable', message: 'xps does not answer.', hint: 'Wake it.' }))
  }
  const run = createRunObserver(() => state, clock)
  const teller = createProgressTeller({ state: () => state, run, peer, logger: silentLogger, everyMs: 5 })
  teller.begin()
  await teller.untilQuiet()
  expect(tries).toBe(2)
})
