/**
 * Guests and images of one group, into their places as one: variables and TPM, then the disks, then the definition and the snapshots.
 * Where libvirt refuses a guest, all of the group is put back as it was.
 */
import { existsSync } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import path from 'node:path'
import type { Parsed } from '../../../../contract/define.ts'
import { AppError } from '../../../../kernel/app-error.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { flushFolder } from '../../../../tools/files/durable-file.ts'
import { listDefinedGuests, undefineGuest } from '../../../../tools/guests/virsh-guests.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import type { GuestRefusal } from '../../guest-verbs.ts'
import type { adoptImages } from '../../verbs.ts'
import { imagesFolder } from '../image-folder.ts'
import { guestTransfers } from './guest-folders.ts'
import { changeGuestMemory } from './guest-memory.ts'
import { clearFolder, digestOfParts, readParts, readWrittenParts, writeParts, type GuestParts } from './guest-parts.ts'
import {
  attemptOf,
  endAttempt,
  keepImages,
  listKeptGuests,
  noteNoGuest,
  putImagesBack,
  replacedGuests,
  replacedImages,
  type KeptPlaces,
} from './keep-replaced.ts'
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

interface Places {
  readonly images: string
  readonly kept: KeptPlaces
}

function placesOf(group: Group): Places {
  const attempt = attemptOf(group)
  const kept = { images: path.join(replacedImages(), attempt), guests: replacedGuests(attempt) }
  return { images: imagesFolder(), kept }
}

/** `placeImages` gives those that it removed. */
export async function placeWithGuests(
  group: Group,
  placeImages: () => Promise<readonly BytePath[]>,
  { stateFolder, ...options }: RunOptions & { readonly stateFolder: string },
): Promise<PlacedGroup> {
  const { taken, removed } = group.guests
  const places = placesOf(group)
  const { images, kept } = places
  await keepGuestsOf([...removed, ...taken.map(({ uuid }) => uuid)], kept.guests, options)
  await keepImages([...group.images.map(({ name }) => name), ...group.removed], { images, kept: kept.images })
  const unknownAccounts: string[] = []
  for (const { uuid } of taken)
    unknownAccounts.push(...(await placeFiles(await readWrittenParts(incomingOf(uuid)), options)))
  for (const uuid of removed) await undefineWhereThere(uuid, options)
  const removedImages = await placeImages()
  const read = new Map<string, FoundGuest>()
  for (const guest of taken) {
    const tried = await define(guest, options)
    if ('refusal' in tried) {
      await putBack(places, options)
      changeGuestMemory(stateFolder, ({ refused }) => ({ refused: [...refused, tried.refusal] }))
      return { kind: 'refused' }
    }
    read.set(guest.uuid, tried)
  }
  changeGuestMemory(stateFolder, ({ placed }) => ({ placed: { ...placed, ...notesOf(taken, read) } }))
  await endAttempt(kept)
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
async function keepGuestsOf(uuids: readonly string[], kept: string, options: RunOptions): Promise<void> {
  await mkdir(kept, { recursive: true, mode: 0o700 })
  const defined = await listDefinedGuests(options)
  const known = await listKeptGuests(kept)
  for (const uuid of new Set(uuids)) {
    if (known.defined.includes(uuid) || known.none.includes(uuid)) continue
    const here = defined.find((one) => one.uuid === uuid)
    if (here === undefined) await noteNoGuest(kept, uuid)
    else await keepGuest(await readParts(here, options), path.join(kept, uuid))
  }
  flushFolder(kept)
}

async function keepGuest(parts: GuestParts, folder: string): Promise<void> {
  const draft = `${folder}.new`
  await clearFolder(draft)
  await writeParts(parts, draft)
  await rename(draft, folder)
}

/** Of a group that is not placed after all: what an interrupted run placed of it gives way to what stood there. */
export async function putBackBegun(group: Group, options: RunOptions): Promise<void> {
  if (hasBegun(group)) await putBack(placesOf(group), options)
}

/** An attempt was interrupted. */
export const hasBegun = (group: Group): boolean => existsSync(placesOf(group).kept.guests)

async function putBack({ images, kept }: Places, options: RunOptions): Promise<void> {
  await putImagesBack({ images, kept: kept.images })
  const { defined, none } = await listKeptGuests(kept.guests)
  const old = await Promise.all(defined.map((uuid) => readWrittenParts(path.join(kept.guests, uuid))))
  // libvirt renames no guest by a definition: one that was there under another name comes back only once this one is gone.
  for (const { uuid, name } of await listDefinedGuests(options)) {
    const isRenamed = old.some((one) => one.uuid === uuid && one.name !== name)
    if (none.includes(uuid) || isRenamed) await undefineGuest(uuid, options)
  }
  for (const parts of old) {
    await placeFiles(parts, options)
    await defineFrom(path.join(kept.guests, parts.uuid), parts, options)
  }
  await endAttempt(kept)
}

async function undefineWhereThere(uuid: string, options: RunOptions): Promise<void> {
  if ((await listDefinedGuests(options)).some((one) => one.uuid === uuid)) await undefineGuest(uuid, options)
}
