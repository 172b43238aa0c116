import { AppError } from '../kernel/app-error.ts'
import type { Logger } from '../kernel/logger.ts'
import type { ConnectedMachine } from '../machine/connect-machine.ts'
import type { Machine } from '../machine/machine.ts'
import type { Reach } from '../machine/reach.ts'
import { fromWireError, toWireError } from '../contract/wire-error.ts'
import { refuses } from '../commons/doors/texts.ts'
import { lookAtDoors } from '../commons/doors/verbs.ts'
import { loggedMachine } from '../machine/logged-machine.ts'
import type { IdleMachine, IdlePair } from '../commons/capability/app-capability.ts'
import type { SshAddress } from '../machine/ssh-link.ts'
import type { Priority } from '../machine/start-agent.ts'
import type { Pair } from '../switch/step.ts'
import { keepConnected } from './keep-connected.ts'
import * as texts from './texts.ts'

export interface LaptopsParts {
  readonly startHere: (priority: Priority) => Promise<ConnectedMachine>
  readonly readPeer: () => Promise<SshAddress>
  readonly connectPeer: (address: SshAddress, priority: Priority) => Promise<ConnectedMachine>
  readonly logger: Logger
  /** How long a connection to the other laptop that is not in use may take to answer. */
  readonly answeringMs?: number
}

/** As a person says it: to the other laptop, from the other laptop, or both. */
export interface SaidWay {
  readonly from?: string | undefined
  readonly to?: string | undefined
}

/** Both laptops' agents: connected when first needed, kept, and reconnected after they end. */
export interface Laptops {
  here(): Promise<ConnectedMachine>
  peer(): Promise<ConnectedMachine>
  /** Host name of the other laptop as it was paired, whether it answers or not. */
  peerName(): Promise<string>
  /** The pair for a switch to the named laptop, which may be this one. "unknown-host" for any other, "agent-mismatch" for other code. */
  pairTo(name: string): Promise<Pair>
  /** The laptop that a person wants to be taken. "unknown-host" for what names this laptop alone, or one that is not paired. */
  takenBy(way: SaidWay): Promise<string>
  readonly reach: Reach
  /** Looks for the other laptop at an address, and remembers it when it is there. */
  seekAt(address: string): Promise<void>
  /** Agents of their own on both, at the lowest priority, from this laptop to the other one. */
  connectIdle(): Promise<IdlePair>
  connectIdleOn(name: string): Promise<IdleMachine>
  readonly close: () => void
}

/** After this a connection that is not in use counts as gone: its laptop slept, or is on another network since. */
const usualAnsweringMs = 4_000

