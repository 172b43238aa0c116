/** The receiver's half: makes a copy to receive into, and renames each image into place when all are what was sent. */
import { lstat, mkdir, readdir, rename, rm } from 'node:fs/promises'
import type { Output, Parsed } from '../../../contract/define.ts'
import { applyChanges } from '../../../commons/changed-ranges/changes-file.ts'
import type { ChangedRange } from '../../../commons/changed-ranges/compare-layouts.ts'
import { AppError } from '../../../kernel/app-error.ts'
import { bytePathFromBuffer, textFromBytePath, type BytePath } from '../../../kernel/byte-path.ts'
import { readAccounts } from '../../../tools/accounts/accounts.ts'
import { copySharing } from '../../../tools/files/cp.ts'
import { flushFolder } from '../../../tools/files/durable-file.ts'
import { setTimes } from '../../../tools/files/touch.ts'
import { findDamage, readImageInfo } from '../../../tools/guests/qemu-img.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { imagesMessages } from '../messages.ts'
import { isImageName } from '../image-name.ts'
import { type adoptImages, changesName, type prepareImages, type UnfitImage } from '../verbs.ts'
import { openImage, sumImage, sumParts, type HashOptions } from './hash-images.ts'
import { keepBase, keepSums, readBase } from './image-bases.ts'
import { fileOf, imagesFolder, incomingFolder, refuseForeignFolder } from './image-folder.ts'
import { readFileKey } from './image-key.ts'
import { remember, isPlaced, readImageMemory } from './image-memory.ts'
import { readBacking } from './list-images.ts'
import { areGuestsAsPlanned, refuseRunning } from './guests/guests-as-planned.ts'
import { attemptOf, forgetOtherAttempts, forgetReplaced } from './guests/keep-replaced.ts'
import {
  findDifferentGuests,
  placeWithGuests,
  hasBegun,
  putBackBegun,
  type Group,
  type PlacedGroup,
} from './guests/place-group.ts'

type Adopting = Parsed<typeof adoptImages>
type Incoming = Group['images'][number]

/**
 * What an interrupted transfer left of these is kept: it is at least as good a start as the old image. What it left of
 * others goes; with no names, all of it. What comes as changes begins from what is kept of it.
 */
export async function prepareIncoming(
  { names, asChanges }: Parsed<typeof prepareImages>,
  stateFolder: string,
  options: RunOptions,
): Promise<number> {
  if (names.length === 0) {
    if (!(await exists(incomingFolder()))) return 0
    await refuseForeignFolder()
    await rm(incomingFolder(), { recursive: true, force: true })
    return 0
  }
  await mkdir(imagesFolder(), { recursive: true, mode: 0o711 })
  await refuseForeignFolder()
  await mkdir(incomingFolder(), { recursive: true, mode: 0o700 })
  await removeOthers([...names, ...asChanges.map(changesName)])
  let copied = 0
  for (const name of names) {
    const [old, incoming] = [fileOf(imagesFolder(), name), fileOf(incomingFolder(), name)]
    const base = asChanges.includes(name) ? await readBase(name, stateFolder) : undefined
    if (base !== undefined) {
      await rm(incoming, { force: true })
      await copySharing(base.file, incoming, options)
      copied += 1
      continue
    }
    if ((await exists(incoming)) || !(await exists(old))) continue
    await copySharing(old, incoming, options)
    copied += 1
  }
  return copied
}

async function removeOthers(names: readonly BytePath[]): Promise<void> {
  for (const found of await readdir(incomingFolder(), { encoding: 'buffer' })) {
    if (names.includes(bytePathFromBuffer(found))) continue
    await rm(Buffer.concat([Buffer.from(`${incomingFolder()}/`), found]), { recursive: true, force: true })
  }
}

