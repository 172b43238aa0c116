/** How a window tells the app what the person answers in it. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createStore } from 'zustand'
import type { Answers } from '../../../src-main/contract/preview.ts'
import type { PlanView } from '../../../src-main/contract/switch-state.ts'
import { createClient, type CallManner } from '../../../src-renderer/client/client.ts'
import { createAnswersStore } from '../../../src-renderer/stores/answers-store.ts'
import { keepAnswers } from '../../../src-renderer/stores/keep-answers.ts'
import type { SwitchMirror } from '../../../src-renderer/stores/switch-store.ts'
import { askingHome, planOf } from '../../renderer/plans.ts'

const [todo, nvim] = ['home:todo.txt', 'home:.config/nvim']
const mine = new Set([todo, nvim])
const isKept = { ok: true, value: {} }
const isFull = { ok: false, error: { code: 'disk-full', message: 'The disk is full.', hint: 'Free some space.' } }

interface Told {
  readonly planId: string
  readonly answers: Readonly<Record<string, string | null>>
  readonly manner: CallManner
}

beforeEach(() => {
  vi.useFakeTimers()
  const timers = {
    setTimeout: (act: () => void, ms: number) => globalThis.setTimeout(act, ms),
    clearTimeout: (timer: number | undefined) => globalThis.clearTimeout(timer),
  }
  vi.stubGlobal('window', Object.assign(new EventTarget(), timers))
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** What the test brings to an end itself. */
function later<T>() {
  let resolve: (value: T) => void = () => undefined
  let reject: (error: Error) => void = () => undefined
  const promise = new Promise<T>((fulfil, refuse) => {
    resolve = fulfil
    reject = refuse
  })
  return { promise, resolve: (value: T) => resolve(value), reject: (error: Error) => reject(error) }
}

/** A window with a plan, and an app that answers as it is told to. */
function windowWith(answerOf: (count: number) => unknown = () => isKept) {
  const told: Told[] = []
  const client = createClient({
    async call(_name, { input }, manner) {
      told.push({ ...(input as Pick<Told, 'planId' | 'answers'>), manner })
      return Promise.resolve(answerOf(told.length))
    },
    listen: () => () => undefined,
    saveFile: () => Promise.reject(new Error('nothing is saved here')),
    note: () => undefined,
  })
  const answers = createAnswersStore()
  const switches = createStore<SwitchMirror>(() => ({ state: undefined, lost: undefined, run: undefined }))
  keepAnswers(answers, switches, client)
  const hear = (kept: Answers, planId = 'plan-1') => {
    const plan: PlanView = { ...planOf({ home: askingHome }), planId, kept: { ...kept } }
    switches.setState({ state: { kind: 'planned', plan } })
  }
  hear({})
  return { told, hear, answers, now: () => answers.getState() }
}

it('tells what is answered, a few at a time', async () => {
  const { told, now } = windowWith()
  now().answer([todo], 'take')
  now().answer([nvim], 'keep')
  await vi.advanceTimersByTimeAsync(300)
  expect(told).toEqual([{ planId: 'plan-1', answers: { [todo]: 'take', [nvim]: 'keep' }, manner: {} }])
  await vi.advanceTimersByTimeAsync(30_000)
  expect(told).toHaveLength(1)
})

it('takes nothing of an earlier plan back, and tells nothing that the present one does not ask', async () => {
  const { told, hear, now } = windowWith()
  now().answer([todo], 'take')
  hear({ [todo]: 'keep' }, 'plan-2')
  expect(now()).toMatchObject({ answers: { [todo]: 'keep' }, steps: [] })
  now().undo(mine)
  expect(now().answers).toEqual({ [todo]: 'keep' })
  now().answer(['home:gone.txt'], 'take')
  await vi.advanceTimersByTimeAsync(30_000)
  expect(told).toEqual([])
})

it('leaves alone what another window has answered since', () => {
  const { hear, now } = windowWith()
  now().answer([todo, nvim], 'take')
  hear({ [todo]: 'keep' })
  // What is untold here goes before what is heard; the other window then answers once more.
  hear({ [todo]: 'take', [nvim]: 'take' })
  hear({ [todo]: 'keep', [nvim]: 'take' })
  now().undo(mine)
  expect(now().answers).toEqual({ [todo]: 'keep' })
  now().undo(mine)
  expect(now().answers).toEqual({ [todo]: 'keep' })
})

it('tries again with growing pauses while the app cannot keep them, and says so as long as it lasts', async () => {
  const { told, now } = windowWith((count) => (count < 6 ? isFull : isKept))
  now().answer([todo], 'take')
  const counts: number[] = []
  for (const ms of [250, 1_000, 2_000, 5_000, 10_000]) {
    await vi.advanceTimersByTimeAsync(ms - 1)
    counts.push(told.length)
    await vi.advanceTimersByTimeAsync(1)
    expect(now().notKept?.message).toBe('The disk is full.')
  }
  expect(counts).toEqual([0, 1, 2, 3, 4])
  await vi.advanceTimersByTimeAsync(10_000)
  expect(told).toHaveLength(6)
  expect(now().notKept).toBeUndefined()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(told).toHaveLength(6)
})

it('has nothing to try again once it was taken back, or once there is another plan', async () => {
  for (const end of ['undo', 'plan'] as const) {
    const { told, hear, now } = windowWith(() => isFull)
    now().answer([todo], 'take')
    await vi.advanceTimersByTimeAsync(300)
    expect(now().notKept).toBeDefined()
    if (end === 'undo') now().undo(mine)
    else hear({}, 'plan-2')
    expect(now().notKept).toBeUndefined()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(told).toHaveLength(1)
  }
})

it('tells afterwards what is answered while a call is under way, and everything when the page goes', async () => {
  const first = later<unknown>()
  const { told, now } = windowWith((count) => (count === 1 ? first.promise : isKept))
  now().answer([todo], 'take')
  await vi.advanceTimersByTimeAsync(300)
  now().answer([nvim], 'keep')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(told).toHaveLength(1)
  window.dispatchEvent(new Event('pagehide'))
  expect(told[1]).toEqual({
    planId: 'plan-1',
    answers: { [todo]: 'take', [nvim]: 'keep' },
    manner: { outlivesPage: true },
  })
  first.resolve(isKept)
  await vi.advanceTimersByTimeAsync(300)
  expect(told[2]?.answers).toEqual({ [nvim]: 'keep' })
  window.dispatchEvent(new Event('pagehide'))
  expect(told).toHaveLength(3)
})

it('keeps the answers as they are while copying is being started', async () => {
  const { told, now } = windowWith()
  now().answer([todo], 'take')
  const start = later<undefined>()
  const started = now().whileStarting(() => start.promise)
  now().answer([todo], 'keep')
  now().useSuggestions([...askingHome.questions])
  now().undo(mine)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(now().answers).toEqual({ [todo]: 'take' })
  expect(told).toEqual([])
  start.reject(new Error('not started'))
  await expect(started).rejects.toThrow('not started')
  await vi.advanceTimersByTimeAsync(300)
  expect(told.map(({ answers }) => answers)).toEqual([{ [todo]: 'take' }])
  now().undo(mine)
  expect(now().answers).toEqual({})
})
