import { hostname } from 'node:os'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { agentCapabilities } from '../../../src-main/agent/capabilities.ts'
import { joinAgent } from '../../../src-main/agent/join-capabilities.ts'
import { findJob } from '../../../src-main/commons/jobs/on-machine/find-job.ts'
import { listRunsOf } from '../../../src-main/commons/jobs/on-machine/run-files.ts'
import { runJob } from '../../../src-main/commons/jobs/on-machine/run-job.ts'
import { createAppCapabilities } from '../../../src-main/app/capabilities.ts'
import type { Complete } from '../../../src-main/app/app-calls.ts'
import { createApp } from '../../../src-main/app/create-app.ts'
import { createGuard } from '../../../src-main/app/guard.ts'
import { joinApp } from '../../../src-main/app/join-capabilities.ts'
import type { compareApp } from '../../../src-main/domains/compare/app.ts'
import { decide } from '../../../src-main/domains/etc-tracking/decide.ts'
import { readNeverList } from '../../../src-main/domains/etc-tracking/on-pair/compare-etc.ts'
import { parseRules } from '../../../src-main/domains/etc-tracking/rules.ts'
import { lookAtEtcFile, placeEtc } from '../../../src-main/domains/etc-tracking/verbs.ts'
import { snapshotSetsMessages } from '../../../src-main/commons/snapshot-sets/messages.ts'
import { keptApp } from '../../../src-main/commons/kept/app.ts'
import { systemStateApp } from '../../../src-main/commons/system-state/app.ts'
import type { calls } from '../../../src-main/contract/calls.ts'
import type { Output } from '../../../src-main/contract/define.ts'
import type { Answers } from '../../../src-main/contract/preview.ts'
import type { PlanView } from '../../../src-main/contract/switch-state.ts'
import { whatChanged } from '../../../src-main/domains/rollback/on-pair/undo.ts'
import { allCommands } from '../../../src-main/shells/cli/all-commands.ts'
import { textOf } from '../../../src-main/shells/cli/colours.ts'
import { linesFor } from '../../../src-main/shells/cli/completion/complete.ts'
import { joinCompletes } from '../../../src-main/shells/cli/completion/values.ts'
import type { Connection } from '../../../src-main/shells/cli/connection.ts'
import { makeProgram } from '../../../src-main/shells/cli/make-program.ts'
import type { CliOutput as CommandOutput } from '../../../src-main/shells/cli/output.ts'
import type { CliCommand } from '../../../src-main/shells/cli/program-parts.ts'
import type { Pair } from '../../../src-main/switch/step.ts'
import { createClient } from '../../../src-main/transport/client.ts'
import { dispatch } from '../../../src-main/transport/dispatch.ts'
import type { SwitchEvent } from '../../../src-main/contract/events.ts'
import { systemClock } from '../../../src-main/kernel/clock.ts'
import { createEventBus } from '../../../src-main/kernel/event-bus.ts'
import { createLogger, silentLogger } from '../../../src-main/kernel/logger.ts'
import { createEngine } from '../../../src-main/switch/engine.ts'
import { ownParts } from '../app/own-parts.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { noParts } from '../shells/program-parts.ts'
import { newCall } from '../transport/new-call.ts'
import { clocksAgentOf } from './clocks/agent.ts'
import { clocksAppOf, clocksId } from './clocks/app.ts'
import { clockCommands } from './clocks/program.ts'
import { readTestClock } from './clocks/verbs.ts'
import { ownFolder } from '../../own-folder.ts'

let folder: string
beforeEach(() => (folder = ownFolder('capability')))

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
  const { all } = joinAgent([clocksAgentOf(0, told)])
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
})

