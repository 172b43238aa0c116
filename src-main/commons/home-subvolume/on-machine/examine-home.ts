/** What stands against making /home a subvolume of its own, looked at before anything is changed. */
import { lstatSync, readlinkSync } from 'node:fs'
import path from 'node:path'
import { bytePathFromText, textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { readBtrfsUsage } from '../../../tools/btrfs/btrfs-usage.ts'
import {
  isOnBtrfs,
  isSubvolume,
  listSubvolumes,
  readSubvolumeId,
  resolveSubvolume,
} from '../../../tools/btrfs/btrfs-subvolume.ts'
import { readFstab, type FstabEntry } from '../../../tools/mounts/fstab.ts'
import { findOwnMount, mountsBelow } from '../../../tools/proc/mountinfo.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { findSwapPlaces } from '../../snapshot-sets/on-machine/check-place.ts'
import { homeSubvolumeMessages as messages } from '../messages.ts'
import type { HomePlaces } from './home-places.ts'

/** Room for files that are written meanwhile. */
const spareBytes = 1024 ** 3

/** The line of fstab(5) that /home will be mounted by, and its parts. */
export interface FstabHomeLine {
  readonly source: string
  /** Of what the system is mounted with, without its subvolume. */
  readonly options: readonly string[]
}

/** AppError "blocked" or "disk-full", which says what to do. */
export async function examineHome(places: HomePlaces, options: RunOptions): Promise<FstabHomeLine> {
  refuseOtherPlaces(places)
  const entries = await readFstab(places.fstab, options)
  refuseFstab(entries)
  await Promise.all([refuseInside(places, options), refuseNoRoom(places, options)])
  const line = entries.find(({ target }) => target === '/')
  if (line === undefined) throw messages.noFstabOfSystem({})
  return { source: line.source, options: line.options.filter((word) => !/^subvol(?:id)?=/.test(word)) }
}

function refuseOtherPlaces({ system, home }: HomePlaces): void {
  if (lstatSync(home).isSymbolicLink()) throw messages.isLink({ target: readlinkSync(home) })
  if (!isOnBtrfs(home) || isSubvolume(home) || !isSubvolume(system)) throw messages.notInSystem({})
  if (findOwnMount(home).mountId !== findOwnMount(system).mountId) throw messages.notInSystem({})
  const inside = mountsBelow(bytePathFromText(home)).map(({ target }) => textFromBytePath(target))
  if (inside.length > 0) throw messages.mountsInside({ names: inside })
}

function refuseFstab(entries: readonly FstabEntry[]): void {
  const names = entries.map(({ target }) => target).filter((target) => /^\/home(?:\/|$)/.test(target))
  if (names.length > 0) throw messages.inFstab({ names })
}

async function refuseInside(places: HomePlaces, options: RunOptions): Promise<void> {
  const { system, home, swapFiles } = places
  const systemId = await readSubvolumeId(system, options)
  const folder = await pathFromTop(places, options)
  const inside = (await listSubvolumes(system, options)).filter(({ parentId }) => parentId === systemId)
  const found = await Promise.all(inside.map(({ id }) => resolveSubvolume(id, system, options)))
  const nested = found.filter((one) => one?.startsWith(`${folder}/`) === true)
  if (nested.length > 0)
    throw messages.nested({
      names: nested.map((one = '') => path.join(home, textFromBytePath(one.slice(folder.length + 1)))),
    })
  const swapPlaces = await findSwapPlaces(swapFiles, options)
  const names = swapPlaces.filter(({ subvolumeId }) => subvolumeId === systemId).map(({ file }) => file)
  if (names.length > 0) throw messages.swapFile({ names })
}

/** Of /home, from the top level of the file system. */
async function pathFromTop({ system, home }: HomePlaces, options: RunOptions): Promise<BytePath> {
  const own = await resolveSubvolume(await readSubvolumeId(system, options), system, options)
  return path.posix.join(own ?? '', bytePathFromText(path.relative(system, home)))
}

/** A second tree that differs has metadata of its own, until one of them is gone. */
async function refuseNoRoom({ system }: HomePlaces, options: RunOptions): Promise<void> {
  const { metadataUsedBytes, freeBytes } = await readBtrfsUsage(system, options)
  const needed = metadataUsedBytes + spareBytes
  if (freeBytes < needed) throw messages.noRoom({ needed, free: freeBytes })
}
