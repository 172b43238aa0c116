import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { agentCapabilities } from '../../../src-main/agent/capabilities.ts'
import { joinAgent } from '../../../src-main/agent/join-capabilities.ts'
import { createAppCapabilities } from '../../../src-main/app/capabilities.ts'
import type { Complete } from '../../../src-main/app/complete.ts'
import { createApp } from '../../../src-main/app/create-app.ts'
import { createGuard } from '../../../src-main/app/guard.ts'
import { joinApp } from '../../../src-main/app/join-capabilities.ts'
import type { compareApp } from '../../../src-main/domains/compare/app.ts'
import { decide } from '../../../src-main/domains/etc-tracking/decide.ts'
import { readNeverList } from '../../../src-main/domains/etc-tracking/on-pair/compare-etc.ts'
import { parseRules } from '../../../src-main/domains/etc-tracking/rules.ts'
import { lookAtEtcFile, placeEtc } from '../../../src-main/domains/etc-tracking/verbs.ts'
import { snapshotSetsMessages } from '../../../src-main/commons/snapshot-sets/messages.ts'
import type { SwitchEvent } from '../../../src-main/contract/events.ts'
import { systemClock } from '../../../src-main/kernel/clock.ts'
import { createEventBus } from '../../../src-main/kernel/event-bus.ts'
import { createLogger, silentLogger } from '../../../src-main/kernel/logger.ts'
import { createEngine } from '../../../src-main/switch/engine.ts'
import { ownParts } from '../app/own-parts.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { newCall } from '../transport/new-call.ts'
import { clocksAgentOf } from './clocks/agent.ts'
import { clocksAppOf, clocksId } from './clocks/app.ts'
import { readTestClock } from './clocks/verbs.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'capability-'))
})
afterEach(() => rm(folder, { recursive: true }))

const host = {
  person: { name: 'alice', uid: 1000, gid: 1000, home: '/home/alice' },
  peer: 'xps',
  stateFolder: '/nonexistent/root',
  appFolder: '/nonexistent/app',
  runFolder: '/nonexistent/run',
  bootId: 'boot',
  logger: silentLogger,
}

/** All that the product has, and the invented capability as one more line. */
const agentWith = (unixMs: number, told: string[] = []) =>
  joinAgent([...agentCapabilities, clocksAgentOf(unixMs, told)])
const machineAt = async (name: string, unixMs: number) => (await memoryMachine(name, agentWith(unixMs).answers)).machine

it('is answered by the agent with one line in its list', async () => {
  expect(await (await machineAt('p17', 42)).call(readTestClock, {})).toEqual({ unixMs: 42 })
})

it('has its say in what all capabilities of the agent are asked', async () => {
  const told: string[] = []
  const { all, scheduled } = joinAgent([clocksAgentOf(0, told)])
  await all.forget('/nonexistent', ['home'])
  expect(told).toEqual(['forgot home'])
  const set = {
    at: '',
    subvolumes: [],
    content: { kind: 'undescribed', why: snapshotSetsMessages.descriptionMissing({}) },
  } as const
  expect(all.inUse('/nonexistent')({ ...set, subvolumes: [], id: 'needed' })).toMatchObject({
    id: 'test-clocks.needed',
  })
  expect(all.inUse('/nonexistent')({ ...set, subvolumes: [], id: 'other' })).toBeUndefined()
  expect(all.blocksSwitch('/nonexistent')).toBeUndefined()
  told.push('being set')
  expect(all.blocksSwitch('/nonexistent')).toMatchObject({ code: 'locked' })
  expect(await all.homeExceptions(host)).toEqual([{ path: 'alice/.clock', kind: 'elsewhere' }])
  expect(all.areas.map(({ id }) => id)).toEqual(['clocks'])
  const work = scheduled.find(({ name }) => name === 'clocks')
  expect(await work?.run(host, all, new AbortController().signal)).toBe('Set the clock for alice.')
})

it('has its own paths never copied with /etc, whatever a rule says', async () => {
  const machine = await machineAt('p17', 0)
  const never = await readNeverList(machine)
  expect(never.whyNever('/clocks.d/berlin')).toBe('own')
  expect(never.whyNever('/clocks')).toBeUndefined()
  expect(decide('/clocks.d/berlin', new Map([['/clocks.d', 'always']]), never)).toBe('built-in')
  expect(() => parseRules('!/clocks.d\n', never)).toThrow(expect.objectContaining({ code: 'invalid-rules' }))
  await expect(machine.call(lookAtEtcFile, { path: '/clocks.d/berlin' })).rejects.toThrow('belongs to pc-switcher')
})

