import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { toldIn } from '../../../src-main/contract/apply-event.ts'
import type { SwitchEvent } from '../../../src-main/contract/events.ts'
import { stillRunningIn } from '../../../src-main/contract/proof/proof-title.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { systemClock } from '../../../src-main/kernel/clock.ts'
import { createEventBus } from '../../../src-main/kernel/event-bus.ts'
import { silentLogger } from '../../../src-main/kernel/logger.ts'
import { listJournals, readJournal } from '../../../src-main/journal/journal.ts'
import { createEngine, type Engine } from '../../../src-main/switch/engine.ts'
import type { SwitchGuard } from '../../../src-main/switch/engine-parts.ts'
import type { AnyStep, GetBeforehand, PlanContext, RunContext } from '../../../src-main/switch/step.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { defineStepId, stepIds } from '../../../src-main/contract/step-ids.ts'
import type { SwitchScope } from '../../../src-main/contract/switch-scope.ts'
import { question, stepOf } from './rehearsed-steps.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
let events: SwitchEvent[]
let handedOver: string[]
let held: number

beforeEach(() => {
  folder = ownFolder('engine')
  events = []
  handedOver = []
  held = 0
})
afterEach(() => void vi.useRealTimers())

async function engineWith(
  steps: readonly AnyStep[],
  guard: Partial<SwitchGuard> = {},
  isLost: () => boolean = () => false,
  connecting: () => Promise<void> = () => Promise.resolve(),
): Promise<Engine> {
  const [p17, xps] = await Promise.all([memoryMachine('p17', []), memoryMachine('xps', [])])
  const bus = createEventBus<SwitchEvent>((error) => {
    throw error as Error
  })
  bus.subscribe((event) => events.push(event))
  return createEngine({
    steps,
    guard: {
      enter: () => {
        held += 1
        return Promise.resolve(() => Promise.resolve(void (held -= 1)))
      },
      begin: () => Promise.resolve(),
      handOver: (_pair, proof) => Promise.resolve(void handedOver.push(proof.switchId)),
      abandon: () => Promise.resolve(),
      openOn: () => Promise.resolve(undefined),
      isStillOpen: () => Promise.resolve(true),
      isUndone: () => Promise.resolve(false),
      ...guard,
    },
    linkSpeed: () => Promise.resolve(2_500_000),
    connect: async (to) => {
      await connecting()
      if (isLost()) throw new AppError({ code: 'unreachable', message: 'xps does not answer.', hint: 'Turn it on.' })
      const [here, there] = [p17.machine, xps.machine]
      return to === here.name ? { from: there, to: here } : { from: here, to: there }
    },
    here: () => Promise.resolve(p17.machine),
    journalFolder: folder,
    answersFile: join(folder, 'kept', 'answers.json'),
    timesFile: join(folder, 'times.json'),
    bus,
    clock: systemClock,
    logger: silentLogger,
  })
}

async function startAndWait(engine: Engine, answers = {}, to = 'xps'): Promise<void> {
  const plan = await engine.plan({ to })
  await engine.start(plan.planId, answers)
  await engine.untilIdle()
}

const failing = () =>
  Promise.reject(new AppError({ code: 'unreachable', message: 'xps does not answer.', hint: 'Wake it.' }))

describe('what a plan would need', () => {
  it('is got while the plan is shown, from the laptop that is left to the one that is taken, and not without a plan', async () => {
    const got: string[] = []
    const beforehand: GetBeforehand = ({ from, to }) => {
      got.push(`${from.name} to ${to.name}`)
      return Promise.resolve(got.length === 1 ? 'metered' : 'complete')
    }
    const engine = await engineWith([stepOf({ id: 'etc', beforehand }), stepOf({ id: 'packages', beforehand })])
    const [p17, xps] = await Promise.all([memoryMachine('p17', []), memoryMachine('xps', [])])
    const pair = { from: p17.machine, to: xps.machine }
    const { signal } = new AbortController()
    expect(engine.beforehand()).toBeUndefined()
    await engine.plan({ to: 'xps' })
    // The second step is asked all the same.
    expect(await engine.beforehand()?.(pair, signal)).toBe('metered')
    await engine.plan({ to: 'p17' })
    expect(await engine.beforehand()?.(pair, signal)).toBe('complete')
    expect(got).toEqual(['p17 to xps', 'p17 to xps', 'xps to p17', 'xps to p17'])
    await expect(engine.beforehand()?.(pair, AbortSignal.abort())).rejects.toThrow(/abort/)
    await engine.dismiss()
    expect(engine.beforehand()).toBeUndefined()
  })

  it('is told to whoever sees the plan, and of no other plan', async () => {
    const engine = await engineWith([stepOf({ id: 'etc' })])
    const { planId } = await engine.plan({ to: 'xps' })
    expect(engine.beforehand()).toBeUndefined()
    engine.tellBeforehand('another', 'All is there.')
    expect(engine.state()).not.toHaveProperty('plan.beforehand')
    engine.tellBeforehand(planId, 'All is there.')
    expect(engine.state()).toMatchObject({ kind: 'planned', plan: { beforehand: 'All is there.' } })
    await engine.plan({ to: 'xps' })
    expect(engine.state()).not.toHaveProperty('plan.beforehand')
  })
})

