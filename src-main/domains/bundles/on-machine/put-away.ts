/**
 * A bundle that gives its room back: its lists and where it is stay, its files go once another place was proven to have all of them. What
 * stays is on the disk before anything goes. It comes back from the first place whose files are what those lists say.
 */
import { constants, copyFileSync, lstatSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { requireLock } from '../../../commons/ledger/on-machine/lock-file.ts'
import { getFromNext } from '../../../commons/places/on-machine/from-next-place.ts'
import type { BundleId, BundleStays } from '../../../contract/bundles-calls.ts'
import type { Input, Output } from '../../../contract/define.ts'
import { toAppError, type AppError } from '../../../kernel/app-error.ts'
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
import { getFromPlace, isNotReached } from './at-place.ts'
import { isFresh, provenPlaces, type PlacesRequest, type ProvenPlaces, type ReadingWork } from './read-places.ts'

interface PuttingAway extends ReadingWork {
  /** No person reads what is only known from the record: a place that is not connected counts for nothing. */
  readonly isUnattended?: boolean
  /** All of it was read in a place since then, and only such a place counts: nothing is read while the laptop is reserved. */
  readonly readSince?: string
}

/** `laptop` has read all of its own just now. */
export async function putAway(
  request: PlacesRequest,
  { operationId, bundle: id, laptop }: Input<typeof putBundleAway>,
  { isUnattended = false, readSince, ...work }: PuttingAway,
): Promise<Output<typeof putBundleAway>> {
  const { stateFolder } = request.host
  requireLock(stateFolder, operationId)
  await sweepBundles(stateFolder)
  const facts = findBundle(stateFolder, id)
  if (facts.isAway) throw bundlesMessages.alreadyAway({ bundle: bundleText(id) })
  const isThere = laptop?.digest === facts.head.digest && isFresh(laptop.at, Date.now())
  const proven = await provenPlaces(request, facts, { isRead: isThere, readSince }, work)
  const staysOn: BundleStays[] = [
    ...proven.found.filter(({ isConnected }) => isConnected || !isUnattended),
    ...(isThere ? [{ kind: 'laptop' as const, name: laptop.name, at: laptop.at, isConnected: true }] : []),
  ]
  if (staysOn.length === 0) throw whyNotAway(facts, proven)
  await keepLists(stateFolder, facts, work)
  if (isThere) noteOnLaptop(stateFolder, id, laptop.name, laptop.at)
  await syncFileSystem(stateFolder, work)
  requireLock(stateFolder, operationId)
  await removeTree(stateFolder, id)
  return { facts: findBundle(stateFolder, id), staysOn, damaged: [...proven.damaged] }
}

function whyNotAway({ head }: BundleFacts, { damaged, unread }: ProvenPlaces): AppError {
  const bundle = bundleText(head.bundle)
  if (damaged.length > 0) return bundlesMessages.onlyDamaged({ bundle, places: [...damaged] })
  if (unread === undefined) return bundlesMessages.notProvenElsewhere({ bundle })
  const why = toAppError(unread.why)
  return why.problem?.id === bundlesMessages.noRoomToRead.id
    ? why
    : bundlesMessages.notReadNow({ bundle, place: unread.place }, { cause: unread.why })
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
  ofNow: (facts: BundleFacts) => BundleFacts,
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
  request: PlacesRequest,
  id: BundleId,
  workAt: (place: string) => MoveWork,
): Promise<BroughtBack> {
  const { stateFolder } = request.host
  const known = findBundle(stateFolder, id)
  if (!known.isAway) return { how: 'there', facts: known }
  // Nothing that comes could be compared with it.
  if (known.proven?.isRight === false) throw bundlesMessages.keptUnreadable({ bundle: bundleText(known.head.bundle) })
  await sweepBundles(stateFolder)
  const came = await getFromNext(
    placesToTry(known.elsewhere ?? {}),
    (place) => getFromPlace({ ...request, place }, { ...id, digest: known.head.digest }, workAt(place)),
    (thrown, place) => {
      workAt(place).signal?.throwIfAborted()
      if (isNotReached({ ...request, place }, thrown)) return 'away'
      if (isDamage(thrown)) {
        noteDamagedElsewhere(stateFolder, id, place)
        return 'damaged'
      }
      if (isOfThisDisk(thrown)) throw thrown
      return 'failed'
    },
  )
  const [damaged, notReached] = [came.missedAs('damaged'), came.missedAs('away')]
  if (came.given !== undefined)
    return { how: 'fetched', facts: came.given.value.facts, from: came.given.from, damaged, notReached }
  const failure = came.missed.find(({ why }) => why === 'failed')
  if (failure !== undefined) throw toAppError(failure.thrown)
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