export function createLaptops(parts: LaptopsParts): Laptops {
  const { answeringMs = usualAnsweringMs } = parts
  const here = keepConnected(
    () => parts.startHere('usual'),
    () => Promise.resolve(true),
  )
  /** What the person calls the other laptop, once it has said so. */
  let peerLabel: string | undefined
  /** What will keep us out of it: known while it lets us in, and of use when it no longer does. */
  let peerRefusal: string | undefined
  async function rememberRefusal(machine: ConnectedMachine): Promise<void> {
    try {
      const { problems } = await machine.call(lookAtDoors, { tried: false })
      const ours = problems.find((one) => !('account' in one) || one.account === 'door')
      peerRefusal = ours === undefined ? undefined : refuses(machine.label, ours)
    } catch {
      // The connection is gone already, or the other laptop has another version.
    }
  }
  const peer = keepConnected(
    async () => {
      const address = await parts.readPeer()
      const known = peerLabel === undefined ? address : { ...address, label: peerLabel }
      const machine = await parts.connectPeer({ ...known, refusal: peerRefusal }, 'usual')
      peerLabel = machine.label
      void rememberRefusal(machine)
      return machine
    },
    (machine) => machine.isAnswering(answeringMs),
  )

  async function pairTo(wanted: string): Promise<Pair> {
    const self = await here.get()
    const isBack = isNamed(self, wanted)
    const other = isBack ? await peer.get() : await peerNamed(wanted)
    refuseOtherCode(self, other)
    const [near, far] = [loggedMachine(self, parts.logger), loggedMachine(other, parts.logger)]
    return isBack ? { from: far, to: near } : { from: near, to: far }
  }

  async function takenBy({ from, to }: SaidWay): Promise<string> {
    const self = await here.get()
    if (from === undefined) return (await peerNamed(to ?? '')).name
    const { name } = await parts.readPeer()
    if (to === undefined || isNamed(self, to)) {
      if (isNamed(self, from)) throw new AppError({ code: 'unknown-host', ...texts.fromThisLaptop(self.label, name) })
      await peerNamed(from)
      return self.name
    }
    if (!isNamed(self, from)) throw unknownHost(from, name, self)
    return (await peerNamed(to)).name
  }

  /** The other one is asked for its label only when its host name does not match. */
  async function peerNamed(wanted: string): Promise<ConnectedMachine> {
    const { name } = await parts.readPeer()
    if (isSameName(wanted, name)) return await peer.get()
    const other = await peer.get().catch(() => undefined)
    if (other !== undefined && isSameName(wanted, other.label)) return other
    throw unknownHost(wanted, name, await here.get())
  }

  async function connectIdle(): Promise<IdlePair> {
    const address = await parts.readPeer()
    const asked = await Promise.allSettled([parts.startHere('idle'), parts.connectPeer(address, 'idle')])
    const close = (): void => asked.forEach((answer) => answer.status === 'fulfilled' && answer.value.close())
    try {
      const [from, to] = asked.map((answer) => {
        if (answer.status === 'rejected') throw answer.reason
        return answer.value
      })
      if (from === undefined || to === undefined) throw new Error('two laptops were asked')
      refuseOtherCode(from, to)
      return { from: loggedMachine(from, parts.logger), to: loggedMachine(to, parts.logger), close }
    } catch (thrown) {
      close()
      throw thrown
    }
  }

  async function connectIdleOn(wanted: string): Promise<IdleMachine> {
    if (isNamed(await here.get(), wanted)) return parts.startHere('idle')
    return parts.connectPeer(await parts.readPeer(), 'idle')
  }

  async function seekAt(address: string): Promise<void> {
    const machine = await parts.connectPeer({ ...(await parts.readPeer()), address, others: undefined }, 'usual')
    machine.close()
  }

  /** Which of the two a person means. Verbs are the same on both only where both run the same code. */
  async function named(wanted: string): Promise<ConnectedMachine> {
    const self = await here.get()
    if (isNamed(self, wanted)) return self
    const other = await peerNamed(wanted)
    refuseOtherCode(self, other)
    return other
  }

  async function bothNames(): Promise<readonly string[]> {
    const peerName = parts.readPeer().then(
      ({ name }) => [name],
      // Not paired: this laptop's snapshots can be looked at all the same.
      () => [],
    )
    return [(await here.get()).name, ...(await peerName)]
  }

  /** The same one each time: what was learned from a machine is remembered by it. */
  const loggedOnes = new WeakMap<Machine, Machine>()
  const logged = (machine: Machine): Machine => {
    const known = loggedOnes.get(machine) ?? loggedMachine(machine, parts.logger)
    loggedOnes.set(machine, known)
    return known
  }

  const reach: Reach = {
    named: async (name) => logged(await named(name)),
    async both() {
      const [self, { name }] = await Promise.all([here.get(), parts.readPeer()])
      return [logged(self), logged(await named(name))]
    },
    async all(on = []) {
      const wanted = on.length === 0 ? await bothNames() : on
      const asked = await Promise.allSettled(wanted.map(named))
      const machines = asked.flatMap((answer) => (answer.status === 'fulfilled' ? [logged(answer.value)] : []))
      const missing = asked.flatMap((answer, index) =>
        answer.status === 'rejected' ? [{ laptop: wanted[index] ?? '', error: toWireError(answer.reason) }] : [],
      )
      const stranger = missing.find(({ error }) => error.code === 'unknown-host')
      if (stranger !== undefined) throw fromWireError(stranger.error)
      return { machines, missing }
    },
  }

  return {
    reach,
    here: here.get,
    peer: peer.get,
    peerName: async () => (await parts.readPeer()).name,
    pairTo,
    takenBy,
    seekAt,
    connectIdle,
    connectIdleOn,
    close: () => {
      here.close()
      peer.close()
    },
  }
}

function isNamed({ name, label }: ConnectedMachine, wanted: string): boolean {
  return isSameName(wanted, name) || isSameName(wanted, label)
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

function unknownHost(wanted: string, known: string, here: ConnectedMachine): AppError {
  if (isNamed(here, wanted)) {
    return new AppError({ code: 'unknown-host', ...texts.thisLaptop(here.label, known) })
  }
  return new AppError({ code: 'unknown-host', ...texts.unknownHost(wanted, known) })
}

function refuseOtherCode(from: ConnectedMachine, to: ConnectedMachine): void {
  if (from.hello.version === to.hello.version && from.hello.fingerprint === to.hello.fingerprint) return
  throw new AppError({ code: 'agent-mismatch', ...texts.agentMismatch(from, to) })
}
