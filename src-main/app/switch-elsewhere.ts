/** Switches whose journal is on the other laptop: what is asked of its app, through its agent. */
import { dismissSwitch, readLedger, type LedgerView } from '../commons/ledger/verbs.ts'
import { callOverThere } from '../commons/person-app/on-pair/call-over-there.ts'
import type { LogLine } from '../contract/activity-calls.ts'
import { calls } from '../contract/calls.ts'
import type { Output, Parsed } from '../contract/define.ts'
import { startedOn, type Started } from '../contract/started-by.ts'
import { AppError, toAppError } from '../kernel/app-error.ts'
import type { Machine } from '../machine/machine.ts'
import { listJournals } from '../journal/journal.ts'
import type { Engine } from '../switch/engine.ts'
import { thoroughMs, withPatience } from '../switch/patience.ts'
import { readActivityLog } from './activity.ts'
import type { Laptops } from './laptops.ts'
import * as texts from './texts.ts'

type Asked = Pick<Laptops, 'here' | 'peer' | 'peerName'>
type OpenRecord = NonNullable<LedgerView['open']>

/** The laptop that drove it keeps the journal; one of its own is read here. */
export async function findLog(
  laptops: Asked,
  journals: string,
  { switchId, where }: Parsed<typeof calls.activityLog>,
): Promise<LogLine[]> {
  if (where === 'here' || (await listJournals(journals)).includes(switchId)) return readActivityLog(journals, switchId)
  const peer = await laptops.peer().catch(async (thrown: unknown) => {
    const { code, details } = toAppError(thrown)
    throw new AppError({ code, details, ...texts.logIsThere(await labelOfPeer(laptops, switchId)), cause: thrown })
  })
  try {
    // `here`: that app would ask this laptop again otherwise.
    return (await callOverThere(peer, calls.activityLog, { switchId, where: 'here' })).lines
  } catch (thrown) {
    if (toAppError(thrown).code !== 'not-found') throw thrown
    throw new AppError({ code: 'not-found', ...texts.noLogAnywhere, details: switchId })
  }
}

/** As the switch has it, which this laptop remembers; else the host name. */
async function labelOfPeer(laptops: Asked, switchId: string): Promise<string> {
  const [here, name] = await Promise.all([laptops.here(), laptops.peerName()])
  const { history, open, givenUp } = await here.call(readLedger, {})
  const known = [...history, ...givenUp, ...(open === undefined ? [] : [open])].find((one) => one.switchId === switchId)
  return (known?.from.name === name ? known.from : known?.to)?.label ?? name
}

/** What this laptop remembers as open is forgotten even when the other one is lost. */
export async function giveUp(
  engine: Pick<Engine, 'state' | 'dismiss'>,
  laptops: Asked,
): Promise<Output<typeof calls.switchGiveUp>> {
  const state = engine.state()
  if (state.kind === 'interrupted') {
    await engine.dismiss()
    return { switchId: state.switchId, ...wayOf(state.plan), told: true }
  }
  if (state.kind === 'running') throw new AppError({ code: 'already-running', ...texts.pauseFirst })
  const here = await laptops.here()
  const { open } = await here.call(readLedger, {})
  if (open === undefined) return await giveUpOnPeer(laptops, here)
  const { switchId } = open
  await here.call(dismissSwitch, { switchId })
  return { switchId, ...wayOf(open), told: isOurs(open, here) || (await tellDriver(laptops, open)) }
}

/** One that the other laptop alone remembers: it was away when this one was told. */
async function giveUpOnPeer(laptops: Asked, here: Machine): Promise<Output<typeof calls.switchGiveUp>> {
  const peer = await laptops.peer().catch(() => undefined)
  const open = peer === undefined ? undefined : (await peer.call(readLedger, {})).open
  if (peer === undefined || open === undefined) throw new AppError({ code: 'not-found', ...texts.nothingToGiveUp })
  const { switchId } = open
  const told = isOurs(open, here) || (await tellDriver(laptops, open))
  await peer.call(dismissSwitch, { switchId })
  return { switchId, ...wayOf(open), told }
}

function wayOf({ from, to, startedBy }: Started): Started {
  return { from, to, startedBy }
}

function isOurs(open: OpenRecord, here: Machine): boolean {
  return startedOn(open).name === here.name
}

/** False when it could not be told: it goes on offering to resume it, and the next plan asks about it. */
async function tellDriver(laptops: Asked, asked: OpenRecord): Promise<boolean> {
  const tell = async (signal: AbortSignal): Promise<boolean> => {
    const peer = await laptops.peer()
    const { open } = await peer.call(readLedger, {}, { signal })
    if (open?.switchId === asked.switchId) await callOverThere(peer, calls.switchGiveUp, {}, { signal })
    return true
  }
  return await withPatience(startedOn(asked), tell, thoroughMs).catch(() => false)
}