describe('a switch', () => {
  it('is work from the click on, also while the laptops are still being asked', async () => {
    let enter = (): void => undefined
    const entered = new Promise<void>((resolve) => (enter = resolve))
    const engine = await engineWith([stepOf({ id: 'etc' })], {
      enter: async () => {
        await entered
        return () => Promise.resolve()
      },
    })
    const { planId } = await engine.plan({ to: 'xps' })
    expect(engine.isAtWork()).toBe(false)
    const started = engine.start(planId, {})
    expect([engine.state().kind, engine.isAtWork()]).toEqual(['planned', true])
    enter()
    await started
    await engine.untilIdle()
    expect([engine.state().kind, engine.isAtWork()]).toEqual(['done', false])
  })

  it('runs each step after those it waits for, proves all and hands the work over', async () => {
    const order: string[] = []
    const note = (id: string) => () => Promise.resolve(void order.push(id))
    const engine = await engineWith([
      stepOf({ id: 'etc', after: ['packages'], run: note('etc') }),
      stepOf({ id: 'packages', after: ['snapshots'], run: note('packages') }),
      stepOf({ id: 'snapshots', run: note('snapshots') }),
    ])
    await startAndWait(engine)
    expect(order).toEqual(['snapshots', 'packages', 'etc'])
    const state = engine.state()
    expect(state).toMatchObject({ kind: 'done', proof: { verified: true, from: { name: 'p17' }, to: { name: 'xps' } } })
    expect(handedOver).toHaveLength(1)
    expect(held).toBe(0)
  })

  it('of packages alone consists of the steps for these, hands no work over as a whole one does, and is resumed so', async () => {
    const ran: string[] = []
    let isBroken = true
    const note = (id: string, scopes: readonly SwitchScope[] = []) =>
      stepOf({ id, scopes, run: () => Promise.resolve(void ran.push(id)) })
    const breaking = stepOf({
      id: 'packages',
      scopes: ['packages'],
      after: ['snapshots'],
      run: () => (isBroken ? failing() : Promise.resolve(void ran.push('packages'))),
    })
    const entered: unknown[] = []
    const engine = await engineWith([note('snapshots', ['packages']), breaking, note('home'), note('etc')], {
      begin: (_pair, { scope }) => Promise.resolve(void entered.push(scope)),
    })
    const plan = await engine.plan({ to: 'xps', scope: 'packages' })
    expect(plan).toMatchObject({ scope: 'packages' })
    expect(plan.steps.map(({ id }) => id)).toEqual(['snapshots', 'packages'])
    await engine.start(plan.planId, {})
    await engine.untilIdle()
    isBroken = false
    expect(engine.state()).toMatchObject({ kind: 'interrupted', plan: { scope: 'packages' } })
    await engine.resume()
    await engine.untilIdle()
    expect(ran).toEqual(['snapshots', 'snapshots', 'packages'])
    expect(entered).toEqual(['packages', 'packages'])
    expect(engine.state()).toMatchObject({ kind: 'done', proof: { verified: true, scope: 'packages' } })
    expect((await engine.plan({ to: 'xps' })).steps).toHaveLength(4)
  })

  it('brings the work of the other laptop here, is resumed here, and says which laptop drove it', async () => {
    let isBroken = true
    const seen: string[] = []
    const run = () => (isBroken ? failing() : Promise.resolve())
    const step = stepOf({ id: 'home', run })
    const looking: AnyStep = {
      ...step,
      prepare: (pair, context) => {
        seen.push(`${pair.from.name} → ${pair.to.name}`)
        return step.prepare(pair, context)
      },
    }
    const engine = await engineWith([looking])
    await startAndWait(engine, {}, 'p17')
    expect(seen).toEqual(['xps → p17', 'xps → p17'])
    expect(engine.state()).toMatchObject({ kind: 'interrupted', plan: { to: { name: 'p17' }, startedBy: 'p17' } })
    isBroken = false
    await engine.resume()
    await engine.untilIdle()
    expect(engine.state()).toMatchObject({ kind: 'done', proof: { from: { name: 'xps' }, to: { name: 'p17' } } })
  })

  it('runs independent steps side by side', async () => {
    let met: () => void = () => undefined
    const bothRun = new Promise<void>((resolve) => (met = resolve))
    let together = 0
    // Neither ends before the other has begun: one after the other would never come to an end.
    const run = () => {
      together += 1
      if (together === 2) met()
      return bothRun
    }
    const engine = await engineWith([stepOf({ id: 'home', run }), stepOf({ id: 'images', run })])
    await startAndWait(engine)
    expect(engine.state().kind).toBe('done')
  })

  it('keeps dependents of a failed step from starting and lets other lanes finish', async () => {
    const order: string[] = []
    const engine = await engineWith([
      stepOf({ id: 'packages', run: failing }),
      stepOf({ id: 'etc', after: ['packages'], run: () => Promise.resolve(void order.push('etc')) }),
      stepOf({ id: 'home', run: () => pause(20).then(() => void order.push('home')) }),
    ])
    await startAndWait(engine)
    expect(order).toEqual(['home'])
    expect(engine.state()).toMatchObject({
      kind: 'interrupted',
      error: { code: 'unreachable' },
      statuses: { packages: { kind: 'failed' }, etc: { kind: 'waiting' }, home: { kind: 'done' } },
    })
    expect(handedOver).toEqual([])
    expect(held).toBe(0)
  })

  it('never hands over when the comparison finds a difference', async () => {
    let verdict: 'differs' | 'same' = 'differs'
    const engine = await engineWith([stepOf({ id: 'home', verdict: () => verdict })])
    await startAndWait(engine)
    expect(engine.state()).toMatchObject({
      kind: 'interrupted',
      error: { code: 'not-verified' },
      proof: { verified: false },
    })
    expect(handedOver).toEqual([])
    verdict = 'same'
    await engine.resume()
    await engine.untilIdle()
    expect(engine.state()).toMatchObject({ kind: 'done' })
    expect(handedOver).toHaveLength(1)
  })

  it('stops when it is paused and goes on when it is resumed', async () => {
    let patient = true
    const engine = await engineWith([
      stepOf({ id: 'home', run: ({ signal }) => (patient ? pause(60_000, undefined, { signal }) : Promise.resolve()) }),
    ])
    const plan = await engine.plan({ to: 'xps' })
    await engine.start(plan.planId, {})
    await engine.pause()
    expect(engine.state()).toMatchObject({
      kind: 'interrupted',
      by: 'person',
      statuses: { home: { kind: 'stopped' } },
    })
    expect(engine.state()).not.toHaveProperty('error')
    patient = false
    await pause(200)
    await engine.resume()
    await engine.untilIdle()
    const state = engine.state()
    if (state.kind !== 'done') throw new Error(`the switch is ${state.kind}`)
    // What it stood still is not time that it took.
    const { startedAt, finishedAt, tookMs } = state.proof
    expect(tookMs).toBeLessThanOrEqual(Date.parse(finishedAt) - Date.parse(startedAt) - 190)
  })

  it('times the next plan by how long the steps took, but not by a run that went on from an earlier one', async () => {
    let calls = 0
    const run = async () => {
      calls += 1
      await pause(1_200)
      if (calls === 1) throw new Error('the first run does not get far')
    }
    const engine = await engineWith([stepOf({ id: 'home', run })])
    const paceNow = async () => (await engine.plan({ to: 'xps' })).previews[stepIds.home]?.estimate.pace?.run ?? 1
    await startAndWait(engine)
    await engine.resume()
    await engine.untilIdle()
    expect(await paceNow()).toBe(1)
    await startAndWait(engine)
    expect(await paceNow()).toBeGreaterThan(1)
  })

  it('is found interrupted by the next run of the app and finishes from its journal alone', async () => {
    const questions = [question({ id: 'home:a', safeDefault: 'keep' })]
    const first = await engineWith([stepOf({ id: 'home', fact: () => 'agreed', run: failing, questions })])
    await startAndWait(first)
    const [id = ''] = await listJournals(folder)
    const contents = await readJournal(folder, id)
    expect(contents.plans).toEqual({ home: { fact: 'agreed' } })

    const told: string[] = []
    const run = ({ unanswered }: Pick<RunContext, 'unanswered'>) => Promise.resolve(void told.push(...unanswered))
    const second = await engineWith([stepOf({ id: 'home', fact: () => 'never probed again', run, questions })])
    await second.recover(contents)
    expect(second.state().kind).toBe('interrupted')
    await second.resume()
    await second.untilIdle()
    expect(second.state().kind).toBe('done')
    expect((await readJournal(folder, id)).state.kind).toBe('done')
    // Nobody has answered it meanwhile either.
    expect(told).toEqual(['home:a'])
  })

  it('can be resumed while the stopped run still lets go of the laptops', async () => {
    let release: () => void = () => undefined
    const letting = new Promise<void>((resolve) => (release = resolve))
    let failOnce = true
    const run = () => {
      const first = failOnce
      failOnce = false
      return first ? failing() : Promise.resolve()
    }
    const engine = await engineWith([stepOf({ id: 'home', run })], { enter: () => Promise.resolve(() => letting) })
    const plan = await engine.plan({ to: 'xps' })
    await engine.start(plan.planId, {})
    await expect.poll(() => engine.state().kind).toBe('interrupted')
    const resumed = engine.resume()
    release()
    await resumed
    await engine.untilIdle()
    expect(engine.state().kind).toBe('done')
  })

  it('is not resumed after a later switch: it is put away', async () => {
    const engine = await engineWith([stepOf({ id: 'home', run: failing })], {
      isStillOpen: () => Promise.resolve(false),
    })
    await startAndWait(engine)
    await expect(engine.resume()).rejects.toMatchObject({ code: 'plan-expired' })
    expect(engine.state()).toEqual({ kind: 'idle' })
  })

  it('says that the program was closed, and not that somebody paused it', async () => {
    const engine = await engineWith([stepOf({ id: 'home', run: ({ signal }) => pause(60_000, undefined, { signal }) })])
    const plan = await engine.plan({ to: 'xps' })
    await engine.start(plan.planId, {})
    await engine.close()
    expect(engine.state()).toMatchObject({ kind: 'interrupted', by: 'closed', statuses: { home: { kind: 'stopped' } } })
    expect(engine.state()).not.toHaveProperty('error')
  })

  it('says what failed when the connection is cut', async () => {
    const engine = await engineWith([stepOf({ id: 'home', run: failing })])
    await startAndWait(engine)
    expect(engine.state()).toMatchObject({ kind: 'interrupted', by: 'failure', error: { code: 'unreachable' } })
  })

  it('proves what its last run left out as that, and no longer what an earlier one did', async () => {
    let runs = 0
    const leftOut = [{ name: 'debian', why: 'not compared, because debian runs' }]
    const steps = [
      stepOf({
        id: 'images',
        outcome: () => (runs === 0 ? { leftOut: [...leftOut, { name: 'win', why: '' }] } : { leftOut }),
      }),
      stepOf({ id: 'etc', after: ['images'], run: () => (++runs < 2 ? failing() : Promise.resolve()) }),
    ]
    const engine = await engineWith(steps)
    await startAndWait(engine)
    await engine.resume()
    await engine.untilIdle()
    const state = engine.state()
    if (state.kind !== 'done') throw new Error(`the switch is ${state.kind}`)
    const [images] = state.proof.steps
    expect(images?.outcome.leftOut).toEqual(leftOut)
    expect(images?.verification.items).toMatchObject([{ left: [{ why: leftOut[0]?.why, names: ['debian'] }] }])
    expect(stillRunningIn(state.proof)).toMatch(/^debian still runs on /)
  })

  it('proves what all its runs copied, however often it was resumed', async () => {
    let runs = 0
    const left = (amounts: readonly number[]) => () => {
      const bytes = amounts[runs] ?? 0
      return bytes === 0 ? { text: 'nothing', bytes, items: 0 } : { text: `${bytes} copied`, bytes, items: 1 }
    }
    const steps = [
      stepOf({ id: 'images', outcome: left([200, 0, 0]) }),
      stepOf({ id: 'packages', outcome: left([30, 0, 4]) }),
      // Counts by itself what was done before.
      stepOf({ id: 'home', outcome: () => ({ text: 'all', bytes: 50, items: 5, bytesBefore: runs === 0 ? 0 : 40 }) }),
      stepOf({
        id: 'etc',
        after: ['home', 'images', 'packages'],
        run: () => (++runs < 3 ? failing() : Promise.resolve()),
      }),
    ]
    const first = await engineWith(steps)
    await startAndWait(first)
    const [id = ''] = await listJournals(folder)
    const second = await engineWith(steps)
    await second.recover(await readJournal(folder, id))
    for (const run of [2, 3]) {
      await second.resume()
      await second.untilIdle()
      expect(runs).toBe(run)
    }
    const state = second.state()
    if (state.kind !== 'done') throw new Error(`the switch is ${state.kind}`)
    const told = state.proof.steps.map((step) => [step.id, step.outcome])
    expect(Object.fromEntries(told)).toMatchObject({
      images: { text: '200 copied', bytes: 200, items: 1 },
      packages: { text: '30 copied. 4 copied', bytes: 34, items: 2 },
      home: { text: 'all', bytes: 50, items: 5 },
    })
  })

  it('has the end of a killed run in its journal after recovery', async () => {
    const engine = await engineWith([stepOf({ id: 'home', run: ({ signal }) => pause(60_000, undefined, { signal }) })])
    const plan = await engine.plan({ to: 'xps' })
    await engine.start(plan.planId, {})
    const [id = ''] = await listJournals(folder)
    const killed = await readJournal(folder, id)
    expect(killed.state.kind).toBe('running')
    const next = await engineWith([stepOf({ id: 'home' })])
    await next.recover(killed)
    expect(next.state()).toMatchObject({ kind: 'interrupted', by: 'killed' })
    const restarted = await engineWith([stepOf({ id: 'home' })])
    await restarted.recover(killed, 'power')
    expect(restarted.state()).toMatchObject({ kind: 'interrupted', by: 'power' })
    await engine.pause()
  })
})

