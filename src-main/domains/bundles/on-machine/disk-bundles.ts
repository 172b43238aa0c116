/**
 * Bundles on a disk of the person's, in `pc-switcher-bundles/` at its top, as they lie on the laptop: sent by btrfs, from the newest
 * version that both have, and kept once all of them was read there and is what its list says. The disk may be anybody's.
 */
import { requireFolder } from '../../../commons/places/on-machine/disk/change-disk.ts'
import { keptFolders, withDiskTop } from '../../../commons/places/on-machine/disk/open-disk.ts'
import { findOthers, shownOthers } from '../../../commons/places/on-machine/disk/others.ts'
import { receiveWhole } from '../../../commons/places/on-machine/disk/receive-whole.ts'
import type { PlaceHost } from '../../../commons/places/on-machine/place-host.ts'
import { placesMessages } from '../../../commons/places/messages.ts'
import type { DiskPlace } from '../../../commons/places/schemas.ts'
import { lstatSync, type Stats } from 'node:fs'
import path from 'node:path'
import { bundlePartSchema, type BundleId } from '../../../contract/bundles-calls.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { sentAs, showLineage, syncFileSystem } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { toolsMessages } from '../../../tools/messages.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { isUnreadable } from '../../../tools/unreadable.ts'
import { bundlesMessages } from '../messages.ts'
import {
  bundleText,
  unreadableDigest,
  type BundleFacts,
  type BundleHead,
  type NamedContents,
  type WantedBundle,
} from '../schemas.ts'
import type { MovedByPlace } from '../verbs.ts'
import { keepArrived, notArrived, readAgain, type MoveWork } from './arrive.ts'
import { findBundle, readBundles, requireHere } from './bundle-folders.ts'
import { isSameBundle } from './bundle-lists.ts'
import { bundleFolder, isThere, treeOf } from './bundle-paths.ts'
import { elsewhereState, noteDamagedElsewhere, noteElsewhere, noteProven, provenState } from './bundle-proofs.ts'
import { useState } from './bundle-use.ts'
import { dropDraft, isOwnName, newDraft, removeBundle, sweepBundles, uses, whileUsed } from './make-and-remove.ts'

export interface OnDisk {
  readonly host: PlaceHost
  readonly at: DiskPlace
}

export function listOnDisk(request: OnDisk, options: RunOptions): Promise<readonly BundleFacts[]> {
  return withDisk(request, options, (disk) => Promise.resolve(readBundles(disk)))
}

/** What is no folder, and has a name that only a folder of ours has; from the top of the disk. It stays. */
export function findOthersOnDisk({ host, at }: OnDisk, options: RunOptions): Promise<readonly string[]> {
  const isOurs = (name: string): boolean => bundlePartSchema.safeParse(name).success || isOwnName(name)
  return withDiskTop(host, at, options, (top) =>
    Promise.resolve(shownOthers(findOthers(top, keptFolders.bundles, { isGroup: isOurs, isKept: isOurs }))),
  )
}

/** Whether it is listed there, and nobody found it to be damaged. */
export async function isOnDisk(request: OnDisk, head: BundleHead, options: RunOptions): Promise<boolean> {
  return (await listOnDisk(request, options)).some(
    (one) => isSameBundle(one.head, head) && one.proven?.isRight !== false && one.isAway === undefined,
  )
}

/** AppErrors "disk-full", "not-verified", "invalid-input" where another one of that name is there. */
export function putOnDisk(request: OnDisk, id: BundleId, work: MoveWork): Promise<MovedByPlace> {
  const { host, at } = request
  const place = at.name
  const known = requireHere(findBundle(host.stateFolder, id))
  return withDisk(request, work, async (disk) => {
    requireOurs(id, { disk, place })
    const moved = await stream({ from: host.stateFolder, to: disk, going: known, toName: place }, work).catch(
      (thrown: unknown) => {
        const { code, problem, details } = toAppError(thrown)
        if (code === 'disk-full') throw placesMessages.full({ place }, { cause: thrown })
        if (problem?.id === bundlesMessages.damagedThere.id) noteDamagedElsewhere(host.stateFolder, id, place)
        if (problem?.id !== toolsMessages.snapshotUnreadable.id) throw thrown
        noteProven(host.stateFolder, id, false)
        throw bundlesMessages.damagedThere({ bundle: bundleText(id), place: 'this laptop' }, { details })
      },
    )
    noteElsewhere(host.stateFolder, id, { name: place, identity: at.fsUuid })
    return { ...moved, facts: findBundle(host.stateFolder, id) }
  })
}

export function getFromDisk(request: OnDisk, { name, version }: WantedBundle, work: MoveWork): Promise<MovedByPlace> {
  const { host, at } = request
  const place = at.name
  return withDisk(request, work, async (disk) => {
    const going = readBundles(disk).find(
      ({ head }) => head.bundle.name === name && (version === undefined || head.bundle.version === version),
    )
    const bundle = version === undefined ? name : `${name}:${version}`
    if (going === undefined) throw bundlesMessages.noBundleThere({ bundle, place })
    requireOurs(going.head.bundle, { disk, place })
    const moved = await takeFrom({ host, at }, { disk, going }, work)
    // Of one that came as what is different, the rest was read here alone.
    if (moved.how === 'whole') noteElsewhere(host.stateFolder, going.head.bundle, { name: place, identity: at.fsUuid })
    return { ...moved, facts: findBundle(host.stateFolder, going.head.bundle) }
  })
}