export async function adoptIncoming(
  { groups }: Adopting,
  options: Omit<HashOptions, 'anew'>,
): Promise<Output<typeof adoptImages>> {
  await refuseForeignFolder()
  const images = groups.flatMap((group) => group.images)
  const refuseAllUsed = async (): Promise<void> => {
    for (const name of [...images.map((image) => image.name), ...groups.flatMap(({ removed }) => removed)])
      await refuseUsed(name, options)
    for (const group of groups) await refuseRunning(group, options)
  }
  await refuseAllUsed()
  const different = await findDifferent(images, options)
  const differentGuests = await findDifferentGuests(groups.flatMap(({ guests }) => guests.taken))
  if (different.length + differentGuests.length > 0)
    return { kind: 'different', names: different, guests: differentGuests }
  const unfit = await findUnfit(groups, options)
  const isFit = (group: Group): boolean => !group.images.some((image) => unfit.some(({ name }) => name === image.name))
  const unknown = new Set<string>()
  for (const image of groups.filter(isFit).flatMap((group) => group.images))
    for (const name of await setOwner(image)) unknown.add(name)
  // All that may take minutes is behind: between this look and a rename, there is next to no time.
  await refuseAllUsed()
  await forgetOtherAttempts(groups.map(attemptOf))
  const removed: BytePath[] = []
  const left: BytePath[] = []
  const guests: string[] = []
  for (const group of groups) {
    const isBegun = isFit(group) || hasBegun(group)
    const isOpen = isBegun && (await isAsPlanned(group, options)) && (await areGuestsAsPlanned(group, options))
    const placed: PlacedGroup = isOpen && isFit(group) ? await placeGroup(group, options) : { kind: 'refused' }
    if (isOpen && !isFit(group)) await putBackBegun(group, options)
    if (placed.kind === 'refused') left.push(...group.images.map(({ name }) => name), ...group.removed)
    else {
      for (const name of placed.unknownAccounts) unknown.add(name)
      removed.push(...placed.removed)
      guests.push(...group.guests.taken.map(({ uuid }) => uuid))
    }
  }
  flushFolder(imagesFolder())
  await rm(incomingFolder(), { recursive: true, force: true })
  await forgetReplaced()
  return { kind: 'placed', unknownAccounts: [...unknown], removed, left, guests, unfit: [...unfit] }
}

async function placeGroup(group: Group, options: Omit<HashOptions, 'anew'>): Promise<PlacedGroup> {
  const placeImages = async (): Promise<readonly BytePath[]> => {
    const removed = await removeThese(group.removed)
    for (const image of group.images) await putIntoPlace(image, options.stateFolder)
    return removed
  }
  const { taken, removed } = group.guests
  if (taken.length + removed.length > 0) return placeWithGuests(group, placeImages, options)
  return { kind: 'placed', unknownAccounts: [], removed: await placeImages() }
}

async function putIntoPlace({ name, sha256 }: Incoming, stateFolder: string): Promise<void> {
  await keepBase(name, fileOf(incomingFolder(), name), sha256, stateFolder)
  // First: after an interruption it has to be known for what a switch put there.
  remember(stateFolder, 'placed', name, { key: await readFileKey(fileOf(incomingFolder(), name)), sha256 })
  await rename(fileOf(incomingFolder(), name), fileOf(imagesFolder(), name))
  remember(stateFolder, 'read', name, { key: await readFileKey(fileOf(imagesFolder(), name)), sha256 })
}

async function refuseUsed(name: BytePath, options: RunOptions): Promise<void> {
  const image = fileOf(imagesFolder(), name)
  if (!(await exists(image))) return
  const info = await readImageInfo(image, options)
  if (info.kind === 'qcow2' && info.inUse) throw inUse(name)
}

/** By checksum: written to on the way, or read or carried wrongly, a sound image may still not be the one that was sent. */
async function findDifferent(images: readonly Incoming[], options: Omit<HashOptions, 'anew'>): Promise<BytePath[]> {
  const different: BytePath[] = []
  for (const { name, sha256 } of images) {
    if ((await digestIncoming(name, options)) !== sha256) different.push(name)
  }
  return different
}

async function digestIncoming(name: BytePath, options: Omit<HashOptions, 'anew'>): Promise<string | undefined> {
  const file = fileOf(incomingFolder(), name)
  const changes = await lstat(changesName(file), { bigint: true }).catch(() => undefined)
  const base = changes === undefined ? undefined : await readBase(name, options.stateFolder)
  const ranges = base === undefined ? undefined : await putTogether(file, options)
  if (changes !== undefined && ranges !== undefined) await setTimes(file, changes.mtimeNs, options)
  await rm(changesName(file), { force: true })
  const handle = await openImage(incomingFolder(), name)
  try {
    if (base === undefined) return keepSums(options.stateFolder, await sumImage(handle, name, options))
    if (ranges === undefined) return undefined
    return keepSums(options.stateFolder, await sumParts(handle, name, { sums: base.sums, ranges }, options))
  } finally {
    await handle.close()
  }
}

/** Undefined where it cannot be: then it is sent whole. */
async function putTogether(file: string, options: RunOptions): Promise<readonly ChangedRange[] | undefined> {
  try {
    return await applyChanges(changesName(file), file, options)
  } catch (thrown) {
    options.signal?.throwIfAborted()
    if (thrown instanceof AppError && thrown.code === 'disk-full') throw thrown
    return undefined
  }
}

