import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { releasingAgents } from '../../../src-main/app/release-agents.ts'
import type { Handlers } from '../../../src-main/contract/handlers.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** An app with one call, that may take long, and work of its own. */
function appWith() {
  const released: number[] = []
  let isBusy = false
  let finish: () => void = () => undefined
  const doctor = vi.fn(() => new Promise((resolve) => (finish = () => resolve({ items: [] }))))
  const handlers = releasingAgents({ doctor } as unknown as Handlers, {
    release: () => released.push(Date.now()),
    isBusy: () => isBusy,
    afterMs: 60_000,
  })
  const ask = () => handlers.doctor({}, { callId: 'one' })
  return { ask, released, doctor, finish: () => finish(), setBusy: (busy: boolean) => (isBusy = busy) }
}

it('lets the agents go a while after the last call, once', async () => {
  const { ask, finish, released, doctor } = appWith()
  const answer = ask()
  finish()
  expect(await answer).toEqual({ items: [] })
  expect(doctor).toHaveBeenCalledWith({}, { callId: 'one' })
  vi.advanceTimersByTime(59_000)
  expect(released).toHaveLength(0)
  vi.advanceTimersByTime(10 * 60_000)
  expect(released).toHaveLength(1)
})

it('never takes them from a call that is at work, nor from one that came meanwhile', async () => {
  const { ask, finish, released } = appWith()
  const first = ask()
  finish()
  await first
  const second = ask()
  vi.advanceTimersByTime(10 * 60_000)
  expect(released).toHaveLength(0)
  finish()
  await second
  vi.advanceTimersByTime(59_000)
  expect(released).toHaveLength(0)
  vi.advanceTimersByTime(1_000)
  expect(released).toHaveLength(1)
})

it('waits for work that goes on by itself, as a switch does', async () => {
  const { ask, finish, released, setBusy } = appWith()
  setBusy(true)
  const answer = ask()
  finish()
  await answer
  vi.advanceTimersByTime(10 * 60_000)
  expect(released).toHaveLength(0)
  setBusy(false)
  vi.advanceTimersByTime(60_000)
  expect(released).toHaveLength(1)
})

it('goes on after a call that failed', async () => {
  const { ask, released, doctor } = appWith()
  doctor.mockImplementationOnce(() => Promise.reject(new Error('no')))
  await expect(ask()).rejects.toThrow('no')
  vi.advanceTimersByTime(60_000)
  expect(released).toHaveLength(1)
})
