/**
 * Guests and images of one group, into their places as one: variables and TPM, then the disks, then the definition and the snapshots.
 * Where libvirt refuses a guest, all of the group is put back as it was.
 */
import { existsSync } from 'node:fs'
import { link, lstat, mkdir, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Parsed } from '../../../../contract/define.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { listDefinedGuests, undefineGuest } from '../../../../tools/guests/virsh-guests.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { GuestRefusal } from '../../guest-verbs.ts'
import type { adoptImages } from '../../verbs.ts'
import { fileOf, imagesFolder, incomingFolder } from '../image-folder.ts'
import { guestTransfers, replacedFolder } from './guest-folders.ts'
import { changeGuestMemory } from './guest-memory.ts'
import { clearFolder, digestOfParts, readParts, readWrittenParts, writeParts } from './guest-parts.ts'
import { defineFrom, placeFiles, readBack, type FoundGuest } from './place-guest.ts'

/** What builds on each other, and the guests that it belongs to. */
export type Group = Parsed<typeof adoptImages>['groups'][number]
type Taken = Group['guests']['taken'][number]

export type PlacedGroup =
  | { readonly kind: 'placed'; readonly unknownAccounts: readonly string[]; readonly removed: readonly BytePath[] }
  | { readonly kind: 'refused' }

/** UUIDs of guests that did not arrive as they were sent. */
export async function findDifferentGuests(taken: readonly Taken[]): Promise<string[]> {
  const same = await Promise.all(
    taken.map(async ({ uuid, name, sent }) => {
      const parts = await readWrittenParts(incomingOf(uuid)).catch(() => undefined)
      return parts?.uuid === uuid && parts.name === name && (await digestOfParts(parts)) === sent
    }),
  )
  return taken.filter((_one, index) => same[index] !== true).map(({ uuid }) => uuid)
}

const incomingOf = (uuid: string): string => path.join(guestTransfers.receiveFolder, uuid)
export const replacedOf = (uuid: string): string => path.join(replacedFolder, uuid)

/** `placeImages` gives those that it removed. */
export async function placeWithGuests(
  group: Group,
  placeImages: () => Promise<readonly BytePath[]>,
  { stateFolder, ...options }: RunOptions & { readonly stateFolder: string },
): Promise<PlacedGroup> {
  const { taken, removed } = group.guests
  const uuids = [...removed, ...taken.map(({ uuid }) => uuid)]
  await keepGuestsOf(uuids, options)
  await keepImages(group)
  const unknownAccounts: string[] = []
  for (const { uuid } of taken)
    unknownAccounts.push(...(await placeFiles(await readWrittenParts(incomingOf(uuid)), options)))
  for (const uuid of removed) await undefineWhereThere(uuid, options)
  const removedImages = await placeImages()
  const read = new Map<string, FoundGuest>()
  for (const guest of taken) {
    const tried = await define(guest, options)
    if ('refusal' in tried) {
      await putBack(group, options)
      changeGuestMemory(stateFolder, ({ refused }) => ({ refused: [...refused, tried.refusal] }))
      return { kind: 'refused' }
    }
    read.set(guest.uuid, tried)
  }
  changeGuestMemory(stateFolder, ({ placed }) => ({ placed: { ...placed, ...notesOf(taken, read) } }))
  await forgetReplaced(uuids)
  return { kind: 'placed', unknownAccounts, removed: removedImages }
}

/** What is read back has to be all that was sent; what another libvirt adds is its own. */
async function define({ uuid, name }: Taken, options: RunOptions): Promise<FoundGuest | { refusal: GuestRefusal }> {
  try {
    await defineFrom(incomingOf(uuid), await readWrittenParts(incomingOf(uuid)), options)
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'tool-failed') throw thrown
    return { refusal: { name, kind: 'refused', details: thrown.details ?? '' } }
  }
  const found = await readBack(incomingOf(uuid), options)
  if (found.otherwise.length === 0) return found
  return { refusal: { name, kind: 'altered', details: found.otherwise.slice(0, 5).join(', ') } }
}

function notesOf(taken: readonly Taken[], read: ReadonlyMap<string, FoundGuest>) {
  return Object.fromEntries(
    taken.flatMap(({ uuid, name, digest }) => {
      const found = read.get(uuid)
      return found === undefined ? [] : [[name, { own: found.own, common: digest }]]
    }),
  )
}

/** As they are before anything is changed: an interrupted attempt kept them already. */
async function keepGuestsOf(uuids: readonly string[], options: RunOptions): Promise<void> {
  const defined = await listDefinedGuests(options)
  for (const uuid of uuids) {
    const here = defined.find((one) => one.uuid === uuid)
    if (here === undefined || existsSync(replacedOf(uuid))) continue
    const draft = `${replacedOf(uuid)}.new`
    await clearFolder(draft)
    await writeParts(await readParts(here, options), draft)
    await rename(draft, replacedOf(uuid))
  }
}

async function forgetReplaced(uuids: readonly string[]): Promise<void> {
  for (const uuid of uuids) await clearFolder(replacedOf(uuid))
}

/** Further names of the images, as they are before anything is changed. */
const oldImages = (): string => path.join(incomingFolder(), 'replaced')

async function keepImages({ images, removed }: Group): Promise<void> {
  await rm(oldImages(), { recursive: true, force: true })
  await mkdir(oldImages(), { recursive: true, mode: 0o700 })
  for (const name of [...images.map((one) => one.name), ...removed]) {
    const image = fileOf(imagesFolder(), name)
    if (await isThere(image)) await link(image, fileOf(oldImages(), name))
  }
}

async function putBack({ images, removed, guests }: Group, options: RunOptions): Promise<void> {
  for (const name of [...images.map((one) => one.name), ...removed]) {
    const [image, old] = [fileOf(imagesFolder(), name), fileOf(oldImages(), name)]
    if (await isThere(old)) await rename(old, image)
    else await rm(image, { force: true })
  }
  // libvirt renames no guest by a definition: one that was there under another name comes back only once this one is gone.
  for (const { uuid } of guests.taken) {
    if (guests.removed.includes(uuid) || !existsSync(replacedOf(uuid))) await undefineWhereThere(uuid, options)
  }
  const uuids = [...new Set([...guests.taken.map(({ uuid }) => uuid), ...guests.removed])]
  for (const uuid of uuids.filter((one) => existsSync(replacedOf(one)))) {
    const parts = await readWrittenParts(replacedOf(uuid))
    await placeFiles(parts, options)
    await defineFrom(replacedOf(uuid), parts, options)
  }
  await forgetReplaced(uuids)
}

async function undefineWhereThere(uuid: string, options: RunOptions): Promise<void> {
  if ((await listDefinedGuests(options)).some((one) => one.uuid === uuid)) await undefineGuest(uuid, options)
}

async function isThere(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  )
}
