import { createHash } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { Client, type ClientChannel, type ConnectConfig } from 'ssh2'
import type { Wording } from '../contract/wording.ts'
import { AppError } from '../kernel/app-error.ts'
import { doorAccount } from '../kernel/door-account.ts'
import { sshAlgorithms } from '../kernel/ssh-algorithms.ts'

import { type Priority, lastWords } from './start-agent.ts'
import { connectMachine, type AgentLink, type ConnectedMachine } from './connect-machine.ts'
import { explainHandshake } from './explain-handshake.ts'
import * as texts from './texts.ts'

export interface SshAddress {
  /** By which pairing knows the other laptop. */
  readonly name: string
  /** What its network knew it by when it last let us in. */
  readonly hostName?: string | undefined
  /** What the person calls it, once it has said so. */
  readonly label?: string | undefined
  readonly address: string
  /** What keeps us out of it the next time, as it was found when it last let us in. */
  readonly refusal?: string | undefined
  /** Where else it may be, the likeliest first. Omitted: it is sought nowhere else. */
  readonly others?: readonly string[] | undefined
  readonly port: number
  readonly privateKey: Buffer
  /** Base64 blobs of the keys by which it is known. */
  readonly hostKeys: readonly string[]
}

const aliveMs = 2_000
const readyMs = 8_000
/** A kernel answers at once, however busy its laptop is: by now it was asked three times (tcp_syn_retries in tcp(7)). */
const answerMs = 4_000

export interface Connecting {
  readonly wording: Wording
  readonly priority?: Priority
  /** Ends the attempt; it has no say once there is a connection. */
  readonly signal?: AbortSignal
}

/** Connects to the other laptop and starts its agent through the door; one connection, no delay, one agent. */
export async function connectOverSsh(
  address: SshAddress,
  { wording, priority = 'usual', signal }: Connecting,
): Promise<ConnectedMachine> {
  const client = new Client()
  const socket = connectOrGiveUp(address)
  let hostKeyRefused: string | undefined
  let lastError: Error | undefined
  let said = ''
  let wasHeard = false
  let isReady = false
  socket.once('connect', () => (wasHeard = true))
  client.once('ready', () => (isReady = true))
  let known = address
  const whyEnded = () =>
    lastWords(said, wording) ?? explainEnd(known, { hostKeyRefused, lastError, said, wasHeard: wasHeard && !isReady })
  client.on('error', (error) => (lastError = error))
  const config: ConnectConfig = {
    sock: socket,
    username: doorAccount,
    privateKey: address.privateKey,
    readyTimeout: readyMs,
    keepaliveInterval: aliveMs,
    keepaliveCountMax: 3,
    algorithms: { serverHostKey: [...sshAlgorithms.HostKeyAlgorithms] },
    hostVerifier: (key: Buffer) => {
      if (address.hostKeys.includes(key.toString('base64'))) return true
      hostKeyRefused = createHash('sha256').update(key).digest('base64')
      return false
    },
  }
  const giveUp = () => void socket.destroy()
  signal?.addEventListener('abort', giveUp, { once: true })
  try {
    const channel = await openAgent(client, config, priority)
    channel.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString('utf8')).slice(-2_000)))
    const link: AgentLink = {
      isHere: false,
      fromAgent: channel,
      toAgent: channel,
      close: () => client.end(),
      ownAddress: () => socket.localAddress,
      whyEnded: () => Promise.resolve(whyEnded()),
    }
    const machine = await connectMachine(link, wording)
    known = { ...address, label: machine.label }
    // ssh2 can leave the channel half-open: when the transport is gone, the stream must end too.
    client.on('close', () => channel.destroy())
    return machine
  } catch (thrown) {
    client.destroy()
    socket.destroy()
    throw thrown instanceof AppError && thrown.code !== 'unexpected' ? thrown : whyEnded()
  } finally {
    signal?.removeEventListener('abort', giveUp)
  }
}

/** At an address where nobody is, nothing is heard at all. */
function connectOrGiveUp({ address: host, port }: Pick<SshAddress, 'address' | 'port'>): Socket {
  const socket = connect({ host, port })
  const unanswered = setTimeout(() => socket.destroy(new Error(`nothing answers at ${host}`)), answerMs)
  const heard = () => clearTimeout(unanswered)
  return socket.once('connect', heard).once('close', heard)
}

/** A machine may let us in, and then hang before it starts anything. */
function openAgent(client: Client, config: ConnectConfig, priority: Priority): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('no agent was started')), 2 * readyMs).unref()
    client.on('ready', () => {
      // Nagle's algorithm costs 40 ms for each request. ssh2 leaves it on.
      client.setNoDelay(true)
      client.exec(priority === 'idle' ? 'idle-agent' : 'agent', (error, channel) =>
        error === undefined ? resolve(channel) : reject(error),
      )
    })
    client.on('error', reject)
    client.on('close', () => reject(new Error('the connection was closed')))
    client.connect(config)
  })
}

interface EndFacts {
  readonly hostKeyRefused: string | undefined
  readonly lastError: (Error & { level?: string; code?: string }) | undefined
  readonly said: string
  /** The kernel of the other side answered, and ssh never got ready. */
  readonly wasHeard: boolean
}

/** That it cannot look up its own host is no refusal: sudo says so, and goes on. */
const isRefusalOfSudo = (said: string): boolean =>
  said.split('\n').some((line) => /^sudo: |password is required/.test(line) && !/unable to resolve host/.test(line))

function explainEnd(address: SshAddress, { hostKeyRefused, lastError, said, wasHeard }: EndFacts): AppError {
  const name = address.label ?? address.hostName ?? address.name
  if (hostKeyRefused !== undefined) {
    return new AppError({
      code: 'host-key-changed',
      ...texts.wrongHostKey(address.address, name),
      details: `host key SHA256:${hostKeyRefused}`,
    })
  }
  if (lastError?.level === 'client-authentication') {
    return new AppError({
      code: 'not-paired',
      ...texts.refusesUs(name, address.refusal),
      details: lastError.message,
    })
  }
  const mismatch = explainHandshake(name, lastError)
  if (mismatch !== undefined) return mismatch
  if (wasHeard && /closed|ECONNRESET|before handshake/i.test(lastError?.message ?? 'closed'))
    return new AppError({ code: 'unreachable', ...texts.turnsUsAway(name), details: lastError?.message ?? '' })
  if (isRefusalOfSudo(said)) {
    return new AppError({
      code: 'no-sudo',
      ...texts.agentRefused(name),
      details: said,
    })
  }
  return new AppError({
    code: 'unreachable',
    ...texts.notAnswering(name),
    details: [lastError?.message, said].filter(Boolean).join('\n'),
  })
}
