/** Which folders are live between both laptops, as far as they answer, and how each stands. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Live, LiveFolder } from '../../../contract/live-calls.ts'
import {
  ignoresSome,
  isUpToDate,
  neededOf,
  sharedFolders,
  type BothSyncthings,
  type SyncthingsOfPair,
} from '../../../contract/shared-folders.ts'
import { awayBecause, notSharedBecause } from '../../../contract/syncthing-between.ts'
import type { Output } from '../../../contract/define.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { askEach } from '../../../machine/ask-each.ts'
import type { CallOptions, Machine } from '../../../machine/machine.ts'
import type { Reached } from '../../../machine/reach.ts'
import { lookAtLive } from '../verbs.ts'
import { stateTexts } from './texts.ts'

/** Of one laptop. */
export interface SeenLive extends Output<typeof lookAtLive> {
  readonly machine: Machine
}

async function lookAtBoth(
  reached: Reached,
  options: CallOptions,
): Promise<{ readonly seen: readonly SeenLive[]; readonly missing: Reached['missing'] }> {
  const { answers, missing } = await askEach(reached, async (machine) => ({
    machine,
    ...(await machine.call(lookAtLive, { places: [] }, options)),
  }))
  return { seen: answers, missing }
}

export async function seeLive(reached: Reached, options: CallOptions): Promise<Live> {
  const { seen, missing } = await lookAtBoth(reached, options)
  const [here] = seen
  return {
    home: here?.home ?? '',
    folders: [...liveFolders(seen, missing)],
    isOverInternet: seen.some(({ isOverInternet }) => isOverInternet),
    usual: here?.usual ?? [],
    keptVersions: [...new Set(seen.flatMap(({ versions }) => versions))].toSorted(),
    missing: [...missing],
  }
}

const lookEveryMs = 2_000
const settlesWithinMs = 10 * 60_000

/**
 * Whether both have compared all of these folders: what is written before that on one counts as written on both, and the older of both becomes
 * a conflict file. What takes longer goes on by itself.
 */
export async function untilSettled(
  both: readonly Machine[],
  places: readonly BytePath[],
  { signal }: CallOptions,
): Promise<boolean> {
  for (const deadline = Date.now() + settlesWithinMs; Date.now() < deadline;) {
    const { seen, missing } = await lookAtBoth({ machines: both, missing: [] }, { signal })
    const waited = liveFolders(seen, missing).filter(({ place }) => places.includes(place))
    if (missing.length > 0) return false
    if (waited.every(({ state }) => state === 'up-to-date')) return true
    await delay(lookEveryMs, undefined, { signal })
  }
  return false
}

/** Those that are ours, and others that both share while some are. */
function liveFolders(seen: readonly SeenLive[], missing: Reached['missing']): readonly LiveFolder[] {
  const ours = [...new Set(seen.flatMap((one) => one.ours.map(({ place }) => place)))]
  const [here, there] = seen
  if (here === undefined) return []
  if (there === undefined) {
    const text = stateTexts.unknown(missing[0]?.laptop ?? '')
    return ours.toSorted().map((place) => ({ place, isOurs: true, state: 'held-up', text }))
  }
  const both = { from: here.syncthing, to: there.syncthing }
  const pair = sharedFolders(both)
  const others = pair.shared.map(({ place }) => place).filter((place) => place !== '' && !ours.includes(place))
  return [...ours, ...others].toSorted().map((place) => ({
    place,
    isOurs: ours.includes(place),
    ...standing(place, { pair, both, seen: [here, there] }),
  }))
}

interface Standing {
  readonly pair: SyncthingsOfPair
  readonly both: BothSyncthings
  readonly seen: readonly [SeenLive, SeenLive]
}

function standing(place: BytePath, { pair, both, seen }: Standing): Pick<LiveFolder, 'state' | 'text'> {
  const shared = pair.shared.find((one) => one.place === place)
  const stopped = seen.find((one) => one.stopped.includes(place))
  if (stopped !== undefined) return heldUp(stateTexts.stoppedOn(stopped.machine.label))
  if (shared !== undefined) {
    if (ignoresSome(shared.id, both)) return { state: 'up-to-date', text: stateTexts.ignoresSome }
    if (isUpToDate(shared.id, both)) return { state: 'up-to-date', text: stateTexts.upToDate }
    return { state: 'working', text: stateTexts.working(neededOf(shared.id, both)) }
  }
  const [here, there] = seen
  const labels = { from: here.machine.label, to: there.machine.label }
  const alone = seen.filter(({ ours }) => ours.some((one) => one.place === place))
  const [only] = alone
  if (only !== undefined && alone.length === 1) return heldUp(stateTexts.onOneAlone(only.machine.label))
  if (pair.away !== undefined) return heldUp(awayBecause(pair.away.why, labels[pair.away.side]))
  const not = pair.notShared.find((one) => one.place === place)
  if (not !== undefined) return heldUp(notSharedBecause(not.why, labels[not.side]))
  const [away] = seen.filter(({ syncthing }) => syncthing.kind !== 'running')
  if (away !== undefined) return heldUp(awayBecause('stopped', away.machine.label))
  const [without] = seen.filter((one) => !hasAll(one, place))
  return heldUp(stateTexts.goneOn((without ?? there).machine.label))
}

/** Whether what was set up at this place is there still, as far as its Syncthing says. */
export function hasAll({ ours, syncthing }: Pick<SeenLive, 'ours' | 'syncthing'>, place: BytePath): boolean {
  const [own] = ours.filter((one) => one.place === place)
  return own !== undefined && (syncthing.kind !== 'running' || syncthing.folders.some(({ id }) => id === own.id))
}

const heldUp = (text: string) => ({ state: 'held-up', text }) as const
