/** What the domains give to the app beside their steps: what is held, what is remembered, what is looked at. */
import { holdAwake, releaseAwake } from '../commons/awake/verbs.ts'
import { toWireError } from '../contract/wire-error.ts'
import { readFacts, viewFacts } from '../domains/checks/on-pair/read-facts.ts'
import { recordHomeBase } from '../domains/home-sync/on-pair/home-step.ts'
import { homePlanSchema } from '../domains/home-sync/on-pair/plan.ts'
import { listSnapshotsOf } from '../domains/snapshots/on-pair/list-pair.ts'
import { AppError } from '../kernel/app-error.ts'
import { isoNow, systemClock } from '../kernel/clock.ts'
import type { ConnectedMachine } from '../machine/connect-machine.ts'
import type { Machine } from '../machine/machine.ts'
import type { Engine } from '../switch/engine.ts'
import type { Pair } from '../switch/step.ts'
import type { DoctorCheck } from './doctor.ts'
import type { Holding, Remember } from './guard.ts'
import type { DomainHandlers } from './handlers.ts'
import type { Laptops } from './laptops.ts'
import type { LaptopFacts } from './overview.ts'
import type { Shared } from './steps.ts'

export const doctorChecks: readonly DoctorCheck[] = []
/** From a proven switch on, changes of /home are counted from what it left. */
const rememberHome: Remember = async (pair, { switchId }, steps) => {
  const home = steps.find((step) => step.info.id === 'home')
  if (home !== undefined) await recordHomeBase(pair, homePlanSchema.parse(home.plan), switchId)
}

export const remembering: readonly Remember[] = [rememberHome]

/** Both laptops are kept awake; the sync's link is opened by the step that needs it and closed here. */
export function createHoldings({ sync }: Shared): readonly Holding[] {
  const both = ({ from, to }: Pair, ask: (machine: Machine) => Promise<unknown>) => Promise.all([from, to].map(ask))
  return [
    {
      hold: async (pair) =>
        void (await both(pair, (machine) => machine.call(holdAwake, { why: 'Laptops are being switched' }))),
      release: async (pair) => void (await both(pair, (machine) => machine.call(releaseAwake, {}))),
    },
    { hold: () => Promise.resolve(), release: (pair) => sync.leave(pair) },
  ]
}

export async function readLaptopFacts(machine: Machine): Promise<LaptopFacts> {
  return viewFacts(await readFacts(machine), isoNow(systemClock))
}

export function createDomainHandlers(_engine: Engine, laptops: Laptops, _shared: Shared): DomainHandlers {
  const no = () => Promise.reject(new AppError({ code: 'unexpected', message: 'not yet', hint: '' }))
  return { snapshotsList: () => listBoth(laptops), etcList: no, etcDecide: no, switchLook: no }
}

/** Newest first, of both laptops; one that does not answer is named, so that nobody takes its silence for "none". */
async function listBoth(laptops: Laptops): ReturnType<DomainHandlers['snapshotsList']> {
  const list = async (connect: () => Promise<ConnectedMachine>) => listSnapshotsOf(await connect())
  const [here, peer] = await Promise.allSettled([list(() => laptops.here()), list(() => laptops.peer())])
  const names = { here: 'this laptop', peer: await laptops.peerName().catch(() => 'the other laptop') }
  const snapshots = [here, peer].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  const missing = [
    ...(here.status === 'rejected' ? [{ laptop: names.here, error: toWireError(here.reason) }] : []),
    ...(peer.status === 'rejected' ? [{ laptop: names.peer, error: toWireError(peer.reason) }] : []),
  ]
  return { snapshots: snapshots.toSorted((one, other) => other.at.localeCompare(one.at)), missing }
}
