/**
 * Asked right before the first line, when nothing has changed yet: what was asked before the switch may be an hour old, and
 * what was fetched since takes room.
 */
import { lstatSync } from 'node:fs'
import path from 'node:path'
import { quotaMarginBytes } from '../../../contract/preview.ts'
import { bufferFromBytePath, bytePathFromText, textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { readBtrfsUsage, type BtrfsUsage } from '../../../tools/btrfs/btrfs-usage.ts'
import { readNocow } from '../../../tools/files/lsattr.ts'
import type { PlaceLine, PlaceRequest } from '../../../tools/files/place-lines.ts'
import { lookInside, statInside } from '../../../tools/files/safe-path.ts'
import { findOwnMount } from '../../../tools/proc/mountinfo.ts'
import { readLimits } from '../../../tools/mounts/room.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { isErrno } from '../../../kernel/errno.ts'
import { requireNobodyElse } from '../../ledger/on-machine/lock-file.ts'
import { placingMessages } from '../messages.ts'

export interface Readiness extends Pick<PlaceRequest, 'liveRoot' | 'mounted' | 'sourceRoot' | 'lines'> {
  readonly stateFolder: string
}

/** AppError "locked" while somebody else has reserved this laptop, "blocked" where nothing can be written, "disk-full" when there is too little room. */
export async function requireReady(readiness: Readiness, options: RunOptions): Promise<void> {
  const { stateFolder, ...request } = readiness
  requireNobodyElse(stateFolder)
  requireWritable(request)
  const [usage, copiedBytes] = await Promise.all([
    readBtrfsUsage(request.liveRoot, options),
    measureCopies(request, options),
  ])
  const room = assessRoom(usage, { lines: request.lines.length, copiedBytes })
  if (room.kind === 'too-little')
    throw placingMessages.tooLittleRoom({ needed: room.neededBytes, free: room.freeBytes })
  await requireQuotas(readiness, options)
}

/** What is shared with what was fetched takes no room on the disk, and counts in the quota of where it is placed. */
async function requireQuotas({ stateFolder, ...request }: Readiness, options: RunOptions): Promise<void> {
  const limits = await readLimits(request.liveRoot, stateFolder, options)
  const [least] = limits.toSorted((one, other) => one.freeBytes - other.freeBytes)
  if (least === undefined) return
  const needed = measureGrowth(request) + quotaMarginBytes
  if (least.freeBytes < needed)
    throw placingMessages.quotaTooSmall({ needed, free: least.freeBytes, group: least.group })
}

/** How much larger the place is afterwards. */
function measureGrowth({ liveRoot, sourceRoot, lines }: Pick<Readiness, 'liveRoot' | 'sourceRoot' | 'lines'>): number {
  const [live, source] = [bytePathFromText(liveRoot), bytePathFromText(sourceRoot)]
  const growth = lines.reduce((sum, { path: one, action }) => {
    const coming = action === 'remove' ? 0 : fileBytes(`${source}/${one}`)
    return sum + coming - fileBytes(`${live}/${one}`)
  }, 0)
  return Math.max(0, growth)
}

/** Each line would be left by itself, as if it were its file alone that cannot be written. */
function requireWritable({ liveRoot, mounted = [] }: Pick<Readiness, 'liveRoot' | 'mounted'>): void {
  const places = [liveRoot, ...mounted.map((below) => path.join(liveRoot, textFromBytePath(below)))]
  const place = places.find((one) => findOwnMount(one).readOnly)
  if (place !== undefined) throw placingMessages.readOnly({ place })
}

/** Left for what the laptop itself writes meanwhile: its log, and our own records of the lines. */
const spareBytes = 64 * 1024 ** 2
const spareMetadataBytes = 16 * 1024 ** 2
/** A new inode, its name, where its blocks are, and the old ones until the transaction has ended. */
const metadataBytesOfLine = 4 * 1024
const copiesOfMetadata = 2

export interface Needed {
  readonly lines: number
  /** Contents that cannot be shared with what was fetched. */
  readonly copiedBytes: number
}

type Usage = Pick<
  BtrfsUsage,
  'freeBytes' | 'unallocatedBytes' | 'metadataBytes' | 'metadataUsedBytes' | 'reservedBytes'
>

export type RoomForLines =
  | { readonly kind: 'enough' }
  | { readonly kind: 'too-little'; readonly neededBytes: number; readonly freeBytes: number }

/** Metadata has chunks of its own; when they are full, it gets new ones from what is not allocated, mostly in two copies. */
export function assessRoom(
  { freeBytes, unallocatedBytes, metadataBytes, metadataUsedBytes, reservedBytes }: Usage,
  { lines, copiedBytes }: Needed,
): RoomForLines {
  const neededMetadata = lines * metadataBytesOfLine + spareMetadataBytes
  const inChunks = Math.max(0, metadataBytes - metadataUsedBytes - reservedBytes)
  const freeMetadata = inChunks + unallocatedBytes / copiesOfMetadata
  if (freeMetadata < neededMetadata)
    return { kind: 'too-little', neededBytes: neededMetadata, freeBytes: Math.floor(freeMetadata) }
  const neededBytes = copiedBytes + spareBytes
  return freeBytes < neededBytes ? { kind: 'too-little', neededBytes, freeBytes } : { kind: 'enough' }
}

/** Smaller ones together are little, and the spare room holds them. */
const worthAskingBytes = 64 * 1024

interface Coming {
  readonly path: BytePath
  readonly bytes: number
}

/**
 * The blocks of a file that is not copied on write cannot be shared with one that is: such a file is copied. A file is one
 * when what it replaces is one, or when it is new in a folder that says so.
 */
async function measureCopies(
  { liveRoot, sourceRoot, lines }: Pick<Readiness, 'liveRoot' | 'sourceRoot' | 'lines'>,
  options: RunOptions,
): Promise<number> {
  const large = largeOf(sourceRoot, lines)
  if (large.length === 0) return 0
  const live = lookInside(liveRoot)
  try {
    const decides = new Map(large.map((one) => [one, placeThatDecides(live, one.path)] as const))
    const places = [...new Set(decides.values())].filter((place) => place !== undefined)
    const nocow = new Set(await readNocow({ root: liveRoot, paths: places }, options))
    return large.reduce((sum, one) => (nocow.has(decides.get(one) ?? '') ? sum + one.bytes : sum), 0)
  } finally {
    live.close()
  }
}

function largeOf(sourceRoot: string, lines: readonly PlaceLine[]): readonly Coming[] {
  const root = bytePathFromText(sourceRoot)
  return lines.flatMap(({ path: one, action }) => {
    const bytes = action === 'remove' ? 0 : fileBytes(`${root}/${one}`)
    return bytes >= worthAskingBytes ? [{ path: one, bytes }] : []
  })
}

/** By its name, in a third of the time that the careful way takes: nobody but root can reach the tree. */
function fileBytes(place: BytePath): number {
  try {
    const stat = lstatSync(bufferFromBytePath(place), { throwIfNoEntry: false })
    return stat?.isFile() === true ? stat.blocks * 512 : 0
  } catch (error) {
    if (!isErrno(error, 'ENAMETOOLONG', 'ELOOP')) throw error
    return Number(statInside('/', place.slice(1))?.blocks ?? 0) * 512
  }
}

/** The file that is there, else the innermost folder around it that is. */
function placeThatDecides(live: ReturnType<typeof lookInside>, path: BytePath): BytePath | undefined {
  for (let place = path; place !== ''; place = place.slice(0, Math.max(0, place.lastIndexOf('/')))) {
    const stat = live.stat(place)
    if (stat?.isFile() === true || stat?.isDirectory() === true) return place
  }
  return undefined
}
