/** This laptop, as every way of starting the agent's program finds it. */
import { mkdir } from 'node:fs/promises'
import type { AgentHost } from '../commons/capability/agent-capability.ts'
import { systemClock } from '../kernel/clock.ts'
import { createLogger } from '../kernel/logger.ts'
import { findPerson, readBootId } from './host-facts.ts'
import { readMachineConfig } from './machine-config.ts'

const statePath = '/var/lib/pc-switcher/root'
const paths = {
  config: '/etc/pc-switcher/machine.json',
  app: '/var/lib/pc-switcher/app',
  run: '/run/pc-switcher',
}

/** AppError "not-paired" before the laptops are paired. */
export async function openHost(): Promise<AgentHost> {
  process.umask(0o077)
  const config = await readMachineConfig(paths.config)
  const person = findPerson(config.person)
  const [bootId] = await Promise.all([
    readBootId(),
    mkdir(statePath, { recursive: true, mode: 0o700 }),
    mkdir(paths.run, { recursive: true, mode: 0o700 }),
  ])
  return {
    person,
    peer: config.peer,
    stateFolder: statePath,
    appFolder: paths.app,
    runFolder: paths.run,
    bootId,
    logger: createLogger((line) => void process.stderr.write(line), systemClock),
  }
}