it('has root refuse to place its own paths, whoever asks', async () => {
  expect(agentWith(0).all.ownPaths).toEqual(
    expect.arrayContaining([...joinAgent(agentCapabilities).all.ownPaths, '/var/lib/clocks']),
  )
  const machine = await machineAt('p17', 0)
  const line = { path: '/clocks.d/berlin', action: 'place' } as const
  const request = { switchId: 'test', frozenId: '00000000-0000-4000-8000-000000000000', lines: [line] }
  await expect(machine.call(placeEtc, request)).rejects.toThrow('/etc/clocks.d/berlin is never copied')
})

it('does not keep the agent from starting when its start fails; that is logged', async () => {
  const lines: string[] = []
  const logger = createLogger((line) => void lines.push(line), systemClock)
  await joinAgent([clocksAgentOf(0, [])]).atStart({ ...host, logger })
  expect(lines.join()).toMatch(/the clock is broken/)
})

it('is refused when it answers, schedules or adds what another one has already', () => {
  expect(() => joinAgent([clocksAgentOf(0, []), clocksAgentOf(0, [])])).toThrow('the verb "test-clocks.read"')
})

it('is planned, run, proven and remembered by the engine with one line in the list of the app', async () => {
  const told: string[] = []
  const pair = { from: await machineAt('p17', 1_000), to: await machineAt('xps', 3_000) }
  const joined = joinApp([clocksAppOf(told)], ownParts(pair, path.join(folder, 'system-state')))
  const guard = createGuard({ ...joined, remember: () => Promise.resolve() })
  const engine = createEngine({
    steps: joined.steps,
    // These machines have no disk to keep a ledger on: only that part of the guard is left out.
    guard: {
      ...guard,
      enter: async (both, { switchId, scope }) => {
        for (const holding of joined.holdings) await holding.hold?.(both, switchId)
        return async (end) => {
          for (const holding of joined.holdings) await holding.release(both, end, { scope })
        }
      },
      begin: () => Promise.resolve(),
      handOver: (both, proof, steps, answers) => guard.handOver(both, proof, steps, answers).catch(() => undefined),
    },
    linkSpeed: () => Promise.resolve(2_500_000),
    connect: () => Promise.resolve(pair),
    here: () => Promise.resolve(pair.from),
    journalFolder: folder,
    answersFile: path.join(folder, 'answers.json'),
    bus: createEventBus<SwitchEvent>(() => undefined),
    clock: systemClock,
    logger: silentLogger,
  })
  const plan = await engine.plan({ to: 'xps' })
  expect(plan.previews[clocksId]?.summary).toBe('2000 ms apart')
  await engine.start(plan.planId, {})
  await engine.untilIdle()
  expect(engine.state()).toMatchObject({ kind: 'done', proof: { steps: [{ id: clocksId }] } })
  expect(told).toEqual(['held', 'remembered 2000 ms', 'after, changed: false', 'released'])
})

it('shows in the settings and in what is checked on both laptops', async () => {
  const sources = {
    startHere: () => machineAt('p17', 1),
    readPeer: () =>
      Promise.resolve({ name: 'xps', address: '10.0.0.1', port: 22, privateKey: Buffer.from(''), hostKeys: [] }),
    connectPeer: () => machineAt('xps', 2),
  }
  const at = (name: string) => path.join(folder, name)
  const paths = {
    appFolder: at('app'),
    journals: at('journals'),
    proofs: at('proofs'),
    work: at('work'),
    answers: at('answers.json'),
    crash: at('crashed-at'),
    systemState: at('system-state'),
    socket: at('socket'),
  }
  const app = await createApp(paths, { capabilities: [...createAppCapabilities(), clocksAppOf([])], sources })
  const { settings } = await app.handlers.settingsList({}, newCall())
  expect(settings.at(-1)).toMatchObject({ group: 'kept', title: 'Clock', value: 'UTC' })
  const { items } = await app.handlers.doctor({}, newCall())
  expect(items.filter(({ title }) => title === 'Clock').map(({ laptop, text }) => [laptop, text])).toEqual([
    ['P17', '1'],
    ['XPS', '2'],
  ])
  await app.close()
})

it('does not compile when a call of the contract is answered by nobody, or by two', () => {
  // @ts-expect-error -- nobody answers
  const unanswered: Complete<readonly []> = []
  // @ts-expect-error -- two answer the calls of compare
  const twice: Complete<readonly [typeof compareApp, typeof compareApp]> = []
  expect([unanswered, twice]).toEqual([[], []])
})
