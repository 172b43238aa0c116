/** The composition root: every object is made here once and handed on. Knows everything; nothing knows it but shells. */
import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import type { ClientMessage } from '../contract/envelope.ts'
import type { SwitchEvent } from '../contract/events.ts'
import type { Task } from '../contract/task.ts'
import type { AppCapability } from '../commons/capability/app-capability.ts'
import { isFastLink, linkSpeed } from '../commons/laptop/on-pair/link-speed.ts'
import { createLeftStateOn } from '../commons/system-state/on-pair/left-state.ts'
import { createWorkState } from '../commons/system-state/on-pair/work-state.ts'
import { readLedger } from '../commons/ledger/verbs.ts'
import { openSystemState } from '../commons/system-state/on-pair/open-system-state.ts'
import { version } from '../kernel/version.ts'
import { systemClock } from '../kernel/clock.ts'
import { createEventBus, type EventBus } from '../kernel/event-bus.ts'
import { trimMemory } from '../kernel/trim-memory.ts'
import { createLogger, readLogLevel, type Logger, type LogLevel } from '../kernel/logger.ts'
import { noteCrashes, readCrash, endedBy } from '../journal/crash-note.ts'
import { openOwnShell } from '../machine/person-shell/own-shell.ts'
import { ownAgentArgv, startAgent } from '../machine/start-agent.ts'
import { createEngine, type Engine } from '../switch/engine.ts'
import { findUnfinished, findUnreadableNewest } from './activity.ts'
import type { App } from './app.ts'
import type { AppPaths } from './app-paths.ts'
import { createAppCapabilities } from './capabilities.ts'
import { fetchForPlan } from './fetch-for-plan.ts'
import { createGuard } from './guard.ts'
import { rememberProof } from './proof-file.ts'
import { createHandlers } from './handlers.ts'
import { joinApp } from './join-capabilities.ts'
import { createIdleWork, type IdleWorker } from './idle-work.ts'
import { createLaptops, type Laptops, type LaptopsParts } from './laptops.ts'
import { createOverviewReader, type OverviewParts, type OverviewReader } from './overview.ts'
import { tellOther } from '../domains/rollback/on-pair/undo.ts'
import { readPairing } from './pairing.ts'
import { createPasswordGate } from './password-gate.ts'
import { reachPeer } from './reach-peer.ts'
import { createLedgerWatch } from './watch-ledger.ts'
import { wording } from './wording.ts'
import { releasingAgents } from './release-agents.ts'
import { createProgressTeller, createRunObserver, type RunObserver } from './tell-progress.ts'
import { createTasks, type Tasks, createWorkRecorder } from './tasks.ts'

/** How the laptops are reached; tests have machines in memory. */
export type LaptopSources = Omit<LaptopsParts, 'logger'>

export interface AppOptions {
  readonly capabilities?: readonly AppCapability[]
  readonly sources?: LaptopSources
  /** What is logged unless somebody wants another level: a command that is its own app has a person reading. */
  readonly usualLevel?: LogLevel
}

export async function createApp(paths: AppPaths, options: AppOptions = {}): Promise<App> {
  const { capabilities = createAppCapabilities() } = options
  const logger = createLogger(
    (line) => void process.stderr.write(line),
    systemClock,
    readLogLevel(process.env['PC_SWITCHER_LOG'], options.usualLevel),
  )
  const { sources = realLaptops(paths, logger) } = options
  const bus = createEventBus<SwitchEvent>((error) => logger.log('error', 'a listener failed', { error: String(error) }))
  const taskBus = createEventBus<Task>((error) => logger.log('error', 'a listener failed', { error: String(error) }))
  const tasks = createTasks({ bus: taskBus, clock: systemClock, record: createWorkRecorder(paths.work, logger) })
  const laptops = createLaptops({ ...sources, logger })
  const idle = createIdleWork({ isBusy: () => isBusy(engine, tasks), logger })
  const systemState = openSystemState(paths.systemState)
  const leftStateOn = createLeftStateOn(systemState)
  const workState = createWorkState({ here: () => laptops.here(), reach: laptops.reach, leftStateOn })
  const joined = joinApp(capabilities, {
    reach: laptops.reach,
    here: () => laptops.here(),
    runTask: (call, task, work) => idle.without(() => tasks.run(call, task, work)),
    whenIdle: idle.add,
    connectIdle: () => laptops.connectIdle(),
    connectIdleOn: (laptop) => laptops.connectIdleOn(laptop),
    systemState,
    leftStateOn,
    workState,
    pauseSwitch: (by) => engine.pause(by),
    systemStateFolder: paths.systemState,
    logger,
    wording,
  })
  const engine: Engine = createEngine({
    steps: joined.steps,
    guard: createGuard({ ...joined, remember: rememberProof(paths.proofs) }),
    connect: async (to) => {
      const pair = await laptops.pairTo(to)
      // Where contents were replaced by another program, each laptop forgets what it knew of them before a step asks for it.
      await Promise.all([pair.from, pair.to].map((machine) => machine.call(readLedger, {})))
      return pair
    },
    linkSpeed,
    here: () => laptops.here(),
    journalFolder: paths.journals,
    answersFile: paths.answers,
    timesFile: paths.times,
    bus,
    clock: systemClock,
    logger,
  })
  const run = createRunObserver(() => engine.state(), systemClock)
  const teller = createProgressTeller({ state: () => engine.state(), run, peer: () => laptops.peer(), logger })
  bus.subscribe(({ type }) => {
    run.hear()
    if (type === 'switch-started' || type === 'switch-resumed') teller.begin()
  })
  await takeUpUnfinished(engine, paths, logger)
  const ledgerBus = createEventBus<LedgerNews>((error) =>
    logger.log('error', 'a listener failed', { error: String(error) }),
  )
  const watch = createLedgerWatch({
    here: () => laptops.here(),
    changed: (ledger, isProgress) => {
      overview.hear(ledger)
      ledgerBus.publish({ isProgress })
    },
  })
  const overview: OverviewReader = createOverviewReader({
    laptops,
    looked: watch.goOn,
    readFacts: joined.readFacts,
    findUnreadable: () => findUnreadableNewest(paths.journals),
    undone: tellOnce(laptops),
  })
  const fetchNow = idle.add(
    fetchForPlan({
      ...{ engine, reach: laptops.reach, here: () => laptops.here() },
      connectIdle: () => laptops.connectIdle(),
      readOverview: () => handlers.overview({ refresh: true }, { callId: randomUUID() }),
      isFastLink,
    }),
  )
  const own = createHandlers({
    engine: withoutIdleWork(engine, idle, () => void setTimeout(fetchNow, answeringMs).unref()),
    laptops,
    overview,
    paths,
    joined,
    readPeer: sources.readPeer,
    tasks,
    passwords: createPasswordGate({ workState, shell: openOwnShell(process.env) }),
  })
  const release = {
    release: () => laptops.close(),
    // What a plan found is its agents' as well.
    isBusy: () => isBusy(engine, tasks) || engine.state().kind === 'planned',
  }
  const handlers = joined.withOwn(own, (all) => releasingAgents(all, release))
  const endTrimming = trimMemory()
  const endNoting = noteCrashes(paths.crash)
  return {
    handlers,
    subscribe: (listener) => subscribe({ engine, run, bus, tasks, taskBus, ledgerBus }, listener),
    untilIdle: async () => {
      while (isAtWork(engine, tasks)) await wait(idleLookMs)
    },
    close: async () => {
      endTrimming()
      endNoting()
      await idle.close()
      await engine.close()
      laptops.close()
    },
  }
}

