/**
 * A btrfs of another disk as a place: `pc-switcher-copies/LAPTOP/SET/` at its top, with a subvolume for each of the set and copy.json.
 * Its top is mounted for the time of the work, where root alone can enter.
 */
import {
  draftName,
  move,
  removeUnfinished,
  requireFolder,
} from '../../../commons/places/on-machine/disk/change-disk.ts'
import { shownOthers } from '../../../commons/places/on-machine/disk/others.ts'
import { isAsReceived, receiveWhole } from '../../../commons/places/on-machine/disk/receive-whole.ts'
import type { OpenedDisk } from '../../../commons/places/on-machine/open-place.ts'
import { placesMessages } from '../../../commons/places/messages.ts'
import { giveBackRoom } from '../../../tools/btrfs/give-back-room.ts'
import path from 'node:path'
import { haveIdentity } from '../../../commons/laptop/on-machine/identity.ts'
import { setFolder } from '../../../commons/snapshot-sets/on-machine/set-folder.ts'
import type { Description } from '../../../commons/snapshot-sets/schemas.ts'
import { syncFileSystem } from '../../../tools/btrfs/btrfs-subvolume.ts'
import { readBtrfsUsage } from '../../../tools/btrfs/btrfs-usage.ts'
import { removeFolder } from '../../../tools/btrfs/remove-folder.ts'
import { statInside } from '../../../tools/files/safe-path.ts'
import { writeState } from '../../../tools/files/state-file.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { toAppError } from '../../../kernel/app-error.ts'
import { textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { copiesMessages } from '../messages.ts'
import { copySchema, isKnownDamaged, nameThere, type Copy } from '../schemas.ts'
import { copiesFolder, findOtherCopies, folderOf, listCopies, ownFolder } from './disk-folders.ts'
import { findParent, listSent } from './disk-stream.ts'
import type { BringBack, OpenedCopies, PlaceWork } from './opened-copies.ts'
import { recallPlace } from './place-memory.ts'
import { treeOnDisk } from './tree-on-disk.ts'
import { verifyOnDisk } from './verify-disk.ts'

export function copiesOnDisk({ host: { stateFolder }, at, top, options, room }: OpenedDisk): OpenedCopies {
  const { damaged, copies: known } = recallPlace(stateFolder, at.id)
  const disk: Disk = { stateFolder, top, place: at.name, damaged: new Set(damaged), known, kept: new Set() }
  return {
    list: () => Promise.resolve(listCopies(top, known)),
    put: (set, work) => copyOnto(disk, set, work),
    get: (wanted, work) => bringBackFrom(disk, wanted, work),
    remove: (copies, work) => removeFrom(disk, copies, work),
    prove: (part, work) =>
      verifyOnDisk(
        {
          ...{ stateFolder, top, copies: listCopies(top, known) },
          isAsReceived: (folder, name) => isAsReceived(folder, name, work),
        },
        part,
        work,
      ),
    sweep: () => Promise.resolve(),
    open: async (copy, subvolume) => {
      const root = path.join(folderOf(top)(copy), subvolume)
      if (!(await isAsReceived(root, copy.parts[subvolume], options)))
        throw copiesMessages.copyChanged({ subvolume }, { details: root })
      return treeOnDisk(root, options)
    },
    others: () => shownOthers([...findOtherCopies(top), ...disk.kept]),
    room,
    isBuiltOn: true,
  }
}

interface Disk {
  readonly stateFolder: string
  readonly top: string
  /** Its name. */
  readonly place: string
  /** Keys of copies that nothing is built on any more. */
  readonly damaged: ReadonlySet<string>
  /** What could not be removed. */
  readonly kept: Set<BytePath>
  /** What was there when it was last looked into. */
  readonly known: readonly Copy[]
}

async function copyOnto(disk: Disk, set: Description, work: PlaceWork): Promise<Copy> {
  const { top, place } = disk
  const identity = haveIdentity(disk.stateFolder)
  const all = listCopies(top, disk.known)
  const laptop = nameThere(identity, all)
  const earlier = all.filter(({ owner }) => owner === identity.key)
  const known = earlier.find((copy) => copy.set.id === set.id)
  if (known !== undefined) return known
  const own = ownFolder(laptop)
  for (const folder of [copiesFolder, own]) requireFolder(disk, folder)
  const clearUp = async (options: RunOptions) => {
    for (const one of await removeUnfinished(top, own, options)) disk.kept.add(one)
  }
  await clearUp(work)
  const copyPath = `${own}/${set.id}`
  const inTheWay = () => copiesMessages.inTheWay({ folder: textFromBytePath(copyPath), place })
  if (statInside(top, copyPath) !== undefined) throw inTheWay()
  const draft = draftName(own, set.id)
  requireFolder(disk, draft)
  try {
    const making = { laptop, owner: identity.key, set, earlier, draft: path.join(top, textFromBytePath(draft)) }
    const copy = await receiveSet(disk, making, work)
    if (!move(top, draft, copyPath)) throw inTheWay()
    await syncFileSystem(top, {})
    return copy
  } catch (thrown) {
    // Half of it would hold room that others need, until the next run.
    await clearUp({}).catch(() => undefined)
    if (toAppError(thrown).code === 'disk-full') throw placesMessages.full({ place }, { cause: thrown })
    throw thrown
  }
}

interface NewCopy extends Pick<Copy, 'laptop' | 'owner'> {
  readonly set: Description
  /** Of this laptop, the newest first. */
  readonly earlier: readonly Copy[]
  readonly draft: string
}

/** All of it is on the disk when it returns, with copy.json written last. */
async function receiveSet(
  { stateFolder, top, damaged }: Disk,
  { laptop, owner, set, earlier, draft }: NewCopy,
  work: PlaceWork,
): Promise<Copy> {
  const whole = earlier.filter((copy) => !isKnownDamaged(copy, damaged))
  const parts: Record<string, string> = {}
  const before = await usedBytes(top)
  let done = 0
  for (const { subvolume, path: folder } of set.snapshots) {
    await work.turn?.()
    const snapshot = path.join(setFolder(stateFolder, set.id), subvolume)
    const parent = await findParent({ stateFolder, top, earlier: whole, subvolume }, work)
    const current = copiesMessages.copying({ what: folder ?? subvolume })
    const onBytes = (sent: number) => work.report({ done: done + sent, current })
    const received = await receiveWhole({ snapshot, parent, to: path.join(draft, subvolume) }, { ...work, onBytes })
    done += received.bytes
    parts[subvolume] = received.name
  }
  await syncFileSystem(top, {})
  const bytes = Math.max(0, (await usedBytes(top)) - before)
  const made = { copiedAt: new Date().toISOString(), laptop, owner }
  const copy: Copy = { version: 1, ...made, set, parts, bytes, isWhole: true }
  writeState({ path: path.join(draft, 'copy.json'), schema: copySchema, without: copiesMessages.withoutCopy({}) }, copy)
  return copy
}

const usedBytes = async (top: string): Promise<number> => (await readBtrfsUsage(top, {})).usedBytes

async function bringBackFrom(
  { stateFolder, top, known }: Disk,
  { copy, subvolumes, folder }: BringBack,
  work: PlaceWork,
): Promise<Copy> {
  const others = listCopies(top, known)
  let bytes = 0
  for (const subvolume of subvolumes) {
    const snapshot = path.join(folderOf(top)(copy), subvolume)
    if (!(await isAsReceived(snapshot, copy.parts[subvolume], work)))
      throw copiesMessages.copyChanged({ subvolume }, { details: snapshot })
    const here = await listSent(stateFolder, subvolume, work)
    const shared = others.find(
      (other) => other.laptop === copy.laptop && here.has(other.parts[subvolume] ?? '') && other.set.id !== copy.set.id,
    )
    const beside = shared === undefined ? undefined : path.join(folderOf(top)(shared), subvolume)
    const isUsable = beside !== undefined && (await isAsReceived(beside, shared?.parts[subvolume], work))
    const parent = isUsable ? beside : undefined
    const current = copiesMessages.bringingBack({ what: subvolume })
    const onBytes = (sent: number) => work.report({ done: bytes + sent, current })
    const received = await receiveWhole({ snapshot, parent, to: path.join(folder, subvolume) }, { ...work, onBytes })
    bytes += received.bytes
  }
  return copy
}

/** How many are copies no more: one that the disk keeps as it is stays one. */
async function removeFrom({ top, kept }: Disk, copies: readonly Copy[], work: PlaceWork): Promise<number> {
  let removed = 0
  for (const { laptop, set } of copies) {
    work.signal?.throwIfAborted()
    const own = ownFolder(laptop)
    const aside = draftName(own, set.id)
    // From here on it is no copy any more.
    if (!move(top, `${own}/${set.id}`, aside)) {
      kept.add(`${own}/${set.id}`)
      continue
    }
    removed += 1
    for (const one of await removeFolder(top, aside)) kept.add(one)
  }
  await giveBackRoom(top, work)
  return removed
}
