/**
 * The agent: the same program on both laptops, as root, started through sudo or the door. It answers the verbs of
 * `answers.ts` over its standard input and output and ends when its input ends. Nothing of pairs or switches is here.
 */
import { mkdir } from 'node:fs/promises'
import { Console } from 'node:console'
import { toAppError } from '../kernel/app-error.ts'
import { systemClock } from '../kernel/clock.ts'
import { createLogger } from '../kernel/logger.ts'
import { serveAgent } from '../machine/serve-agent.ts'
import { machinePlaces } from '../commons/snapshot-sets/on-machine/find-layout.ts'
import { sweepStagings } from '../domains/files/on-machine/restore/staging.ts'
import { recoverAtStart } from '../domains/rollback/on-machine/answers.ts'
import { readSwapFiles } from '../tools/proc/swaps.ts'
import { agentAnswers } from './answers.ts'
import { findPerson, readHello } from './host-facts.ts'
import { readMachineConfig } from './machine-config.ts'

export const statePath = '/var/lib/pc-switcher/root'
const paths = {
  config: '/etc/pc-switcher/machine.json',
  state: statePath,
  app: '/var/lib/pc-switcher/app',
  run: '/run/pc-switcher',
}

export async function runAgent(program: string): Promise<void> {
  // Standard output belongs to the protocol alone.
  globalThis.console = new Console(process.stderr, process.stderr)
  process.umask(0o077)
  const config = await readMachineConfig(paths.config)
  const person = findPerson(config.person)
  const [hello] = await Promise.all([
    readHello(program),
    mkdir(paths.state, { recursive: true, mode: 0o700 }),
    mkdir(paths.run, { recursive: true, mode: 0o700 }),
  ])
  const logger = createLogger((line) => void process.stderr.write(line), systemClock)
  for (const left of [recoverAtStart(paths.state), sweepStagings(machinePlaces(paths.state, readSwapFiles()), {})])
    left.catch((thrown: unknown) => {
      const { message, details } = toAppError(thrown)
      logger.log('warn', message, { details })
    })
  await serveAgent(process.stdin, process.stdout, {
    hello,
    answers: agentAnswers,
    host: {
      person,
      peer: config.peer,
      stateFolder: paths.state,
      appFolder: paths.app,
      runFolder: paths.run,
      bootId: hello.bootId,
      logger,
    },
  })
}
