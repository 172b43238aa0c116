/**
 * What the person's own Syncthing carries between both laptops is its to carry: it is waited for, and what differs of it for the
 * moment is no question, is not fetched and not placed. It is proven like everything else.
 */
import { carriedAmong, type Carried } from '../../../../commons/person-syncthing/on-pair/carried.ts'
import {
  lookAtBoth,
  waitForSyncthing,
  type Brought,
} from '../../../../commons/person-syncthing/on-pair/wait-for-syncthing.ts'
import { sharedFolders } from '../../../../contract/shared-folders.ts'
import type { Verification } from '../../../../contract/switch-state.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { CallOptions } from '../../../../machine/machine.ts'
import type { Pair, PlanContext } from '../../../../switch/step.ts'
import { fieldsOf, keyOfPath, pathOfKey } from '../../inventory/inventory-entry.ts'
import type { Differing } from '../compare/compare-homes.ts'
import type { Difference } from '../compare/difference.ts'
import type { Scans } from '../compare/read-entries.ts'
import { folderOfPerson } from '../plan/always-taken.ts'
import type { SyncthingPlan } from './syncthing-plan.ts'
import * as texts from './texts.ts'

export interface InHomes {
  readonly pair: Pair
  /** "alice", below /home. */
  readonly personFolder: BytePath
  readonly shared: SyncthingPlan['shared']
}

interface Planned {
  readonly pair: Pair
  readonly plan: { readonly syncthing?: SyncthingPlan | undefined }
}

export function syncthingIn({ pair, plan }: Planned, { from }: Scans): InHomes {
  return { pair, shared: plan.syncthing?.shared ?? [], personFolder: folderOfPerson(from.scan.person) }
}

/** As the laptop of `side` remembers them: which it shares below /home with the other one. */
export function sharedOn(
  side: 'from' | 'to',
  { plan }: Pick<Planned, 'plan'>,
  { from }: Scans,
): { readonly id: string; readonly place: BytePath; readonly device: string }[] {
  const { shared = [], devices } = plan.syncthing ?? {}
  const device = devices?.[side === 'from' ? 'to' : 'from']
  const folder = folderOfPerson(from.scan.person)
  if (device === undefined) return []
  return shared.map(({ id, place }) => ({ id, place: place === '' ? folder : `${folder}/${place}`, device }))
}

/** Once everything else is there, nobody wants to be told of what comes a moment later. */
const proofWaitsMs = 2 * 60_000

/** Until both have all that each of them has now, or for two minutes. `tell`: how far that is, in a sentence that changes. */
export async function awaitSyncthing(
  pair: Pair,
  { signal, tell }: Pick<CallOptions, 'signal'> & Pick<PlanContext, 'tell'>,
): Promise<SyncthingPlan['shared']> {
  const report = tell === undefined ? undefined : (brought: Brought) => tell(texts.brings(brought))
  const { shared } = await waitForSyncthing(pair, { mostMs: proofWaitsMs, signal, report })
  return [...shared]
}

/** What of these it does not carry. */
export async function notSyncthings(
  homes: InHomes,
  paths: readonly BytePath[],
  options: CallOptions,
): Promise<readonly BytePath[]> {
  if (homes.shared.length === 0) return paths
  const carried = await carriedOf(homes, paths, options)
  return paths.filter((path) => !carried.has(path))
}

/** Of these paths below /home, those that it carries. */
export async function syncthingsAmong(
  homes: InHomes,
  paths: readonly BytePath[],
  options: CallOptions,
): Promise<ReadonlySet<BytePath>> {
  return new Set((await carriedOf(homes, paths, options)).keys())
}

/** Of these paths below /home, those that are Syncthing's, and how the target stands to the source. */
async function carriedOf(
  { pair, personFolder, shared }: InHomes,
  paths: readonly BytePath[],
  options: CallOptions,
): Promise<ReadonlyMap<BytePath, Carried['target']>> {
  const start = `${personFolder}/`
  const below = paths.filter((path) => path.startsWith(start)).map((path) => path.slice(start.length))
  const carried = await carriedAmong(pair, shared, below, options)
  return new Map(carried.map(({ path, target }) => [`${start}${path}`, target]))
}

const heldAtOnce = 2_000