it('does not plan over a switch that can still be resumed', async () => {
  const failing = () => Promise.reject(new Error('no'))
  let fails = true
  const engine = await engineWith([stepOf({ id: 'home', run: () => (fails ? failing() : Promise.resolve()) })])
  await startAndWait(engine)
  fails = false
  await expect(engine.plan({ to: 'xps' })).rejects.toMatchObject({
    code: 'blocked',
    hint: 'Resume it, or give it up (pc-switcher give-up). Then plan a new one.',
  })
  expect(engine.state()).toMatchObject({ kind: 'interrupted', by: 'failure' })
  await engine.resume()
  await engine.untilIdle()
  expect(engine.state().kind).toBe('done')
})

it('plans anew after a later switch, of which only the other laptop knew', async () => {
  let isOpen = true
  const guard: Partial<SwitchGuard> = { isStillOpen: () => Promise.resolve(isOpen) }
  const engine = await engineWith([stepOf({ id: 'home', run: () => Promise.reject(new Error('no')) })], guard)
  await startAndWait(engine)
  isOpen = false
  await expect(engine.plan({ to: 'xps' })).resolves.toMatchObject({ to: { name: 'xps' } })
  expect(events.map(({ type }) => type)).toContain('switch-dismissed')
})

const ways = [{ to: 'xps' }, { to: 'p17' }]
it.each(ways)('gives a switch to $to up while the other laptop is lost, and tells it later', async ({ to: taken }) => {
  const open = new Map<string, string>()
  let isLost = false
  const guard: Partial<SwitchGuard> = {
    begin: ({ from, to }, { switchId }) => {
      for (const { name } of [from, to]) open.set(name, switchId)
      return Promise.resolve()
    },
    abandon: ({ name }) => Promise.resolve(void open.delete(name)),
    openOn: ({ name }) => Promise.resolve(open.get(name)),
  }
  const losing = stepOf({
    id: 'home',
    run: () => {
      isLost = true
      return Promise.reject(new Error('no'))
    },
  })
  const engine = await engineWith([losing], guard, () => isLost)
  await startAndWait(engine, {}, taken)
  expect([...open.keys()].sort()).toEqual(['p17', 'xps'])

  await engine.dismiss()
  expect(engine.state()).toEqual({ kind: 'idle' })
  expect([...open.keys()]).toEqual(['xps'])

  isLost = false
  await engine.plan({ to: taken })
  expect([...open.keys()]).toEqual([])
})

