import { Console } from 'node:console'
import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { freeName } from '../commons/laptop/identity-name.ts'
import { haveIdentity, nameNow, nameWhenPaired } from '../commons/laptop/on-machine/identity.ts'
import type { AgentHost } from '../commons/capability/agent-capability.ts'
import { findJob } from '../commons/jobs/on-machine/find-job.ts'
import { runJob } from '../commons/jobs/on-machine/run-job.ts'
import { tellLate } from '../commons/jobs/on-machine/tell-late.ts'
import { toAgentError } from '../contract/agent-error.ts'
import { toAppError } from '../kernel/app-error.ts'
import { systemClock } from '../kernel/clock.ts'
import { createLogger } from '../kernel/logger.ts'
import { trimMemory } from '../kernel/trim-memory.ts'
import { serveAgent } from '../machine/serve-agent.ts'
import { agentCapabilities } from './capabilities.ts'
import { readHello, findPerson, readBootId } from './host-facts.ts'
import { joinAgent, type JoinedAgent } from './join-capabilities.ts'
import { logSetAside } from './run-program.ts'
import { readMachineConfig } from './machine-config.ts'

/** Given by our own systemd unit alone: sudo's rule and the door start this program without any argument. */
const [word, name] = process.argv.slice(2)

async function main(): Promise<void> {
  const joined = joinAgent(agentCapabilities)
  await (word === 'scheduled' ? runJobOfUnit(name, joined) : runAgent(fileURLToPath(import.meta.url), joined))
}

const statePath = '/var/lib/pc-switcher/root'

const paths = {
  config: '/etc/pc-switcher/machine.json',
  app: '/var/lib/pc-switcher/app',
  run: '/run/pc-switcher',
}

/**
 * This laptop, as every way of starting the agent's program finds it. AppError "not-paired" before the laptops are
 * paired.
 */
async function openHost(): Promise<AgentHost> {
  process.umask(0o077)
  const config = readMachineConfig(paths.config)
  const person = findPerson(config.person)
  const bootId = readBootId()
  await Promise.all([
    mkdir(statePath, { recursive: true, mode: 0o700 }),
    mkdir(paths.run, { recursive: true, mode: 0o700 }),
  ])
  // Paired by hand, say: nothing has asked for it yet.
  haveIdentity(
    statePath,
    freeName(nameWhenPaired(paths.app) ?? nameNow(), config.peer === undefined ? [] : [config.peer]),
  )
  return {
    person,
    peer: config.peer ?? '',
    stateFolder: statePath,
    appFolder: paths.app,
    runFolder: paths.run,
    bootId,
    logger: createLogger((line) => void process.stderr.write(line), systemClock),
  }
}

main().then(
  () => process.exit(0),
  (thrown: unknown) => {
    process.stderr.write(`${JSON.stringify(toAgentError(thrown))}\n`)
    process.exit(1)
  },
)

/** The only other thing that the agent's program does: a run of a job, with nobody to answer to. */
async function runJobOfUnit(name: string | undefined, { all }: JoinedAgent): Promise<void> {
  const stop = new AbortController()
  // Stays: execa ends this program at once where nobody else listens (signal-exit 4.1).
  process.on('SIGTERM', () => stop.abort())
  const host = await openHost()
  logSetAside(host.logger)
  try {
    process.stdout.write(`${await runJob(findJob(all.jobs, String(name)), { host, all, stop: stop.signal })}\n`)
  } finally {
    if (!stop.signal.aborted) await tellLate(host, all).catch((thrown: unknown) => logLater(host, thrown))
  }
}

/** What a run did, or why it failed, is told whatever happens to this. */
function logLater({ logger }: AgentHost, thrown: unknown): void {
  logger.log('warn', 'nobody was told what is not done', { why: toAppError(thrown).message })
}

/**
 * The agent: the same program on both laptops, as root, started through sudo or the door. It answers the verbs of all
 * capabilities over its standard input and output and ends when its input ends. Nothing of pairs or switches is here.
 */
async function runAgent(program: string, { answers, atStart }: JoinedAgent): Promise<void> {
  // Standard output belongs to the protocol alone.
  globalThis.console = new Console(process.stderr, process.stderr)
  const host = await openHost()
  const hello = readHello(program, haveIdentity(host.stateFolder).name)
  logSetAside(host.logger)
  void atStart(host)
  trimMemory()
  await serveAgent(process.stdin, process.stdout, { hello, answers, host })
}
