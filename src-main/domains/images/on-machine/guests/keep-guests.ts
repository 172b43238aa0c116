/**
 * Copies of guests beside the images, so that each snapshot of the images has the guests that they were of, and a rollback brings
 * both back: before each set of snapshots what is defined is copied, and after the rollback what stands there then is defined again.
 */
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { readIfThere } from '../../../../tools/files/own-file.ts'
import { toAppError, type AppError } from '../../../../kernel/app-error.ts'
import type { Logger } from '../../../../kernel/logger.ts'
import { writeDurably } from '../../../../tools/files/durable-file.ts'
import { listDefinedGuests, undefineGuest } from '../../../../tools/guests/virsh-guests.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { fileOf, imagesFolder, refuseForeignFolder } from '../image-folder.ts'
import { keptFolder } from './guest-folders.ts'
import { changeGuestMemory, readGuestMemory, type GuestMemory } from './guest-memory.ts'
import {
  clearFolder,
  digestOfParts,
  listWritten,
  readParts,
  readWrittenParts,
  writeParts,
  type GuestParts,
} from './guest-parts.ts'
import { defineFrom, placeFiles } from './place-guest.ts'
import { imagesOf } from './guest-disks.ts'

const idFile = (): string => path.join(keptFolder(), 'id')

/**
 * What cannot be copied is not there, rather than there as it was once. One guest that cannot be read keeps no other one from being
 * kept: this rejects with the first reason once all others are.
 */
export async function keepGuests(stateFolder: string, options: RunOptions): Promise<void> {
  if (!existsSync(imagesFolder())) return
  const defined = await listDefinedGuests(options).catch(async (thrown: unknown) => {
    await clearFolder(keptFolder())
    throw thrown
  })
  if (defined.length === 0 && !existsSync(keptFolder())) return
  await refuseForeignFolder()
  const kept: string[] = []
  const failures: unknown[] = []
  for (const one of defined) {
    try {
      if (await keepOne(await readParts(one, options))) kept.push(one.uuid)
    } catch (thrown) {
      options.signal?.throwIfAborted()
      failures.push(thrown)
    }
  }
  for (const uuid of await listWritten(keptFolder()))
    if (!kept.includes(uuid)) await clearFolder(path.join(keptFolder(), uuid))
  if (existsSync(keptFolder())) noteKept(stateFolder)
  if (failures.length > 0) throw toAppError(failures[0])
}

function noteKept(stateFolder: string): void {
  const keptId = randomUUID()
  writeDurably(idFile(), keptId)
  // Of a rollback that did not come about.
  changeGuestMemory(stateFolder, () => ({ keptId, takeBack: undefined }))
}

/** False for one of which no disk is among the images. */
async function keepOne(parts: GuestParts): Promise<boolean> {
  if (imagesOf(parts.definition).length === 0) return false
  const folder = path.join(keptFolder(), parts.uuid)
  if ((await digestIn(folder)) === (await digestOfParts(parts))) return true
  await clearFolder(folder)
  await mkdir(keptFolder(), { recursive: true, mode: 0o700 })
  await writeParts(parts, folder)
  return true
}

/** Undefined for none, and for a record that an interruption left half or the disk damaged: it is written anew. */
async function digestIn(folder: string): Promise<string | undefined> {
  return readWrittenParts(folder).then(digestOfParts, () => undefined)
}

/** Before the images are replaced by a rollback, or after that was found out. Nothing that is known of guests holds. */
export async function beforeRollback(stateFolder: string, logger: Logger, options: RunOptions): Promise<void> {
  const { keptId, placed } = readGuestMemory(stateFolder)
  // What is replaced is kept as a snapshot, and can be brought back as well.
  if (keptId !== undefined && readIfThere(idFile()) === keptId) {
    await keepGuests(stateFolder, options).catch((thrown: unknown) => {
      const { message, details } = toAppError(thrown)
      logger.log('warn', 'what a rollback replaces is without some of its guests', { why: message, details })
    })
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
  const unreadable: AppError[] = []
  for (const uuid of kept) {
    const wanted = await readWrittenParts(path.join(keptFolder(), uuid)).catch((thrown: unknown) => {
      unreadable.push(toAppError(thrown))
      return undefined
    })
    if (wanted !== undefined) await takeOneBack(wanted, options)
  }
  changeGuestMemory(stateFolder, () => ({ keptId: readIfThere(idFile()), takeBack: undefined }))
  // It stays as it is defined now, and is no reason to ask for the others again and again.
  const [first] = unreadable
  if (first !== undefined) throw first
}

async function takeOneBack(wanted: GuestParts, options: RunOptions): Promise<void> {
  const { uuid } = wanted
  const defined = await listDefinedGuests(options)
  const here = defined.find((one) => one.uuid === uuid)
  if (here !== undefined && (await digestOfParts(await readParts(here, options))) === (await digestOfParts(wanted)))
    return
  const other = defined.find((one) => one.name === wanted.name && one.uuid !== uuid)
  if (other !== undefined) await undefineGuest(other.uuid, options)
  await placeFiles(wanted, options)
  await defineFrom(path.join(keptFolder(), uuid), wanted, options)
}

/** A switch brought it, and the images that it had then are gone again. */
async function undefineWithoutDisk(uuid: string, options: RunOptions): Promise<void> {
  const { definition } = await readParts({ uuid, name: uuid }, options)
  const isGone = imagesOf(definition).some((name) => !existsSync(fileOf(imagesFolder(), name)))
  if (isGone) await undefineGuest(uuid, options)
}
