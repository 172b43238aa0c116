import { PassThrough } from 'node:stream'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { silentLogger } from '../../../src-main/kernel/logger.ts'
import { connectMachine, type AgentLink, type ConnectedMachine } from '../../../src-main/machine/connect-machine.ts'
import type { Answer } from '../../../src-main/machine/machine.ts'
import { serveAgent } from '../../../src-main/machine/serve-agent.ts'
import { protocolVersion } from '../../../src-main/machine/wire.ts'
import { wording } from '../../../src-main/app/wording.ts'

export interface MemoryMachine {
  readonly machine: ConnectedMachine
  /** Cuts the connection as a dead link would. */
  readonly cut: () => void
  /** From now on the agent says nothing, as one that stands still. */
  readonly mute: () => void
  /** Resolves when the agent's side has stopped. */
  readonly served: Promise<void>
}

export interface MemoryOptions {
  readonly fingerprint?: string
  readonly stateFolder?: string
  /** The program that asks runs on it. */
  readonly isHere?: boolean
  readonly hostName?: string
  readonly label?: string
  /** How long what hangs may take to stop, and how long the agent itself may be silent. */
  readonly stuckMs?: number
  readonly agentMs?: number
}

/** A machine in memory: the real agent loop and the real client, joined by two pipes instead of SSH. */
export async function memoryMachine(
  name: string,
  answers: readonly Answer[],
  options: MemoryOptions = {},
): Promise<MemoryMachine> {
  const { fingerprint = 'same', stateFolder = '/nonexistent/root', isHere = false, stuckMs, agentMs } = options
  const { hostName = name, label = name.toUpperCase() } = options
  const toAgent = new PassThrough()
  const fromAgent = new PassThrough()
  const heard = fromAgent.pipe(new PassThrough())
  const served = serveAgent(toAgent, fromAgent, {
    hello: {
      protocol: protocolVersion,
      version: '0.1.0',
      fingerprint,
      name,
      hostName,
      label,
      bootId: 'boot',
      process: { pid: 1, startTime: '1', bootId: 'boot' },
      addresses: [],
    },
    answers,
    ...(stuckMs === undefined ? {} : { patienceMs: stuckMs }),
    host: {
      person: { name: 'alice', uid: 1000, gid: 1000, home: '/home/alice' },
      peer: 'other',
      stateFolder,
      appFolder: '/nonexistent/app',
      runFolder: '/nonexistent/run',
      bootId: 'boot',
      logger: silentLogger,
    },
  })
  const cut = () => {
    toAgent.destroy()
    fromAgent.destroy()
    heard.destroy()
  }
  const link: AgentLink = {
    isHere,
    fromAgent: heard,
    toAgent,
    close: () => toAgent.end(),
    whyEnded: () =>
      Promise.resolve(new AppError({ code: 'unreachable', message: `${name} does not answer.`, hint: 'Wake it.' })),
  }
  const machine = await connectMachine(link, wording, { helloMs: 20_000, agentMs: agentMs ?? 20_000 })
  const mute = () => void fromAgent.unpipe(heard)
  return { machine, cut, mute, served }
}
