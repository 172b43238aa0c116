/** All capabilities as one, for the agent and for each of them. Knows none by name. */
import type { AgentCapability, AgentHost, AllInAgent, WhyInUse } from '../commons/capability/agent-capability.ts'
import type { WithKeptTree } from '../commons/capability/kept-trees.ts'
import type { OwnPath } from '../commons/capability/own-path.ts'
import { placesMessages } from '../commons/places/messages.ts'
import { generalMessages } from '../contract/general-messages.ts'
import { createWording } from '../contract/wording.ts'
import { toAppError } from '../kernel/app-error.ts'
import { silentLogger } from '../kernel/logger.ts'
import type { Answer } from '../machine/machine.ts'
import { toolsMessages } from '../tools/messages.ts'
import { titles } from '../tools/titles/messages.ts'

export interface JoinedAgent {
  readonly answers: readonly Answer[]
  readonly all: AllInAgent
  /** Nobody waits for it, and a failure is logged. */
  readonly atStart: (host: AgentHost) => Promise<void>
}

/** Throws for two that answer the same verb, have a job of the same name or add the same area. */
export function joinAgent(capabilities: readonly AgentCapability[]): JoinedAgent {
  const all = everything(capabilities)
  const answers = capabilities.flatMap((one) => one.answers?.(all) ?? [])
  refuseTwice(
    'verb',
    answers.map(({ verb }) => verb.name),
  )
  refuseTwice(
    'job',
    all.jobs.map(({ name }) => name),
  )
  refuseTwice(
    'area',
    all.areas.map(({ id }) => id),
  )
  refuseTwice(
    'transfer area',
    all.transferAreas.map(({ id }) => id),
  )
  return { answers, all, atStart: all.atStart }
}

function everything(capabilities: readonly AgentCapability[]): AllInAgent {
  const ownPaths = [...programPaths, ...capabilities.flatMap((one) => one.ownPaths ?? [])]
  const all: AllInAgent = {
    jobs: capabilities.flatMap((one) => one.jobs ?? []),
    wording: createWording([
      generalMessages,
      toolsMessages,
      titles,
      ...capabilities.flatMap(({ messages }) => (messages === undefined ? [] : [messages])),
    ]),
    areas: capabilities.flatMap((one) => one.areas ?? []),
    transferAreas: capabilities.flatMap((one) => one.transferAreas ?? []),
    ownPaths,
    reliesOn: (stateFolder, place) => capabilities.flatMap((one) => one.reliesOn?.(stateFolder, place) ?? []),
    withKeptTree: firstDefined(capabilities, (one) => one.withKeptTree) ?? noKeptTrees,
    async forget(stateFolder, replaced, undoes, logger = silentLogger) {
      for (const one of capabilities) await one.forget?.(stateFolder, replaced, undoes, logger)
    },
    inUse(stateFolder): WhyInUse {
      const reasons = capabilities.flatMap((one) => one.inUse?.(stateFolder) ?? [])
      return (set) => firstDefined(reasons, (reason) => reason(set))
    },
    blocksSwitch: (stateFolder) => firstDefined(capabilities, (one) => one.blocksSwitch?.(stateFolder)),
    async makeRoom(host, request) {
      await Promise.all(capabilities.map(async (one) => one.makeRoom?.(host, request)))
    },
    async beforeSnapshots(host, signal) {
      for (const one of capabilities) {
        await one.beforeSnapshots?.(host.stateFolder, signal).catch((thrown: unknown) => {
          signal.throwIfAborted()
          const { message, details } = toAppError(thrown)
          host.logger.log('warn', 'a snapshot is without what belongs to it', { of: one.name, why: message, details })
        })
      }
    },
    async homeExceptions(host) {
      return (await Promise.all(capabilities.map(async (one) => (await one.homeExceptions?.(host)) ?? []))).flat()
    },
    atStart: (host) => startAll(capabilities, host, all),
  }
  return all
}

async function startAll(capabilities: readonly AgentCapability[], host: AgentHost, all: AllInAgent): Promise<void> {
  const begun = capabilities.map(async (one) => {
    try {
      await one.atStart?.(host, all)
    } catch (thrown) {
      const { message, details } = toAppError(thrown)
      host.logger.log('warn', message, { capability: one.name, details })
    }
  })
  await Promise.all(begun)
}

/** Where no capability keeps any, no place is known by name either. */
const noKeptTrees: WithKeptTree = (_host, { place }) => Promise.reject(placesMessages.noPlace({ name: place }))

function firstDefined<T, R>(many: readonly T[], ask: (one: T) => R | undefined): R | undefined {
  for (const one of many) {
    const answer = ask(one)
    if (answer !== undefined) return answer
  }
  return undefined
}

function refuseTwice(what: string, names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new Error(`two capabilities have the ${what} "${twice}"`)
}

/** What belongs to the programs themselves, and to no capability alone. */
const programPaths: readonly OwnPath[] = [
  '/etc/pc-switcher',
  '/etc/ssh/sshd_config.d/10-pc-switcher.conf',
  '/etc/sudoers.d/pc-switcher*',
  '/etc/sudoers.d/zz-pc-switcher*',
  '/etc/systemd/user/pc-switcher*',
  '/etc/systemd/system/pc-switcher*',
  '/run/pc-switcher',
  '/usr/bin/pc-switcher',
  '/usr/lib/pc-switcher',
  '/usr/lib/systemd/system/pc-switcher-scheduled@*',
  '/usr/lib/tmpfiles.d/pc-switcher.conf',
  '/usr/share/applications/io.github.pc_switcher.desktop',
  '/usr/share/icons/hicolor/scalable/apps/io.github.pc_switcher.svg',
  '/usr/share/metainfo/io.github.pc_switcher.metainfo.xml',
  '/usr/share/lintian/overrides/pc-switcher-headless',
  '/var/lib/pc-switcher',
]
