/** How one machine answers about its VM images. */
import { existsSync } from 'node:fs'
import { lstat, realpath } from 'node:fs/promises'
import { hostname } from 'node:os'
import type { Progress } from '../../../contract/define.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { answer, type Answer } from '../../../machine/machine.ts'
import { readPrettyName } from '../../../tools/machine-info.ts'
import { imagesArea } from '../area.ts'
import {
  findGuestLacks,
  listGuests,
  offerGuests,
  prepareGuests,
  rememberEqualGuests,
  stopGuests,
} from '../guest-verbs.ts'
import { imagesMessages } from '../messages.ts'
import {
  adoptImages,
  chooseImagesFolder,
  hashImages,
  listImages,
  offerImages,
  prepareImages,
  rememberEqualImages,
  tellImagesFolder,
} from '../verbs.ts'
import { offerParts, prepareParts } from './guests/carry-guests.ts'
import { rememberGuests } from './guests/guest-memory.ts'
import { replacedImages } from './guests/keep-replaced.ts'
import { findLacks, readGuestList } from './guests/read-guests.ts'
import { stopThese } from './guests/stop-guests.ts'
import { hashImage } from './hash-images.ts'
import { fileOf, imagesFolder, incomingFolder, outgoingFolder, refuseForeignFolder } from './image-folder.ts'
import { forgetEqual, startAnew } from './image-memory.ts'
import { forgetOtherBases } from './image-bases.ts'
import { readImageList, readNames } from './list-images.ts'
import { isHeld, offer, rememberProven } from './offer-images.ts'
import { adoptIncoming, prepareIncoming } from './receive-images.ts'

const answerList = answer(listImages, (_input, { host, signal }) => readImageList(host.stateFolder, { signal }))

const answerHash = answer(hashImages, async ({ names, offered, anew }, { host, signal, report }) => {
  const onBytes = countBytes(await sizeOf(imagesFolder(), names), report)
  const hashes: { name: string; sha256: string }[] = []
  const unread: string[] = []
  for (const name of names) {
    const part = offered && isHeld(name) ? 'offered' : 'read'
    const sha256 = await hashImage(part, name, { stateFolder: host.stateFolder, anew, signal, onBytes })
    if (sha256 === undefined) unread.push(name)
    else hashes.push({ name, sha256 })
  }
  return { hashes, unread }
})

async function sizeOf(folder: string, names: readonly BytePath[]): Promise<number> {
  const sizes = await Promise.all(
    names.map(async (name) => (await lstat(fileOf(folder, name)).catch(() => undefined))?.size),
  )
  return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0)
}

function countBytes(total: number, report: (progress: Progress) => void): (bytes: number) => void {
  let done = 0
  return (bytes) => report({ done: (done += bytes), total, unit: 'bytes' })
}

const answerOffer = answer(offerImages, (input, { host, signal }) => offer(input, host.stateFolder, { signal }))

const answerPrepare = answer(prepareImages, async (input, { host, signal }) => {
  // Of an earlier switch in the other direction.
  await offer({ names: [], asChanges: [] }, host.stateFolder, { signal })
  return { copied: await prepareIncoming(input, host.stateFolder, { signal }) }
})

const answerAdopt = answer(adoptImages, async (input, { host, signal, report }) => {
  const names = input.groups.flatMap(({ images }) => images.map(({ name }) => name))
  const onBytes = countBytes(await sizeOf(incomingFolder(), names), report)
  return adoptIncoming(input, { stateFolder: host.stateFolder, signal, onBytes })
})

const answerRemember = answer(rememberEqualImages, async ({ images, gone }, { host }) => {
  if (gone.length > 0) forgetEqual(host.stateFolder, gone)
  const later = []
  for (const { name, sha256 } of images) later.push(await rememberProven(name, sha256, host.stateFolder))
  const there = await readNames()
  if (there !== undefined) await forgetOtherBases(there, host.stateFolder)
  return { later: later.filter((one) => one !== undefined) }
})

const answerListGuests = answer(listGuests, (_input, { host, signal }) => readGuestList(host.stateFolder, { signal }))

const answerLacks = answer(findGuestLacks, async ({ guests }, { signal }) => {
  const lacks = []
  for (const { uuid, needs } of guests) lacks.push({ uuid, lacks: [...(await findLacks(needs, { signal }))] })
  return { lacks }
})

const answerStopGuests = answer(stopGuests, async (input, { signal, report }) => {
  await stopThese(input, { signal, report })
  return {}
})

const answerOfferGuests = answer(offerGuests, ({ uuids }, { host, signal }) =>
  offerParts(uuids, host.stateFolder, { signal }),
)

const answerPrepareGuests = answer(prepareGuests, async ({ isNeeded }, { host }) => {
  await prepareParts(isNeeded, host.stateFolder)
  return {}
})

const answerRememberGuests = answer(rememberEqualGuests, async (proven, { host, signal }) => {
  const listed = await readGuestList(host.stateFolder, { signal })
  if (listed.kind === 'guests') rememberGuests(host.stateFolder, proven, listed.guests)
  return {}
})

const answerFolder = answer(tellImagesFolder, () => Promise.resolve({ folder: imagesFolder() }))

const answerChoose = answer(chooseImagesFolder, async ({ folder, isTrial }, { host }) => {
  await refuseFolder(folder)
  if (!isTrial) await chooseFolder(host.stateFolder, folder)
  return { folder: imagesFolder() }
})

export const imagesAnswers: readonly Answer[] = [
  answerFolder,
  answerChoose,
  answerList,
  answerHash,
  answerOffer,
  answerPrepare,
  answerAdopt,
  answerRemember,
  answerListGuests,
  answerLacks,
  answerStopGuests,
  answerOfferGuests,
  answerPrepareGuests,
  answerRememberGuests,
]

/** What is the system's, this program's, or copied in another way. */
const taken =
  /^\/(?:home|etc|usr|boot|proc|sys|dev|run|tmp|root|lib|bin|sbin|var\/(?:tmp|cache|log|lib\/pc-switcher))(?:\/|$)/

/** Others keep their own things directly in these. */
const shared = /^\/(?:var|var\/lib|srv|opt|mnt|media)$/

/** Another folder for images than the usual one. AppError that says why it cannot be that one. */
async function refuseFolder(folder: string): Promise<void> {
  if (folder === imagesFolder()) return
  // Where nothing makes virtual machines the usual one is not there either.
  if (folder !== imagesArea.folder) await refuseUnfit(folder)
  if ([incomingFolder(), outgoingFolder(), replacedImages()].some((place) => existsSync(place)))
    throw imagesMessages.folderInWork(namedHere(imagesFolder()))
}

/** Nothing is known of the images in it, whatever was known of others of the same name. */
async function chooseFolder(stateFolder: string, folder: string): Promise<void> {
  if (folder === imagesFolder()) return
  await forgetOtherBases([], stateFolder)
  startAnew(stateFolder, folder === imagesArea.folder ? undefined : folder)
}

async function refuseUnfit(folder: string): Promise<void> {
  if (taken.test(folder) || shared.test(folder)) throw imagesMessages.folderNotOwn(namedHere(folder))
  const found = await lstat(folder).catch(() => undefined)
  if (found === undefined) throw imagesMessages.folderNotThere(namedHere(folder))
  if (!found.isDirectory() || (await realpath(folder)) !== folder) throw imagesMessages.folderNotOwn(namedHere(folder))
  await refuseForeignFolder(folder)
}

function namedHere(folder: string): { readonly folder: string; readonly laptop: string } {
  return { folder, laptop: readPrettyName() ?? hostname() }
}