it('has a job that runs without the app, and is listed with its end', async () => {
  const { all } = agentWith(0)
  const own = { ...host, stateFolder: path.join(folder, 'root'), runFolder: path.join(folder, 'run') }
  const stop = new AbortController().signal
  expect(await runJob(findJob(all.jobs, 'clocks'), { host: own, all, stop })).toBe('Set the clock for alice.')
  const [run] = listRunsOf(own, 'clocks')
  expect(run).toMatchObject({ startedBy: 'timer', isRecorded: true, state: { kind: 'done' } })
  expect(() => findJob(all.jobs, 'watches')).toThrow('There is no job "watches".')
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

/** With the product's record of a switch, which has the person's rules. Of the guard what needs a disk for a ledger is left out. */
function engineWith(pair: Pair, told: string[] = []) {
  const parts = ownParts(pair, path.join(folder, 'system-state'))
  const joined = joinApp([systemStateApp, keptApp, clocksAppOf(told)], parts)
  const guard = createGuard({ ...joined, remember: () => Promise.resolve() })
  const engine = createEngine({
    steps: joined.steps,
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
    timesFile: path.join(folder, 'times.json'),
    bus: createEventBus<SwitchEvent>(() => undefined),
    clock: systemClock,
    logger: silentLogger,
  })
  const switchWith = async (answers: Answers) => {
    const { planId } = await engine.plan({ to: 'xps' })
    await engine.start(planId, answers)
    await engine.untilIdle()
    const state = engine.state()
    if (state.kind !== 'done') throw new Error(`the switch is ${state.kind}`)
    return state.proof
  }
  return { engine, switchWith, joined }
}

const label = hostname().toUpperCase()
const clocksApart = async () => ({ from: await machineAt('p17', 1_000), to: await machineAt('xps', 3_000) })
const asked = (plan: PlanView) => plan.previews[clocksId]?.questions.map(({ id }) => id)

it('is planned, asked about, run, proven, remembered and undone with one line in the list of the app', async () => {
  const told: string[] = []
  const pair = await clocksApart()
  const { engine, switchWith, joined } = engineWith(pair, told)
  const plan = await engine.plan({ to: 'xps' })
  expect(plan.previews[clocksId]?.summary).toBe('2000 ms apart')
  expect([plan.pages.map(({ title }) => title), asked(plan)]).toEqual([['Clocks'], ['clock']])
  const proof = await switchWith({ clock: 'set' })
  expect(proof.steps.at(-1)).toMatchObject({
    id: clocksId,
    icon: 'clock',
    verification: { items: [{ verdict: 'same' }] },
  })
  expect(told).toEqual(['held', 'remembered 2000 ms', 'after, changed: true', 'released'])
  expect(whatChanged(proof, joined.steps)).toEqual({
    areas: ['clocks'],
    steps: [
      {
        brought: [],
        title: 'Clocks',
        areas: ['clocks'],
        undo: { area: 'clocks', also: 'The next switch asks about the clock.' },
      },
    ],
  })
})

/** The whole app, with machines in memory: what the person has here is read here, by the name of this laptop. */
async function appAt(here: number, xps: number) {
  const sources = {
    startHere: async () => (await memoryMachine(hostname(), agentWith(here).answers, { isHere: true })).machine,
    readPeer: () =>
      Promise.resolve({ name: 'xps', address: '10.0.0.1', port: 22, privateKey: Buffer.from(''), hostKeys: [] }),
    connectPeer: () => machineAt('xps', xps),
  }
  const at = (name: string) => path.join(folder, name)
  const paths = {
    appFolder: at('app'),
    journals: at('journals'),
    proofs: at('proofs'),
    work: at('work'),
    answers: at('answers.json'),
    times: at('times.json'),
    crash: at('crashed-at'),
    systemState: at('system-state'),
    socket: at('socket'),
  }
  return createApp(paths, { capabilities: [...createAppCapabilities(), clocksAppOf([])], sources })
}

it('keeps a rule, which is listed with those of others, taken back, and turned off as a whole', async () => {
  const { engine, switchWith } = engineWith(await clocksApart())
  await switchWith({ clock: 'keep-always' })
  expect(asked(await engine.plan({ to: 'xps' }))).toEqual([])
  const app = await appAt(1_000, 3_000)
  const names = ({ kinds }: Output<typeof calls.keptList>) => kinds.map(({ what, names: all }) => [what, all])
  const rules = [
    ['VM image', []],
    ['Clock', ['The clock']],
  ]
  expect(names(await app.handlers.keptList({}, newCall()))).toEqual(rules)
  await app.handlers.keptForget({ kind: 'clock', name: 'The clock' }, newCall())
  expect(asked(await engine.plan({ to: 'xps' }))).toEqual(['clock'])
  await app.handlers.settingsSetTravel({ id: 'clocks', isOn: false }, newCall())
  const plan = await engine.plan({ to: 'xps' })
  expect(plan.previews[clocksId]).toMatchObject({ turnedOff: true, questions: [] })
  await app.close()
})

it('is compared in full, unless it is turned off', async () => {
  const pair = await clocksApart()
  const { joined } = engineWith(pair)
  const verified = () => Promise.all(joined.fullChecks.map((check) => check(pair, undefined, {})))
  expect(await verified()).toMatchObject([{ title: 'Clocks', differs: { count: 1 } }])
  const app = await appAt(1_000, 3_000)
  await app.handlers.settingsSetTravel({ id: 'clocks', isOn: false }, newCall())
  expect(await verified()).toMatchObject([{ title: 'Clocks', differs: { count: 0 }, asChosen: { count: 1 } }])
  await app.close()
})

/** What its command line says, of an app that has it, with its commands as one more line. */
function atCommandLine(app: Awaited<ReturnType<typeof appAt>>) {
  const said: string[] = []
  const output: CommandOutput = { json: false, say: (line) => void said.push(textOf(line)), tell: () => undefined }
  const client = createClient((name, envelope) => dispatch(app.handlers, name, envelope))
  const groups = [...allCommands, clockCommands]
  const parts = {
    ...noParts,
    pages: [...createAppCapabilities(), clocksAppOf([])].flatMap(({ page }) => page ?? []),
    print: (text: string) => void said.push(text),
    does: (make: CliCommand) => async () => void (await make({ client } as Connection, output)),
  }
  const program = makeProgram(parts, groups)
  const declared = { program, completes: joinCompletes(groups) }
  return {
    run: async (...words: string[]) => {
      await program.parseAsync(words, { from: 'user' })
      return said.splice(0)
    },
    fits: (...line: string[]) => linesFor(declared, line, { appFolder: folder, client }, 60_000),
    help: program.helpInformation(),
  }
}

it('has a page, and a command that prints it and is completed', async () => {
  const app = await appAt(1, 2)
  expect((await app.handlers.pagesList({}, newCall())).pages).toEqual([
    { id: 'machines', title: 'Machines and containers', room: 'travels', rulesFor: ['image', 'container'] },
    { id: 'clocks', title: 'Clocks', room: 'travels', rulesFor: ['clock'] },
  ])
  const { run, fits } = atCommandLine(app)
  expect(await run('clocks')).toEqual([
    'Each laptop has a clock.',
    'Time of day:',
    `  ${label}  1  Set by nobody.`,
    '  XPS  2  Set by nobody.',
  ])
  expect(await fits('cl')).toContain('clocks\tshow what time it is on both laptops')
  await app.close()
})

it('has commands of its own with one line in their list: in the help, the manual page, and completed', async () => {
  const { engine, switchWith } = engineWith(await clocksApart())
  await switchWith({ clock: 'keep-always' })
  const app = await appAt(1_000, 3_000)
  const { run, fits, help } = atCommandLine(app)
  expect(help).toContain('decide which clocks are set')
  expect((await run('manual')).join()).toContain('.B clock forget <name>\nAsk about a clock again.')
  expect(await fits('clock', '')).toEqual(['forget\task about a clock again'])
  expect(await fits('clock', 'forget', '')).toEqual(['The clock'])
  expect(await run('clock', 'forget', 'The clock')).toEqual(['Asked about again.'])
  expect(asked(await engine.plan({ to: 'xps' }))).toEqual(['clock'])
  await app.close()
})

it('shows in the settings and in what is checked on both laptops', async () => {
  const app = await appAt(1, 2)
  const { settings } = await app.handlers.settingsList({}, newCall())
  expect(settings.at(-1)).toMatchObject({ group: 'kept', title: 'Clock', value: 'UTC' })
  expect((await app.handlers.settingsTravel({}, newCall())).kinds.at(-1)).toMatchObject({ id: 'clocks', isOn: true })
  const { items } = await app.handlers.doctor({}, newCall())
  expect(items.filter(({ title }) => title === 'Clock').map(({ laptop, text }) => [laptop, text])).toEqual([
    [label, '1'],
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