describe('giving a switch up while the other laptop', () => {
  const never = new Promise<never>(() => undefined)

  async function expectShortWait(guard: Partial<SwitchGuard>, connecting: (isLost: boolean) => Promise<void>) {
    let isLost = false
    let ask = (): void => undefined
    const isAsked = new Promise<void>((resolve) => (ask = resolve))
    const engine = await engineWith([stepOf({ id: 'home', run: failing })], guard, undefined, () => {
      if (isLost) ask()
      return connecting(isLost)
    })
    await startAndWait(engine)
    isLost = true
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    let isBack = false
    const dismissed = engine.dismiss().finally(() => (isBack = true))
    // The journal is written in real time, on a disk that may be busy. The wait has begun when the other laptop is asked.
    await isAsked
    expect(engine.state().kind).toBe('idle')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(isBack).toBe(false)
    await vi.advanceTimersByTimeAsync(4_000)
    await dismissed
  }

  it('cannot be connected does not wait for the connection', async () => {
    await expectShortWait({}, (isLost) => (isLost ? never : Promise.resolve()))
  })

  it('is connected and does not answer stops asking it', async () => {
    let stopped = false
    const abandon: SwitchGuard['abandon'] = ({ name }, _switchId, { signal } = {}) => {
      signal?.addEventListener('abort', () => (stopped = true))
      return name === 'xps' ? never : Promise.resolve()
    }
    await expectShortWait({ abandon }, () => Promise.resolve())
    expect(stopped).toBe(true)
  })
})