/** What the disk cannot read is damaged there, and that is known from then on. AppError "not-verified". */
async function takeFrom(
  { host: { stateFolder }, at: { name: place } }: OnDisk,
  { disk, going }: { readonly disk: string; readonly going: BundleFacts },
  work: MoveWork,
): Promise<MovedByPlace> {
  const { bundle: id, digest } = going.head
  const damaged = (details?: string) => bundlesMessages.damagedThere({ bundle: bundleText(id), place }, { details })
  try {
    if (digest === unreadableDigest) throw damaged()
    return await stream({ from: disk, to: stateFolder, going, toName: 'this laptop' }, work)
  } catch (thrown) {
    const { code, problem, details } = toAppError(thrown)
    const isOfThisLaptop = problem?.id === bundlesMessages.damagedThere.id && problem.data['place'] !== place
    if (code === 'not-verified' && !isOfThisLaptop && isThere(stateFolder, id))
      noteDamagedElsewhere(stateFolder, id, place)
    throw problem?.id === toolsMessages.snapshotUnreadable.id ? damaged(details) : thrown
  }
}

/** AppError "locked" while something reads it. */
export async function removeFromDisk(request: OnDisk, head: NamedContents, options: RunOptions): Promise<void> {
  await withDisk(request, options, async (disk) => {
    const there = readBundles(disk).find((one) => isSameBundle(one.head, head))
    if (there === undefined) return
    requireOurs(head.bundle, { disk, place: request.at.name })
    await removeBundle(disk, head.bundle)
    await syncFileSystem(disk, options)
  })
}

interface Stream {
  /** State folders, or what is one on a disk. */
  readonly from: string
  readonly to: string
  readonly going: BundleFacts
  readonly toName: string
}

async function stream({ from, to, going, toName }: Stream, work: MoveWork): Promise<MovedByPlace> {
  const reading = { signal: work.signal, onBytes: work.onRead }
  const there = await readAgain({ to, toName }, going.head, reading)
  if (there !== undefined) return { facts: there, how: 'there' }
  await sweepBundles(to)
  const parent = await findParent({ from, to, going }, work)
  try {
    return await receive({ from, to, going, parent }, work)
  } catch (thrown) {
    // What both have may be damaged on the side that gets it: then only a whole one can be right.
    if (parent === undefined || (toAppError(thrown).code !== 'not-verified' && !isUnreadable(thrown))) throw thrown
    return receive({ from, to, going, parent: undefined }, work)
  }
}

interface Received extends Pick<Stream, 'from' | 'to' | 'going'> {
  readonly parent: BundleFacts | undefined
}

async function receive({ from, to, going, parent }: Received, work: MoveWork): Promise<MovedByPlace> {
  const id = going.head.bundle
  const draft = newDraft(to, id)
  try {
    await whileUsed(from, id, () => {
      const wanted = { snapshot: going.place, parent: parent?.place, to: draft.tree }
      return receiveWhole(wanted, { signal: work.signal, onBytes: work.onSent }).catch((thrown: unknown) => {
        throw toAppError(thrown).problem?.id === placesMessages.notReceived.id ? notArrived(id, ['']) : thrown
      })
    })
    const facts = await keepArrived(to, draft, going.head, { signal: work.signal, onBytes: work.onRead })
    const since = parent === undefined ? {} : { since: parent.head.bundle.version }
    return { facts, how: parent === undefined ? 'whole' : 'since', ...since }
  } catch (thrown) {
    await dropDraft(draft)
    throw thrown
  }
}

/** The newest version that both have, and to which nobody has written on either side. */
async function findParent(
  { from, to, going }: Pick<Stream, 'from' | 'to' | 'going'>,
  options: RunOptions,
): Promise<BundleFacts | undefined> {
  const isHere = ({ isAway }: BundleFacts) => isAway === undefined
  const there = readBundles(to).filter(isHere)
  const own = readBundles(from).filter(isHere)
  for (const one of own.filter(({ head }) => head.bundle.name === going.head.bundle.name)) {
    const same = there.find(
      ({ head, proven }) =>
        bundleText(head.bundle) === bundleText(one.head.bundle) &&
        head.digest === one.head.digest &&
        proven?.isRight !== false,
    )
    if (same === undefined) continue
    const [here, other] = await Promise.all([one, same].map(({ place }) => showLineage(place, options)))
    if (here?.readOnly === true && other?.readOnly === true && sentAs(here) === sentAs(other)) return one
  }
  return undefined
}

/** `work` gets what is on the disk as a state folder is here. */
async function withDisk<T>({ host, at }: OnDisk, options: RunOptions, work: (disk: string) => Promise<T>): Promise<T> {
  return withDiskTop(host, at, options, (top) => {
    const disk = path.dirname(keptFolders.bundles)
    for (const folder of [disk, keptFolders.bundles]) requireFolder({ top, place: at.name }, folder)
    return work(path.join(top, disk))
  })
}

const isFolder = (stat: Stats): boolean => stat.isDirectory()
const isFile = (stat: Stats): boolean => stat.isFile()

interface Told {
  readonly disk: string
  readonly place: string
}

/** Nothing may be there, or what belongs there. AppError "blocked" otherwise. */
function requireKind(path_: string, isRight: (stat: Stats) => boolean, { disk, place }: Told): void {
  const stat = lstatSync(path_, { throwIfNoEntry: false })
  if (stat !== undefined && !isRight(stat))
    throw placesMessages.notAFolder({ folder: path.relative(path.dirname(disk), path_), place })
}

/** What a bundle has there, if it has it, is what we make: other bundles are not kept from anything by one that is not. */
function requireOurs(id: BundleId, told: Told): void {
  const folder = bundleFolder(told.disk, id)
  const folders = [path.dirname(folder), folder, treeOf(told.disk, id), path.join(folder, uses)]
  for (const one of folders) requireKind(one, isFolder, told)
  for (const { path: file } of [provenState(told.disk, id), elsewhereState(told.disk, id), useState(told.disk, id)])
    requireKind(file, isFile, told)
}
