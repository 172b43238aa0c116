import { AppError } from '../kernel/app-error.ts'
import type { Logger } from '../kernel/logger.ts'
import type { ConnectedMachine } from '../machine/connect-machine.ts'
import type { Machine } from '../machine/machine.ts'
import type { Reach } from '../machine/reach.ts'
import type { Laptop } from '../contract/switch-state.ts'
import { fromWireError, toWireError } from '../contract/wire-error.ts'
import { refuses } from '../commons/doors/texts.ts'
import { lookAtDoors } from '../commons/doors/verbs.ts'
import { loggedMachine } from '../machine/logged-machine.ts'
import type { IdleMachine, IdlePair } from '../commons/capability/app-capability.ts'
import type { SshAddress } from '../machine/ssh-link.ts'
import type { Priority } from '../machine/start-agent.ts'
import { withPatience } from '../switch/patience.ts'
import type { Pair } from '../switch/step.ts'
import { keepConnected } from './keep-connected.ts'
import * as texts from './texts.ts'
import { learnNames, tellApart, whichIsMeant, type Called } from './which-laptop.ts'

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
  /** By which pairing knows the other laptop, whether it answers or not. */
  peerName(): Promise<string>
  /** The same, and what it was called when it last answered. */
  peerKnown(): Promise<Laptop>
  /** The pair for a switch to the named laptop, which may be this one. "unknown-host" for any other, "agent-mismatch" for other code. */
  pairTo(name: string): Promise<Pair>
  /** The laptop that a person wants to be taken. "unknown-host" for what names this laptop alone, or one that is not paired. */
  takenBy(way: SaidWay): Promise<string>
  /** The `name` of the laptop that a person calls so; the word itself where neither is. AppError "invalid-input" where both are. */
  find(word: string): Promise<string>
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
      const [address, self] = await Promise.all([parts.readPeer(), here.get().catch(() => undefined)])
      const known = { ...address, label: peerLabel ?? address.label }
      const machine = await parts.connectPeer({ ...known, refusal: peerRefusal }, 'usual')
      if (machine.name === self?.name) {
        machine.close()
        throw new AppError({ code: 'invalid-configuration', ...texts.sameIdentity(machine.label) })
      }
      if (self !== undefined) tellApart(self, machine)
      peerLabel = machine.label
      void rememberRefusal(machine)
      return machine
    },
    (machine) => machine.isAnswering(answeringMs),
  )

  async function pairTo(wanted: string): Promise<Pair> {
    const self = await here.get()
    const isBack = await isMeant(self, wanted)
    const other = isBack ? await peer.get() : await peerNamed(wanted)
    refuseOtherCode(self, other)
    const [near, far] = [loggedMachine(self, parts.logger), loggedMachine(other, parts.logger)]
    return isBack ? { from: far, to: near } : { from: near, to: far }
  }

  async function takenBy({ from, to }: SaidWay): Promise<string> {
    const self = await here.get()
    if (from === undefined) return (await peerNamed(to ?? '')).name
    const known = await parts.readPeer()
    if (to === undefined || (await isMeant(self, to))) {
      if (await isMeant(self, from))
        throw new AppError({ code: 'unknown-host', ...texts.fromThisLaptop(self.label, nowCalled(known)) })
      await peerNamed(from)
      return self.name
    }
    if (!(await isMeant(self, from))) throw await unknownHost(from, known, self)
    return (await peerNamed(to)).name
  }

  /** What a client has of an answer is the name by which pairing knows a laptop: only other words are what a person calls it. */
  async function isMeant(self: ConnectedMachine, wanted: string): Promise<boolean> {
    if (self.name === wanted) return true
    const known = await parts.readPeer().catch(() => undefined)
    if (known === undefined) return whichIsMeant(wanted, self, {}) === 'here'
    return known.name !== wanted && whichIsMeant(wanted, self, await calledNow(known, self)) === 'here'
  }

  async function peerNamed(wanted: string): Promise<ConnectedMachine> {
    const [known, self] = await Promise.all([parts.readPeer(), here.get()])
    if (known.name === wanted) return await peer.get()
    const isOther = self.name !== wanted && whichIsMeant(wanted, self, await calledNow(known, self)) === 'other'
    if (isOther) return await peer.get()
    throw await unknownHost(wanted, known, self)
  }

  /** The other one is asked where it answers: it may have been renamed since. */
  async function calledNow(known: SshAddress, self: ConnectedMachine): Promise<Called> {
    const other = await withPatience({ name: known.name, label: nowCalled(known) }, () => peer.get()).catch(
      () => undefined,
    )
    await Promise.all((other === undefined ? [self] : [self, other]).map(learnNames))
    return other ?? { ...known, hostName: nowCalled(known) }
  }

  /** What a person typed, as clients say it. A word that neither laptop has is refused by what it is said to. */
  async function find(word: string): Promise<string> {
    const self = await here.get()
    const known = await parts.readPeer().catch(() => undefined)
    const which = whichIsMeant(word, self, known === undefined ? {} : await calledNow(known, self))
    return which === undefined ? word : which === 'here' ? self.name : (known?.name ?? word)
  }

  async function unknownHost(wanted: string, known: SshAddress, self: ConnectedMachine): Promise<AppError> {
    if (await isMeant(self, wanted))
      return new AppError({ code: 'unknown-host', ...texts.thisLaptop(self.label, nowCalled(known)) })
    return new AppError({ code: 'unknown-host', ...texts.unknownHost(wanted, nowCalled(known)) })
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
    if (await isMeant(await here.get(), wanted)) return parts.startHere('idle')
    return parts.connectPeer(await parts.readPeer(), 'idle')
  }

  async function seekAt(address: string): Promise<void> {
    const machine = await parts.connectPeer({ ...(await parts.readPeer()), address, others: undefined }, 'usual')
    machine.close()
  }

  /** Which of the two a person means. Verbs are the same on both only where both run the same code. */
  async function named(wanted: string): Promise<ConnectedMachine> {
    const self = await here.get()
    if (await isMeant(self, wanted)) return self
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
    peerKnown: async () => {
      const { name, label = name } = await parts.readPeer()
      return { name, label }
    },
    pairTo,
    takenBy,
    find,
    seekAt,
    connectIdle,
    connectIdleOn,
    close: () => {
      here.close()
      peer.close()
    },
  }
}

/** As it can be typed. */
const nowCalled = ({ name, hostName }: SshAddress): string => hostName ?? name

function refuseOtherCode(from: ConnectedMachine, to: ConnectedMachine): void {
  if (from.hello.version === to.hello.version && from.hello.fingerprint === to.hello.fingerprint) return
  throw new AppError({ code: 'agent-mismatch', ...texts.agentMismatch(from, to) })
}