it('leaves alone what the other laptop has open when it was not given up here', async () => {
  const abandoned: string[] = []
  const guard: Partial<SwitchGuard> = {
    abandon: (_machine, switchId) => Promise.resolve(void abandoned.push(switchId)),
    openOn: () => Promise.resolve('begun-on-the-other'),
  }
  const engine = await engineWith([stepOf({ id: 'home' })], guard)
  await engine.plan({ to: 'xps' })
  expect(abandoned).toEqual([])
})

it('has in its proof which snapshots were taken before it', async () => {
  const engine = await engineWith([stepOf({ id: 'snapshots', snapshotId: 'a-set' }), stepOf({ id: 'home' })])
  await startAndWait(engine)
  expect(engine.state()).toMatchObject({ kind: 'done', proof: { snapshotId: 'a-set' } })
})

describe('looking at what is asked about', () => {
  const sides = { from: { kind: 'absent' }, to: { kind: 'link', target: 'there' } } as const

  it('is answered by the step that asks, from what the question is about', async () => {
    const seen: unknown[] = []
    const look = (subject: unknown) => Promise.resolve((seen.push(subject), sides))
    const asked = question({ id: 'any id at all', stepId: defineStepId('mail'), canLook: true })
    const engine = await engineWith([stepOf({ id: 'mail', questions: [asked], look })])
    await engine.plan({ to: 'xps' })
    expect(await engine.looking.look('any id at all')).toEqual(sides)
    expect(seen).toEqual([asked.subject])
  })

  it('is refused for what the plan does not ask about, or does not offer to show', async () => {
    const engine = await engineWith([
      stepOf({ id: 'home', questions: [question({ id: 'one' })], look: () => Promise.resolve(sides) }),
    ])
    await expect(engine.looking.look('one')).rejects.toMatchObject({ code: 'not-found' })
    await engine.plan({ to: 'xps' })
    await expect(engine.looking.look('one')).rejects.toMatchObject({ code: 'not-found' })
    await expect(engine.looking.look('two')).rejects.toMatchObject({ code: 'not-found' })
  })
})