/** Gives those that were there. */
async function removeThese(names: readonly BytePath[]): Promise<readonly BytePath[]> {
  const removed: BytePath[] = []
  for (const name of names) {
    if (!(await exists(fileOf(imagesFolder(), name)))) continue
    await rm(fileOf(imagesFolder(), name))
    removed.push(name)
  }
  return removed
}

/** They came as they were sent: what is wrong with one is so on the source, and keeps no other group from coming. */
async function findUnfit(groups: readonly Group[], options: RunOptions): Promise<readonly UnfitImage[]> {
  const unfit: UnfitImage[] = []
  for (const { images } of groups) {
    for (const image of images) {
      const why = await whyUnfit(image, images, options)
      if (why !== undefined) unfit.push(why)
    }
  }
  return unfit
}

/** What an image builds on is in its group. */
async function whyUnfit(
  { name, backing }: Incoming,
  group: readonly Incoming[],
  options: RunOptions,
): Promise<UnfitImage | undefined> {
  if (backing.kind === 'inside') {
    const { name: base } = backing
    const comes = group.some((one) => one.name === base)
    if (!comes && !(await exists(fileOf(imagesFolder(), base)))) return { kind: 'base-missing', name, base }
  }
  const said = await findDamage(fileOf(incomingFolder(), name), options)
  return said === undefined ? undefined : { kind: 'damaged', name, said }
}

/**
 * An existing image keeps its owner and mode: libvirt gives a running guest's image to its own account. A new one has
 * those of the other laptop, by name. Afterwards its contents are on the disk.
 */
async function setOwner(image: Incoming): Promise<readonly string[]> {
  const handle = await openImage(incomingFolder(), image.name)
  try {
    const old = await lstat(fileOf(imagesFolder(), image.name)).catch(() => undefined)
    const accounts = readAccounts()
    const uid = old?.uid ?? accounts.users.get(image.owner)
    const gid = old?.gid ?? accounts.groups.get(image.group)
    await handle.chown(uid ?? 0, gid ?? 0)
    await handle.chmod(old === undefined ? image.mode & 0o777 : old.mode & 0o777)
    await handle.sync()
    return [...(uid === undefined ? [image.owner] : []), ...(gid === undefined ? [image.group] : [])]
  } finally {
    await handle.close()
  }
}

async function exists(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  )
}

function inUse(name: BytePath): AppError {
  return imagesMessages.inUse({ name: textFromBytePath(name) })
}

/**
 * Whether images of this laptop are still what the plan of a switch found, so that they may give way to others. Also
 * not when an image was made meanwhile that builds on one of them.
 */
async function isAsPlanned(
  group: Group,
  { stateFolder, ...options }: RunOptions & { readonly stateFolder: string },
): Promise<boolean> {
  const { there, images, removed } = group
  const changing = [...images.map(({ name }) => name), ...removed]
  for (const name of changing) {
    const planned = there.find((one) => one.name === name)
    if (!(await stands(name, { planned, mayBeGone: removed.includes(name) }, stateFolder))) return false
  }
  const known = new Set([...changing, ...there.map(({ name }) => name)])
  for (const name of await imageNames()) {
    if (known.has(name)) continue
    const info = await readImageInfo(fileOf(imagesFolder(), name), options)
    const backing = readBacking(info.kind === 'qcow2' ? info.backingFile : undefined)
    if (backing.kind === 'inside' && changing.includes(backing.name)) return false
  }
  return true
}

interface Expected {
  readonly planned: Group['there'][number] | undefined
  readonly mayBeGone: boolean
}

async function stands(name: BytePath, { planned, mayBeGone }: Expected, stateFolder: string): Promise<boolean> {
  const file = fileOf(imagesFolder(), name)
  const stat = await lstat(file).catch(() => undefined)
  if (stat === undefined) return planned === undefined || mayBeGone
  if (stat.size === planned?.bytes && stat.mtime.toISOString() === planned.modifiedAt) return true
  return isPlaced(readImageMemory(stateFolder), name, await readFileKey(file))
}

async function imageNames(): Promise<readonly BytePath[]> {
  const entries = await readdir(imagesFolder(), { encoding: 'buffer', withFileTypes: true })
  return entries.flatMap((entry) => {
    const name = bytePathFromBuffer(entry.name)
    return entry.isFile() && isImageName(name) ? [name] : []
  })
}
