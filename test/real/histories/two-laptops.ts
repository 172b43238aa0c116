/**
 * Two laptops on disks of their own in one process: all that root answers about /home, asked as over the wire, and rsync from one to
 * the other through a pipe instead of SSH.
 */
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { wording } from '../../../src-main/app/wording.ts'
import { homeArea } from '../../../src-main/commons/snapshot-sets/areas.ts'
import { areaFacts } from '../../../src-main/commons/transfers/on-machine/areas.ts'
import type { TransferArea } from '../../../src-main/commons/transfers/transfer-area.ts'
import { openTransfer, pushTransfer } from '../../../src-main/commons/transfers/verbs.ts'
import { toAgentError } from '../../../src-main/contract/agent-error.ts'
import type { Verb } from '../../../src-main/contract/define.ts'
import { homeAgent } from '../../../src-main/domains/home-sync/agent.ts'
import { createHomeAnswers } from '../../../src-main/domains/home-sync/on-machine/answers.ts'
import { AppError } from '../../../src-main/kernel/app-error.ts'
import { silentLogger } from '../../../src-main/kernel/logger.ts'
import { answer, type Answer, type HostContext, type Machine } from '../../../src-main/machine/machine.ts'
import { pushWithRsync, receiverArgv, receiverConfig } from '../../../src-main/tools/rsync/rsync.ts'
import { makePracticePlace, person, type PracticePlace } from '../files-place.ts'

export type Side = 'p17' | 'xps'
export const otherOf = (side: Side): Side => (side === 'p17' ? 'xps' : 'p17')

/** Where the agent dies, or the link is cut: at this verb that changes something, the first being 0. */
export interface Cut {
  readonly at: number
  readonly how: 'before' | 'after' | 'stopped in it'
}

export interface Laptop {
  readonly place: PracticePlace
  /** Of this laptop's /home. */
  readonly home: string
  readonly stateFolder: string
  readonly machine: Machine
  /** From now on it is called this. */
  rename(label: string): void
  /** Once. Undefined takes it back; returns whether it has happened. */
  cut(cut: Cut | undefined): boolean
}

export interface TwoLaptops extends Readonly<Record<Side, Laptop>> {
  remove(): void
}

/** By its secret: the program that connects with whoever receives. */
type Tickets = Map<string, string>

const labels: Readonly<Record<Side, string>> = { p17: 'P17', xps: 'XPS 13' }

export function makeTwoLaptops(): TwoLaptops {
  const tickets: Tickets = new Map()
  const p17 = makeLaptop('p17', tickets)
  try {
    const xps = makeLaptop('xps', tickets)
    return {
      p17,
      xps,
      remove: () => {
        p17.place.remove()
        xps.place.remove()
      },
    }
  } catch (error) {
    p17.place.remove()
    throw error
  }
}

function makeLaptop(side: Side, tickets: Tickets): Laptop {
  const place = makePracticePlace(1024)
  const { stateFolder } = place.places
  const closing = new AbortController()
  const host: HostContext = {
    person: { ...person, home: `${place.home}/alice` },
    ...{ peer: labels[otherOf(side)], stateFolder, appFolder: place.runFolder, runFolder: place.runFolder },
    ...{ bootId: 'one', logger: silentLogger, closing: closing.signal },
  }
  const answers = [
    ...createHomeAnswers({
      homeExceptions: () => Promise.resolve([]),
      areas: [{ ...homeArea, folder: place.home }],
    }),
    ...transferAnswers(place, tickets),
  ]
  let label = labels[side]
  const cutting: Cutting = { cut: undefined, mutated: 0 }
  const byName = new Map(answers.map((one) => [one.verb.name, one]))
  return {
    ...{ place, home: place.home, stateFolder },
    machine: {
      name: side,
      get label() {
        return label
      },
      isHere: side === 'p17',
      wording,
      call: async (verb, input, options = {}) => {
        const output = await ask(byName.get(verb.name), input, { verb, host, cutting, label, signal: options.signal })
        return verb.output.parse(withUsualHome(output, place.home)) as never
      },
    },
    rename: (to) => {
      label = to
    },
    cut: (cut) => {
      const hasHappened = cutting.cut === undefined
      cutting.cut = cut
      cutting.mutated = 0
      return hasHappened
    },
  }
}

interface Cutting {
  cut: Cut | undefined
  mutated: number
}

interface Asking {
  readonly verb: Verb
  readonly host: HostContext
  readonly cutting: Cutting
  readonly label: string
  readonly signal: AbortSignal | undefined
}

const asOnTheWire = (value: unknown): unknown => JSON.parse(JSON.stringify(value))
/** Nobody else is to know that this /home is elsewhere. */
const withUsualHome = (value: unknown, home: string): unknown =>
  JSON.parse(JSON.stringify(value).replaceAll(home, homeArea.folder))
const stoppedAfterMs = 20

async function ask(found: Answer | undefined, input: unknown, asking: Asking): Promise<unknown> {
  const { verb, host, cutting, label, signal } = asking
  if (found === undefined) throw new Error(`nobody answers ${verb.name}`)
  const cut = verb.mutates && cutting.cut?.at === cutting.mutated ? cutting.cut : undefined
  if (verb.mutates) cutting.mutated += 1
  const gone = () => new AppError({ code: 'unreachable', message: `${label} cannot be reached.` })
  if (cut !== undefined) cutting.cut = undefined
  if (cut?.how === 'before') throw gone()
  const stop = new AbortController()
  if (cut?.how === 'stopped in it') setTimeout(() => stop.abort(), stoppedAfterMs)
  const signals = [stop.signal, host.closing, ...(signal === undefined ? [] : [signal])]
  const context = { host, signal: AbortSignal.any(signals), report: () => undefined }
  try {
    const output = asOnTheWire(verb.output.parse(await found.handle(asOnTheWire(input), context)))
    if (cut !== undefined) throw gone()
    return output
  } catch (thrown) {
    if (cut !== undefined) throw gone()
    throw wording.error(toAgentError(thrown))
  }
}

function transferAnswers({ places, runFolder }: PracticePlace, tickets: Tickets): readonly Answer[] {
  const own = (folder: string): string => folder.replace('/var/lib/pc-switcher/root', places.stateFolder)
  const areas = (homeAgent.transferAreas ?? []).map((area): TransferArea => ({
    ...area,
    sendFolder: own(area.sendFolder),
    receiveFolder: own(area.receiveFolder),
  }))
  return [
    answer(openTransfer, ({ area, removeMissing }) => {
      const { receiveFolder, manner } = areaFacts(areas, area, removeMissing)
      const ticket = randomBytes(32).toString('hex')
      mkdirSync(runFolder, { recursive: true })
      const [config, shell] = [path.join(runFolder, `${ticket}.conf`), path.join(runFolder, ticket)]
      writeFileSync(config, receiverConfig(receiveFolder, manner))
      writeFileSync(shell, `#!/bin/sh\nexec ${receiverArgv(config).join(' ')}\n`)
      chmodSync(shell, 0o700)
      tickets.set(ticket, shell)
      return Promise.resolve({ id: ticket.slice(0, 8), ticket })
    }),
    answer(pushTransfer, async ({ area, removeMissing, paths, ticket }, { signal }) => {
      const { sendFolder, manner } = areaFacts(areas, area, removeMissing)
      const shell = tickets.get(ticket) ?? ''
      if (paths.length === 0) return { files: 0, bytes: 0, sentBytes: 0 }
      return pushWithRsync({ folder: sendFolder, paths, manner, shell, shellEnv: {} }, () => undefined, { signal })
    }),
  ]
}
