/** One machine's agent: connected when first needed, kept, and connected anew after it has ended or falls silent. */
import { endHungAgent } from '../commons/laptop/verbs.ts'
import type { ConnectedMachine } from '../machine/connect-machine.ts'
import type { Hello } from '../machine/wire.ts'

interface Kept {
  readonly get: () => Promise<ConnectedMachine>
  readonly close: () => void
}

/** An attempt begun longer ago does not speak for who asks now: the cable may be back since. */
const sharedMs = 300

interface Attempt {
  readonly begunAt: number
  readonly machine: Promise<ConnectedMachine>
}

/** `isThere`: whether one that is kept may be used again. */
export function keepConnected(
  connect: () => Promise<ConnectedMachine>,
  isThere: (machine: ConnectedMachine) => Promise<boolean>,
): Kept {
  let current: Attempt | undefined
  /** Agents that were given up and may still run: what they reserved is theirs until they are gone. */
  const hung = new Set<Hello['process']>()

  async function connectAnew(): Promise<ConnectedMachine> {
    const machine = await connect()
    const ending = [...hung].map(async (process) => {
      await machine.call(endHungAgent, process)
      hung.delete(process)
    })
    // One that could not be ended is tried again with the next connection.
    await Promise.allSettled(ending)
    return machine
  }

  function begin(): Promise<ConnectedMachine> {
    const machine = connectAnew()
    const attempt = { begunAt: performance.now(), machine }
    const forget = () => {
      if (current === attempt) current = undefined
    }
    current = attempt
    machine
      .then(async ({ ended, hello }) => {
        if ((await ended).code === 'timed-out') hung.add(hello.process)
      })
      .then(forget, forget)
    return machine
  }

  async function get(): Promise<ConnectedMachine> {
    const shared = current
    if (shared === undefined) return begin()
    const isOld = performance.now() - shared.begunAt > sharedMs
    try {
      const machine = await shared.machine
      if (await isThere(machine)) return machine
      if (current === shared) close()
    } catch (thrown) {
      if (!isOld) throw thrown
    }
    return await get()
  }

  function close(): void {
    current?.machine.then(
      (machine) => machine.close(),
      () => undefined,
    )
    current = undefined
  }

  return { get, close }
}
