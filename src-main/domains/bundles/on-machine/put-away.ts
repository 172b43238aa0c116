/**
 * A bundle that gives its room back: its lists and where it is stay, its files go once another place was proven to have all of them. What
 * stays is on the disk before anything goes. It comes back from the first place whose files are what those lists say.
 */
import { constants, copyFileSync, lstatSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { requireLock } from '../../../commons/ledger/on-machine/lock-file.ts'
import type { BundleId, BundleStays } from '../../../contract/bundles-calls.ts'
import type { Input, Output } from '../../../contract/define.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { syncFileSystem } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { flushFile, flushFolder } from '../../../tools/files/durable-file.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { isUnreadable } from '../../../tools/unreadable.ts'
import { bundlesMessages } from '../messages.ts'
import { bundleText, type BundleElsewhere, type BundleFacts } from '../schemas.ts'
import type { BroughtBack, putBundleAway } from '../verbs.ts'
import { findBundle, readBundles } from './bundle-folders.ts'
import { bundleFolder, keptOf } from './bundle-paths.ts'
import { noteDamagedElsewhere, noteOnLaptop } from './bundle-proofs.ts'
import { keeping, ownName, removeTree, sweepBundles } from './make-and-remove.ts'
import { entriesName, headName, readEntries } from './bundle-lists.ts'
import type { MoveWork } from './arrive.ts'
import { getFromPlace, identityOf, isAway, isListedAt, isNotReached, type BundlePlaceRequest } from './at-place.ts'

type AwayRequest = Omit<BundlePlaceRequest, 'place'>

interface PuttingAway extends RunOptions {
  /** No person reads what is only known from the record: a place that is not connected counts for nothing. */
  readonly isUnattended?: boolean
}

const freshMs = 30 * 24 * 60 * 60_000
const clocksDifferMs = 60 * 60_000

/** When all of it was read: at most 30 days ago, and not in times to come. */
export function isFresh(at: string, nowMs: number): boolean {
  const ageMs = nowMs - Date.parse(at)
  return ageMs <= freshMs && ageMs >= -clocksDifferMs
}

export async function putAway(
  request: AwayRequest,
  { operationId, bundle: id, laptop }: Input<typeof putBundleAway>,
  { isUnattended = false, ...options }: PuttingAway,
): Promise<Output<typeof putBundleAway>> {
  const { stateFolder } = request.host
  requireLock(stateFolder, operationId)
  await sweepBundles(stateFolder)
  const facts = findBundle(stateFolder, id)
  if (facts.isAway) throw bundlesMessages.alreadyAway({ bundle: bundleText(id) })
  const isThere = laptop?.digest === facts.head.digest && isFresh(laptop.at, Date.now())
  const { found, unread } = await provenPlaces(request, facts, options)
  const staysOn: BundleStays[] = [
    ...found.filter(({ isConnected }) => isConnected || !isUnattended),
    ...(isThere ? [{ kind: 'laptop' as const, name: laptop.name, at: laptop.at, isConnected: true }] : []),
  ]
  if (staysOn.length === 0 && unread !== undefined)
    throw bundlesMessages.notReadNow({ bundle: bundleText(id), place: unread })
  if (staysOn.length === 0) throw bundlesMessages.notProvenElsewhere({ bundle: bundleText(id) })
  await keepLists(stateFolder, facts, options)
  if (isThere) noteOnLaptop(stateFolder, id, laptop.name, laptop.at)
  await syncFileSystem(stateFolder, options)
  requireLock(stateFolder, operationId)
  await removeTree(stateFolder, id)
  return { facts: findBundle(stateFolder, id), staysOn }
}

interface Proven {
  readonly found: readonly BundleStays[]
  /** One that can be reached, or may be, and does not show what it has. */
  readonly unread: string | undefined
}

/** By what was read there. One that is connected has to have it still; one that is no place for copies any more counts for nothing. */
async function provenPlaces(
  request: AwayRequest,
  { head, elsewhere }: BundleFacts,
  options: RunOptions,
): Promise<Proven> {
  const found: BundleStays[] = []
  let unread: string | undefined
  for (const [name, at] of Object.entries(elsewhere?.places ?? {})) {
    if (!isFresh(at, Date.now())) continue
    const answer = await askPlace(request, { name, identity: elsewhere?.disks?.[name], head }, options)
    if (answer === 'has' || answer === 'away') found.push({ kind: 'place', name, at, isConnected: answer === 'has' })
    if (answer === 'unread') unread = name
  }
  return { found, unread }
}

interface AskedPlace {
  readonly name: string
  readonly identity: string | undefined
  readonly head: BundleFacts['head']
}

/** away: it is unplugged. unread: it proves nothing now. lacks: nor ever again, or it is another one. */
async function askPlace(
  request: AwayRequest,
  { name, identity, head }: AskedPlace,
  options: RunOptions,
): Promise<'has' | 'away' | 'unread' | 'lacks'> {
  const at = { ...request, place: name }
  try {
    if (identityOf(at) !== identity) return 'lacks'
    if (await isListedAt(at, head, options)) return 'has'
    noteDamagedElsewhere(request.host.stateFolder, head.bundle, name)
    return 'lacks'
  } catch (thrown) {
    options.signal?.throwIfAborted()
    if (toAppError(thrown).problem?.id === bundlesMessages.noPlace.id) return 'lacks'
    return isAway(at, thrown) ? 'away' : 'unread'
  }
}

/** Of a sealed bundle: what is there already is replaced by the same. AppError "not-verified" where its list is damaged here. */
async function keepLists(stateFolder: string, { head, place }: BundleFacts, options: RunOptions): Promise<void> {
  const id = head.bundle
  const folder = bundleFolder(stateFolder, id)
  const draft = path.join(folder, ownName(keeping))
  try {
    mkdirSync(draft, { mode: 0o700 })
    for (const name of [headName, entriesName]) {
      const from = path.join(place, name)
      if (!lstatSync(from).isFile()) throw bundlesMessages.unreadable({ bundle: bundleText(id) })
      // What is the same block on the disk takes up no room.
      copyFileSync(from, path.join(draft, name), constants.COPYFILE_FICLONE)
      flushFile(path.join(draft, name))
    }
    flushFolder(draft)
    await readEntries(draft, head, options)
    rmSync(keptOf(stateFolder, id), { recursive: true, force: true })
    renameSync(draft, keptOf(stateFolder, id))
    flushFolder(folder)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

/** Of those that are put away: what is known to be nowhere else than in that place, or may be there. `ofNow`: without places that are gone. */
export function keptOnlyIn(
  stateFolder: string,
  place: string,
  ofNow: (facts: BundleFacts) => BundleFacts = (facts) => facts,
): readonly string[] {
  return readBundles(stateFolder).flatMap((facts) => {
    const { head, isAway: isPutAway, elsewhere } = ofNow(facts)
    const { places = {}, laptops = {}, damaged = {} } = elsewhere ?? {}
    const others = [...Object.keys(places), ...Object.keys(laptops)].filter((name) => name !== place)
    const isTried = place in places || place in damaged
    return isPutAway === true && isTried && others.length === 0 ? [bundleText(head.bundle)] : []
  })
}

/** Those that were proven first, the latest first; then those that were damaged, which may be mended. */
export function placesToTry({ places = {}, damaged = {} }: Partial<BundleElsewhere>): readonly string[] {
  const latest = (known: Readonly<Record<string, string>>) =>
    Object.entries(known)
      .toSorted(([, one], [, other]) => other.localeCompare(one))
      .map(([name]) => name)
  return [...latest(places), ...latest(damaged)]
}

/** `workAt` is for the place that is tried. */
export async function bringBack(
  request: AwayRequest,
  id: BundleId,
  workAt: (place: string) => MoveWork,
): Promise<BroughtBack> {
  const { stateFolder } = request.host
  const known = findBundle(stateFolder, id)
  if (!known.isAway) return { how: 'there', facts: known }
  // Nothing that comes could be compared with it.
  if (known.proven?.isRight === false) throw bundlesMessages.keptUnreadable({ bundle: bundleText(known.head.bundle) })
  await sweepBundles(stateFolder)
  const damaged: string[] = []
  const notReached: string[] = []
  let failure: unknown
  for (const place of placesToTry(known.elsewhere ?? {})) {
    try {
      const { facts } = await getFromPlace({ ...request, place }, { ...id, digest: known.head.digest }, workAt(place))
      return { how: 'fetched', facts, from: place, damaged, notReached }
    } catch (thrown) {
      workAt(place).signal?.throwIfAborted()
      if (isNotReached({ ...request, place }, thrown)) notReached.push(place)
      else if (isDamage(thrown)) {
        noteDamagedElsewhere(stateFolder, id, place)
        damaged.push(place)
      } else if (isOfThisDisk(thrown)) throw thrown
      else failure ??= thrown
    }
  }
  if (failure !== undefined) throw failure
  return { how: 'nowhere', damaged, notReached }
}

/** It would not come from another place either. What is only read here once may do with less from the next one. */
function isOfThisDisk(thrown: unknown): boolean {
  const { code, problem } = toAppError(thrown)
  return code === 'disk-full' && problem?.id !== bundlesMessages.noRoomToRead.id
}

const isOneOf = (thrown: unknown, ids: readonly string[]): boolean => ids.includes(toAppError(thrown).problem?.id ?? '')

/** What came is not what was put away, or none is there, or the disk cannot read it. */
const isDamage = (thrown: unknown): boolean =>
  isOneOf(thrown, [bundlesMessages.noBundleThere.id, bundlesMessages.otherThere.id]) ||
  toAppError(thrown).code === 'not-verified' ||
  isUnreadable(thrown)
