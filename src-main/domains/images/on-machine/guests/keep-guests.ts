/**
 * Copies of guests beside the images, so that each snapshot of the images has the guests that they were of, and a rollback brings
 * both back: before each set of snapshots what is defined is copied, and after the rollback what stands there then is defined again.
 */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { isErrno } from '../../../../kernel/errno.ts'
import { readIfThere, writeDurably } from '../../../../tools/files/durable-file.ts'
import { listDefinedGuests, undefineGuest } from '../../../../tools/guests/virsh-guests.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { fileOf, imagesFolder, refuseForeignFolder } from '../image-folder.ts'
import { keptFolder } from './guest-folders.ts'
import { changeGuestMemory, readGuestMemory, type GuestMemory } from './guest-memory.ts'
import { clearFolder, digestOfParts, listWritten, readParts, readWrittenParts, writeParts } from './guest-parts.ts'
import { defineFrom, placeFiles } from './place-guest.ts'
import { imagesOf } from './guest-disks.ts'

const idFile = (): string => path.join(keptFolder(), 'id')

/** What cannot be copied is not there, rather than there as it was once. */
export async function keepGuests(stateFolder: string, options: RunOptions): Promise<void> {
  if (!existsSync(imagesFolder())) return
  const guests = await readKeepable(options).catch(async (thrown: unknown) => {
    await clearFolder(keptFolder())
    throw thrown
  })
  if (guests.length === 0 && !existsSync(keptFolder())) return
  await refuseForeignFolder()
  await mkdir(keptFolder(), { recursive: true, mode: 0o700 })
  for (const uuid of await listWritten(keptFolder())) {
    if (!guests.some((guest) => guest.uuid === uuid)) await clearFolder(path.join(keptFolder(), uuid))
  }
  for (const parts of guests) {
    const folder = path.join(keptFolder(), parts.uuid)
    if ((await digestIn(folder)) === (await digestOfParts(parts))) continue
    await clearFolder(folder)
    await writeParts(parts, folder)
  }
  const keptId = randomUUID()
  writeDurably(idFile(), keptId)
  // Of a rollback that did not come about.
  changeGuestMemory(stateFolder, () => ({ keptId, takeBack: undefined }))
}

/** Those of which a disk is among the images. */
async function readKeepable(options: RunOptions) {
  const all = []
  for (const defined of await listDefinedGuests(options)) all.push(await readParts(defined, options))
  return all.filter(({ definition }) => imagesOf(definition).length > 0)
}

/** Undefined for none, and for one that an interruption left half. */
async function digestIn(folder: string): Promise<string | undefined> {
  try {
    return await digestOfParts(await readWrittenParts(folder))
  } catch (error) {
    if (isErrno(error, 'ENOENT') || error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Before the images are replaced by a rollback, or after that was found out. Nothing that is known of guests holds. */
export async function beforeRollback(stateFolder: string, options: RunOptions): Promise<void> {
  const { keptId, placed } = readGuestMemory(stateFolder)
  // What is replaced is kept as a snapshot, and can be brought back as well.
  if (keptId !== undefined && readIfThere(idFile()) === keptId) {
    await keepGuests(stateFolder, options).catch(() => undefined)
  }
  changeGuestMemory(stateFolder, () => ({ placed: {}, equal: {}, takeBack: { placed: Object.keys(placed) } }))
}

/** Whether others than the guests that are defined belong to the images. */
export function isTakingBack({ takeBack, keptId }: GuestMemory): boolean {
  return takeBack !== undefined && readIfThere(idFile()) !== keptId
}

/** Defines what belongs to the images that a rollback brought back. Can be repeated. */
export async function takeGuestsBack(stateFolder: string, options: RunOptions): Promise<void> {
  const memory = readGuestMemory(stateFolder)
  if (memory.takeBack === undefined || !isTakingBack(memory)) return
  await refuseForeignFolder()
  const kept = await listWritten(keptFolder())
  for (const defined of await listDefinedGuests(options)) {
    if (!kept.includes(defined.uuid) && memory.takeBack.placed.includes(defined.name)) {
      await undefineWithoutDisk(defined.uuid, options)
    }
  }
  for (const uuid of kept) await takeOneBack(uuid, options)
  changeGuestMemory(stateFolder, () => ({ keptId: readIfThere(idFile()), takeBack: undefined }))
}

async function takeOneBack(uuid: string, options: RunOptions): Promise<void> {
  const folder = path.join(keptFolder(), uuid)
  const wanted = await readWrittenParts(folder)
  const defined = await listDefinedGuests(options)
  const here = defined.find((one) => one.uuid === uuid)
  if (here !== undefined && (await digestOfParts(await readParts(here, options))) === (await digestOfParts(wanted)))
    return
  const other = defined.find((one) => one.name === wanted.name && one.uuid !== uuid)
  if (other !== undefined) await undefineGuest(other.uuid, options)
  await placeFiles(wanted, options)
  await defineFrom(folder, wanted, options)
}

/** A switch brought it, and the images that it had then are gone again. */
async function undefineWithoutDisk(uuid: string, options: RunOptions): Promise<void> {
  const { definition } = await readParts({ uuid, name: uuid }, options)
  const isGone = imagesOf(definition).some((name) => !existsSync(fileOf(imagesFolder(), name)))
  if (isGone) await undefineGuest(uuid, options)
}