it('puts a plan away while it is still being made', async () => {
  const engine = await engineWith([stepOf({ id: 'home', probe: ({ signal }) => pause(60_000, undefined, { signal }) })])
  const planned = engine.plan({ to: 'xps' })
  await expect.poll(() => engine.state().kind).toBe('planning')
  await engine.dismiss()
  await expect(planned).rejects.toMatchObject({ code: 'cancelled' })
  expect(engine.state()).toEqual({ kind: 'idle' })
})

describe('a start', () => {
  it('is refused when the facts have changed, and shows the new plan with what changed', async () => {
    let fact = 'before'
    const engine = await engineWith([stepOf({ id: 'home', fact: () => fact })])
    const plan = await engine.plan({ to: 'xps' })
    fact = 'after'
    await expect(engine.start(plan.planId, {})).rejects.toMatchObject({ code: 'plan-changed' })
    const state = engine.state()
    expect(state).toMatchObject({ kind: 'planned' })
    const fresh = state.kind === 'planned' ? state.plan : plan
    expect(fresh.planId).not.toBe(plan.planId)
    expect(fresh.changedSince).toHaveLength(1)
    expect(held).toBe(0)
    await engine.start(fresh.planId, {})
    await engine.untilIdle()
    expect(engine.state().kind).toBe('done')
  })

  it('is refused when an answer is to stop, and nothing is held for it', async () => {
    const stop = { id: 'stop', label: 'Stop here', effect: '', meaning: 'stop', bulk: false } as const
    const asked = question({ id: 'home:a' })
    const engine = await engineWith([
      stepOf({ id: 'home', questions: [{ ...asked, choices: [...asked.choices, stop] }] }),
    ])
    const plan = await engine.plan({ to: 'xps' })
    await expect(engine.start(plan.planId, { 'home:a': 'stop' })).rejects.toMatchObject({ code: 'blocked' })
    expect(held).toBe(0)
    expect(engine.state()).toMatchObject({ kind: 'planned', plan: { planId: plan.planId } })
  })

  it('is refused without an answer to a required question, and takes safe defaults for the others', async () => {
    const engine = await engineWith([
      stepOf({ id: 'home', questions: [question({ id: 'home:a' }), question({ id: 'home:b', safeDefault: 'keep' })] }),
    ])
    const plan = await engine.plan({ to: 'xps' })
    await expect(engine.start(plan.planId, {})).rejects.toMatchObject({
      code: 'needs-answers',
      details: expect.stringContaining('home:a') as string,
    })
    await expect(engine.start(plan.planId, { 'home:a': 'burn' })).rejects.toMatchObject({ code: 'invalid-input' })
    await engine.start(plan.planId, { 'home:a': 'take' })
    await engine.untilIdle()
    const started = events.find((event) => event.type === 'switch-started')
    expect(started).toMatchObject({ answers: { 'home:a': 'take', 'home:b': 'keep' }, unanswered: ['home:b'] })
  })

  it('says what it takes with the answers, and what came since the plan that was agreed to', async () => {
    let fact = 'before'
    const engine = await engineWith([
      stepOf({
        ...{ id: 'home', questions: [question({ id: 'home:a', safeDefault: 'keep' })], fact: () => fact },
        bytes: (answers) => (answers['home:a'] === 'take' ? 300e6 : 5),
        newSince: () => ['401 files, 300 MB more since the plan.'],
        changes: () => [],
      }),
    ])
    const plan = await engine.plan({ to: 'xps' })
    expect((await engine.looking.lastLook({})).bytes).toBe(5)
    expect(await engine.looking.lastLook({ 'home:a': 'take' })).toMatchObject({ bytes: 300e6, open: [] })
    fact = 'after'
    await engine.start(plan.planId, { 'home:a': 'take' })
    await engine.untilIdle()
    const told = events.flatMap((event) => (event.type === 'start-told' ? [event.doing] : []))
    expect(told).toEqual(['reserving', 'looking', 'preparing'])
    const started = events.find((event) => event.type === 'switch-started')
    // What it takes is counted from the press.
    const finished = events.find((event) => event.type === 'switch-finished')
    expect(finished?.proof.startedAt).toBe(started?.askedAt)
    expect((started?.askedAt ?? '') <= (started?.at ?? '')).toBe(true)
    expect(started?.plan).toMatchObject({
      estimate: { bytes: 300e6 },
      newSince: ['401 files, 300 MB more since the plan.'],
    })
  })

  it('says what a step waits for once more, and starts nothing when that is stopped', async () => {
    let waits = false
    const probe = async ({ tell, signal }: PlanContext) => {
      if (!waits) return
      tell?.('It waits')
      tell?.('It waits')
      await pause(60_000, undefined, { signal })
    }
    const engine = await engineWith([stepOf({ id: 'home', probe })])
    const plan = await engine.plan({ to: 'xps' })
    waits = true
    const starting = engine.start(plan.planId, {})
    await vi.waitFor(() => expect(toldIn(engine.state())).toMatchObject({ stepId: 'home', sentence: 'It waits' }))
    await engine.pause()
    await expect(starting).rejects.toMatchObject({ name: 'AbortError' })
    expect(engine.state()).toMatchObject({ kind: 'planned', plan: { planId: plan.planId } })
    expect(toldIn(engine.state())).toBeUndefined()
    expect(held).toBe(0)
    expect(events.filter(({ type }) => type === 'probe-told')).toHaveLength(1)
  })

  it('says how long it takes over the link that there is', async () => {
    const bytes = (answers: Readonly<Record<string, string>>) => (answers['home:a'] === 'take' ? 340e6 : 5)
    const questions = [question({ id: 'home:a', safeDefault: 'keep' })]
    const engine = await engineWith([stepOf({ id: 'home', questions, bytes })])
    await engine.plan({ to: 'xps' })
    expect((await engine.looking.lastLook({})).ms).toBeLessThan(5_000)
    // 340 MB at 20 Mbit/s.
    const { ms } = await engine.looking.lastLook({ 'home:a': 'take' })
    expect(ms).toBeGreaterThan(130_000)
    expect(ms).toBeLessThan(140_000)
  })

  it('is refused while something blocks it', async () => {
    const engine = await engineWith([stepOf({ id: 'checks', blocked: () => true })])
    const plan = await engine.plan({ to: 'xps' })
    await expect(engine.start(plan.planId, {})).rejects.toMatchObject({ code: 'blocked', hint: 'Free some space.' })
  })

  it('is refused when a disk has room for each part, but not for all of them together', async () => {
    const room = (what: string, gigabytes: number, fileSystem = 'disk') => ({
      ...{ what, bytes: gigabytes * 1e9, freeBytes: 6e9, fileSystem },
    })
    const steps = (fileSystem: string) => [
      stepOf({ id: 'checks' }),
      stepOf({ id: 'packages', rooms: [room('packages', 1), room('snaps', 2, 'another one')] }),
      stepOf({ id: 'home', rooms: [room('/home', 3)] }),
      stepOf({ id: 'images', rooms: [room('new VM images', 3, fileSystem)] }),
    ]
    const engine = await engineWith(steps('disk'))
    const plan = await engine.plan({ to: 'xps' })
    await expect(engine.start(plan.planId, {})).rejects.toMatchObject({
      code: 'blocked',
      message: `${plan.to.label} has too little free space`,
      hint: 'Needs 1.0 GB for packages, 3.0 GB for /home and 3.0 GB for new VM images, but only 6.0 GB are free. Free some space there, then plan again.',
    })
    const onTwoDisks = await (await engineWith(steps('another disk'))).plan({ to: 'xps' })
    expect(Object.values(onTwoDisks.previews).flatMap(({ blockers }) => blockers)).toEqual([])
  })

  it('is told what needs most of the room, where something stands out', async () => {
    const largest = [
      { name: 'VMs/disk.raw', bytes: 6e9 },
      { name: 'Videos/talk.mkv', bytes: 2e9 },
    ]
    const room = { what: '/home', bytes: 9e9, freeBytes: 6e9, fileSystem: 'disk', largest }
    const plan = await (await engineWith([stepOf({ id: 'home', rooms: [room] })])).plan({ to: 'xps' })
    expect(Object.values(plan.previews).flatMap(({ blockers }) => blockers.map(({ text }) => text))).toEqual([
      'Needs 9.0 GB for /home, but only 6.0 GB are free. The largest: VMs/disk.raw (6.0 GB), Videos/talk.mkv (2.0 GB). Free some space there, then plan again.',
    ])
  })

  it('is refused when a quota has too little room for all that goes there, and for what is saved afterwards', async () => {
    const limited = (what: string, megabytes: number, groups: readonly string[]) => ({
      ...{ what, bytes: megabytes * 1e6, freeBytes: 6e9, fileSystem: 'disk' },
      quotas: groups.map((group) => ({ group, freeBytes: 300e6 })),
    })
    const blockersWith = async (megabytes: number) => {
      const rooms = [limited('/home', megabytes, ['0/257', '1/5'])]
      const packages = stepOf({ id: 'packages', rooms: [limited('packages', 100, ['1/5'])] })
      const plan = await (await engineWith([packages, stepOf({ id: 'home', rooms })])).plan({ to: 'xps' })
      return Object.values(plan.previews).flatMap(({ blockers }) =>
        blockers.map(({ title, text }) => `${title}. ${text}`),
      )
    }
    expect(await blockersWith(100)).toEqual([])
    const [shared, ...others] = await blockersWith(150)
    expect(shared).toBe(
      'A quota of XPS leaves too little space. Needs 0.1 GB for packages and 0.1 GB for /home and 67.1 MB to spare, but the quota group 1/5 leaves 0.3 GB. Raise its limit with "btrfs qgroup limit", or delete files there, then plan again.',
    )
    expect([others.length, (await blockersWith(250)).length]).toEqual([0, 2])
  })

  it('is refused when a lock is held, before anything is journalled', async () => {
    const locked = () => Promise.reject(new AppError({ code: 'locked', message: 'xps is busy.', hint: 'Wait.' }))
    const engine = await engineWith([stepOf({ id: 'home' })], { enter: locked })
    const plan = await engine.plan({ to: 'xps' })
    await expect(engine.start(plan.planId, {})).rejects.toMatchObject({ code: 'locked' })
    expect(engine.state()).toEqual({ kind: 'planned', plan })
    expect(await listJournals(folder)).toEqual([])
  })

  it('is refused while another switch runs, and for a plan that is not the current one', async () => {
    const engine = await engineWith([stepOf({ id: 'home', run: ({ signal }) => pause(60_000, undefined, { signal }) })])
    const plan = await engine.plan({ to: 'xps' })
    await expect(engine.start('another', {})).rejects.toMatchObject({ code: 'plan-expired' })
    await engine.start(plan.planId, {})
    await expect(engine.start(plan.planId, {})).rejects.toMatchObject({ code: 'already-running' })
    await expect(engine.plan({ to: 'xps' })).rejects.toMatchObject({ code: 'already-running' })
    await engine.pause()
  })

  it('does not put progress into the journal', async () => {
    const run = ({ report }: { report: (progress: { done: number; total: number; unit: 'bytes' }) => void }) => {
      report({ done: 5, total: 10, unit: 'bytes' })
      return Promise.resolve()
    }
    await startAndWait(await engineWith([stepOf({ id: 'home', run })]))
    expect(events.some((event) => event.type === 'step-progress')).toBe(true)
    const [id = ''] = await listJournals(folder)
    expect((await readJournal(folder, id)).events.some((event) => event.type === 'step-progress')).toBe(false)
  })
})
