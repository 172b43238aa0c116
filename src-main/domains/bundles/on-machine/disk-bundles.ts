/**
 * Bundles on a disk of the person's, in `pc-switcher-bundles/` at its top, as they lie on the laptop: sent by btrfs, from the newest
 * version that both have, and kept once all of them was read there and is what its list says. The disk may be anybody's.
 */
import { requireFolder } from '../../../commons/places/on-machine/disk/change-disk.ts'
import { keptFolders } from '../../../commons/places/on-machine/disk/open-disk.ts'
import { findOthers, shownOthers } from '../../../commons/places/on-machine/disk/others.ts'
import { receiveWhole } from '../../../commons/places/on-machine/disk/receive-whole.ts'
import type { OpenedDisk } from '../../../commons/places/on-machine/open-place.ts'
import { placesMessages } from '../../../commons/places/messages.ts'
import { lstatSync, type Stats } from 'node:fs'
import path from 'node:path'
import { bundlePartSchema, type BundleId } from '../../../contract/bundles-calls.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { sentAs, showLineage, syncFileSystem } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { toolsMessages } from '../../../tools/messages.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { isUnreadable } from '../../../tools/unreadable.ts'
import { bundlesMessages } from '../messages.ts'
import { bundleText, unreadableDigest, type BundleFacts, type NamedContents, type WantedBundle } from '../schemas.ts'
import type { MovedByPlace } from '../verbs.ts'
import { keepArrived, notArrived, readAgain, type MoveWork } from './arrive.ts'
import { findBundle, readBundles, requireHere } from './bundle-folders.ts'
import { isSameBundle } from './bundle-lists.ts'
import { bundleFolder, isThere, treeOf } from './bundle-paths.ts'
import {
  elsewhereState,
  noteDamagedElsewhere,
  noteElsewhere,
  noteProven,
  provenState,
  type IdentifiedPlace,
} from './bundle-proofs.ts'
import { useState } from './bundle-use.ts'
import type { OpenedBundles } from './opened-bundles.ts'
import { dropDraft, isOwnName, newDraft, removeBundle, sweepBundles, uses, whileUsed } from './make-and-remove.ts'

export function bundlesOnDisk({ host: { stateFolder }, at, top, room, options }: OpenedDisk): OpenedBundles {
  const place = { name: at.name, identity: at.fsUuid }
  /** What is on the disk as a state folder is here. */
  const open = (): OnDisk => {
    const disk = path.dirname(keptFolders.bundles)
    for (const folder of [disk, keptFolders.bundles]) requireFolder({ top, place: at.name }, folder)
    return { stateFolder, disk: path.join(top, disk), place }
  }
  return {
    list: async () => Promise.resolve(readBundles(open().disk)),
    has: async (head) =>
      Promise.resolve(
        readBundles(open().disk).some(
          (one) => isSameBundle(one.head, head) && one.proven?.isRight !== false && one.isAway === undefined,
        ),
      ),
    put: async (id, work) => putOnDisk(open(), id, work),
    get: async (wanted, work) => getFromDisk(open(), wanted, work),
    remove: async (heads) => removeFromDisk(open(), heads, options),
    // What is no folder, and has a name that only a folder of ours has.
    others: () => shownOthers(findOthers(top, keptFolders.bundles, { isGroup: isOurs, isKept: isOurs })),
    room,
  }
}

const isOurs = (name: string): boolean => bundlePartSchema.safeParse(name).success || isOwnName(name)

interface OnDisk {
  readonly stateFolder: string
  readonly disk: string
  readonly place: IdentifiedPlace
}

async function putOnDisk({ stateFolder, disk, place }: OnDisk, id: BundleId, work: MoveWork): Promise<MovedByPlace> {
  const going = requireHere(findBundle(stateFolder, id))
  requireOurs(id, { disk, place: place.name })
  const moved = await stream({ from: stateFolder, to: disk, going, toName: place.name }, work).catch(
    (thrown: unknown) => {
      const { code, problem, details } = toAppError(thrown)
      if (code === 'disk-full') throw placesMessages.full({ place: place.name }, { cause: thrown })
      if (problem?.id === bundlesMessages.damagedThere.id) noteDamagedElsewhere(stateFolder, id, place.name)
      if (problem?.id !== toolsMessages.snapshotUnreadable.id) throw thrown
      noteProven(stateFolder, id, false)
      throw bundlesMessages.damagedThere({ bundle: bundleText(id), place: 'this laptop' }, { details })
    },
  )
  noteElsewhere(stateFolder, id, place)
  return { ...moved, facts: findBundle(stateFolder, id) }
}

async function getFromDisk(at: OnDisk, { name, version }: WantedBundle, work: MoveWork): Promise<MovedByPlace> {
  const { stateFolder, disk, place } = at
  const going = readBundles(disk).find(
    ({ head }) => head.bundle.name === name && (version === undefined || head.bundle.version === version),
  )
  const bundle = version === undefined ? name : `${name}:${version}`
  if (going === undefined) throw bundlesMessages.noBundleThere({ bundle, place: place.name })
  const id = going.head.bundle
  requireOurs(id, { disk, place: place.name })
  const moved = await takeFrom(at, going, work)
  // Of one that came as what is different, the rest was read here alone.
  if (moved.how === 'whole') noteElsewhere(stateFolder, id, place)
  return { ...moved, facts: findBundle(stateFolder, id) }
}

/** What the disk cannot read is damaged there, and that is known from then on. AppError "not-verified". */
async function takeFrom(
  { stateFolder, disk, place: { name: place } }: OnDisk,
  going: BundleFacts,
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

async function removeFromDisk(
  { disk, place }: OnDisk,
  heads: readonly NamedContents[],
  options: RunOptions,
): Promise<number> {
  const going = readBundles(disk).filter((one) => heads.some((head) => isSameBundle(one.head, head)))
  for (const { head } of going) {
    requireOurs(head.bundle, { disk, place: place.name })
    await removeBundle(disk, head.bundle)
  }
  await syncFileSystem(disk, options)
  return going.length
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