const idleLookMs = 500

/** So long after a plan files are fetched beforehand: a command that only shows the plan has ended by then. */
const answeringMs = 3_000

function isAtWork(engine: Engine, tasks: Tasks): boolean {
  return engine.isAtWork() || tasks.running().length > 0
}

/** A plan that is shown is of scans of its own; the others are measured against what idle work may touch. */
function isBusy(engine: Engine, tasks: Tasks): boolean {
  return engine.state().kind === 'interrupted' || isAtWork(engine, tasks)
}

/** `afterPlan`: also of one that was made anew because the start found other facts. */
function withoutIdleWork(engine: Engine, { without }: IdleWorker, afterPlan: () => void): Engine {
  return {
    ...engine,
    plan: (wanted) => without(() => engine.plan(wanted)).finally(afterPlan),
    start: (planId, answers) => without(() => engine.start(planId, answers)).finally(afterPlan),
    resume: () => without(() => engine.resume()),
    dismiss: () => without(() => engine.dismiss()),
  }
}

function realLaptops({ appFolder }: AppPaths, logger: Logger): LaptopSources {
  return {
    startHere: (priority) => startAgent(wording, ownAgentArgv(priority)),
    readPeer: () => readPairing(appFolder),
    connectPeer: (peer, priority) => reachPeer(peer, { appFolder, wording, priority, logger }),
  }
}

interface Parts {
  readonly engine: Engine
  readonly run: RunObserver
  readonly bus: EventBus<SwitchEvent>
  readonly tasks: Tasks
  readonly taskBus: EventBus<Task>
  readonly ledgerBus: EventBus<LedgerNews>
}

/** Of a journal that cannot be read the overview tells. A laptop that is not paired has no folder for the app, so there is no journal to continue. */
async function takeUpUnfinished(engine: Engine, paths: AppPaths, logger: Logger): Promise<void> {
  try {
    await mkdir(paths.journals, { recursive: true, mode: 0o700 })
  } catch {
    return
  }
  try {
    const unfinished = await findUnfinished(paths.journals)
    if (unfinished !== undefined)
      await engine.recover(unfinished, endedBy(unfinished, { crashedAt: readCrash(paths.crash) }))
  } catch (thrown) {
    logger.log('error', 'the last journal cannot be read', { error: String(thrown) })
  }
}

type LedgerNews = Pick<Extract<ClientMessage, { type: 'overview-changed' }>, 'isProgress'>

function subscribe(
  { engine, run, bus, tasks, taskBus, ledgerBus }: Parts,
  listener: (message: ClientMessage) => void,
): () => void {
  listener({ type: 'snapshot', state: engine.state(), run: run.now(), version })
  for (const task of tasks.running()) listener({ type: 'task', task })
  const stops = [
    bus.subscribe((event) => {
      listener({ type: 'event', event })
      if (changesTheOverview(event)) listener({ type: 'overview-changed' })
    }),
    taskBus.subscribe((task) => listener({ type: 'task', task })),
    ledgerBus.subscribe((news) => listener({ type: 'overview-changed', ...news })),
  ]
  return () => stops.forEach((stop) => stop())
}

const changesTheOverview = ({ type }: SwitchEvent): boolean =>
  ['switch-started', 'switch-resumed', 'switch-stopped', 'switch-finished', 'switch-dismissed'].includes(type)

/** Each undone switch once: a laptop that cannot be told now hears of it before the next plan. */
function tellOnce({ reach }: Laptops): OverviewParts['undone'] {
  const told = new Set<string>()
  return (entry) => {
    if (told.has(entry.switchId)) return
    told.add(entry.switchId)
    void tellOther(reach, entry, entry.undoneAt)
  }
}