/** Hands on, in their order, what is ours to carry. */
export async function* withoutSyncthings(
  differences: AsyncIterable<Difference>,
  homes: InHomes,
  options: CallOptions,
): AsyncGenerator<Difference> {
  if (homes.shared.length === 0) {
    yield* differences
    return
  }
  let held: Difference[] = []
  for await (const difference of differences) {
    held.push(difference)
    if (held.length < heldAtOnce) continue
    yield* await oursAmong(held, homes, options)
    held = []
  }
  yield* await oursAmong(held, homes, options)
}

async function oursAmong(
  held: readonly Difference[],
  homes: InHomes,
  options: CallOptions,
): Promise<readonly Difference[]> {
  const asked = held.filter(mayBeCarried).map(({ key }) => pathOfKey(key))
  const carried = await carriedOf(homes, asked, options)
  return carried.size === 0 ? held : held.filter((one) => !(mayBeCarried(one) && carried.has(pathOfKey(one.key))))
}

/** It brings names, contents, times and plain rights. What looks alike is read, and what else differs is ours. */
function mayBeCarried({ from, to }: Difference): boolean {
  if (from !== undefined && to !== undefined) {
    const isThere = from.kind !== 'deleted' && to.kind !== 'deleted'
    return !isThere || !isAlikeForSyncthing(from.shared, to.shared)
  }
  return (from ?? to)?.kind !== 'touched'
}

function isAlikeForSyncthing(one: string, other: string): boolean {
  const [a, b] = [fieldsOf(one), fieldsOf(other)]
  const isOf = (x: typeof a, y: typeof a) => x.size === y.size && x.target === y.target
  const isTimeOf = a.type === 'd' || a.type === 'l' || a.mtime === b.mtime
  return a.type === b.type && isOf(a, b) && isTimeOf && a.mode.slice(-3) === b.mode.slice(-3)
}

export interface LeftToSyncthing {
  readonly paths: readonly BytePath[]
  /** Among them: of which the target has not all that the source has. */
  readonly missing: readonly BytePath[]
}

/** Of what differs at a moment of a switch. */
export async function leftToSyncthing(
  homes: InHomes,
  differing: readonly Differing[],
  options: CallOptions,
): Promise<LeftToSyncthing> {
  if (homes.shared.length === 0) return { paths: [], missing: [] }
  const asked = differing.filter(
    ({ from, to }) => from === undefined || to === undefined || !isAlikeForSyncthing(from, to),
  )
  const carried = await carriedOf(
    homes,
    asked.map(({ key }) => pathOfKey(key)),
    options,
  )
  const paths = [...carried.keys()].toSorted((one, other) => (keyOfPath(one) < keyOfPath(other) ? -1 : 1))
  const entries = new Map(asked.map((one) => [pathOfKey(one.key), one]))
  const isMissing = (path: BytePath): boolean =>
    carried.get(path) !== 'all' && !(carried.get(path) === 'earlier' && isLaterThere(entries.get(path)))
  return { paths, missing: paths.filter(isMissing) }
}

/** What the target has still to get of it, and what keeps Syncthing from that: it may have ended with its laptop. */
export async function behindSyncthing(
  { pair, shared }: InHomes,
  { missing }: LeftToSyncthing,
  options: CallOptions,
): Promise<Pick<Verification, 'behind'>> {
  if (missing.length === 0) return {}
  const why = texts.whyBehind(sharedFolders(await lookAtBoth(pair, options)), shared, pair)
  return { behind: [...texts.behind(missing.length, pair, why)] }
}

/** A file that the source wrote again meanwhile: the target has what came after what the source had when it was frozen. */
function isLaterThere(one: Differing | undefined): boolean {
  if (one?.from === undefined || one.to === undefined) return false
  const [from, to] = [fieldsOf(one.from), fieldsOf(one.to)]
  return from.type === 'f' && to.type === 'f' && isLater(to.mtime, from.mtime)
}

/** Seconds with all digits that the disk has. */
function isLater(one: string, other: string): boolean {
  const [seconds = '0', part = ''] = one.split('.')
  const [otherSeconds = '0', otherPart = ''] = other.split('.')
  if (seconds !== otherSeconds) return Number(seconds) > Number(otherSeconds)
  return part.padEnd(10, '0') > otherPart.padEnd(10, '0')
}
