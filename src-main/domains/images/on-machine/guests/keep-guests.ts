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
import { listDefinedGuests, undefineGuest, type DefinedGuest } from '../../../../tools/guests/virsh-guests.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { imagesMessages } from '../../messages.ts'
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

/** What cannot be copied is not there, rather than there as it was once. Rejects for the guests that are not kept once all others are. */
export async function keepGuests(stateFolder: string, options: RunOptions): Promise<void> {
  if (!existsSync(imagesFolder())) return
  const defined = await listDefinedGuests(options).catch(async (thrown: unknown) => {
    await clearFolder(keptFolder())
    throw thrown
  })
  if (defined.length === 0 && !existsSync(keptFolder())) return
  await refuseForeignFolder()
  const read = async (one: DefinedGuest): Promise<GuestParts | undefined> => {
    const parts = await readParts(one, options)
    return imagesOf(parts.definition).length === 0 ? undefined : parts
  }
  const troubles = await keepThese(defined, { read, folder: keptFolder(), signal: options.signal })
  if (existsSync(keptFolder())) noteKept(stateFolder)
  if (troubles.length > 0)
    throw imagesMessages.guestsNotKept({ names: namesOf(troubles) }, { details: wordsOf(troubles) })
}

/** What is wrong with one guest. */
interface Trouble {
  /** Its UUID where its name is not known. */
  readonly name: string
  readonly error: AppError
}

const namesOf = (troubles: readonly Trouble[]): string[] => [...new Set(troubles.map(({ name }) => name))]

const wordsOf = (troubles: readonly Trouble[]): string =>
  troubles.map(({ name, error }) => `${name}: ${error.message} ${error.details ?? ''}`.trimEnd()).join('\n')

interface Turns<T> extends RunOptions {
  readonly nameOf: (one: T) => string
  /** What is wrong with more than one. */
  readonly stops?: (error: AppError) => boolean
}

/** One after the other. What is wrong with one keeps no other from its turn, and is told as its own. */
async function onEach<T>(
  all: readonly T[],
  work: (one: T) => Promise<unknown>,
  { nameOf, stops = () => false, signal }: Turns<T>,
): Promise<readonly Trouble[]> {
  const troubles: Trouble[] = []
  for (const one of all) {
    try {
      await work(one)
    } catch (thrown) {
      signal?.throwIfAborted()
      const error = toAppError(thrown)
      if (stops(error)) throw error
      troubles.push({ name: nameOf(one), error })
    }
  }
  return troubles
}

interface Keeping {
  /** Undefined for one of which no disk is among the images. */
  readonly read: (guest: DefinedGuest) => Promise<GuestParts | undefined>
  readonly folder: string
  readonly signal?: AbortSignal | undefined
  readonly remove?: typeof clearFolder
}

/** Each guest in a record of its own, and no records of others. */
export async function keepThese(
  defined: readonly DefinedGuest[],
  { read, folder, signal, remove = clearFolder }: Keeping,
): Promise<readonly Trouble[]> {
  const kept = new Set<string>()
  const keep = async (one: DefinedGuest): Promise<void> => {
    const parts = await read(one)
    if (parts === undefined) return
    await keepOne(parts, path.join(folder, one.uuid), remove)
    kept.add(one.uuid)
  }
  const notKept = await onEach(defined, keep, { nameOf: ({ name }) => name, signal })
  const others = (await listWritten(folder)).filter((uuid) => !kept.has(uuid))
  const leave = (uuid: string): Promise<void> => remove(path.join(folder, uuid))
  return [...notKept, ...(await onEach(others, leave, { nameOf: nameIn(defined), signal }))]
}

function nameIn(defined: readonly DefinedGuest[]): (uuid: string) => string {
  return (uuid) => defined.find((one) => one.uuid === uuid)?.name ?? uuid
}

function noteKept(stateFolder: string): void {
  const keptId = randomUUID()
  writeDurably(idFile(), keptId)
  // Of a rollback that did not come about.
  changeGuestMemory(stateFolder, () => ({ keptId, takeBack: undefined }))
}

async function keepOne(parts: GuestParts, place: string, remove: typeof clearFolder): Promise<void> {
  if ((await digestIn(place)) === (await digestOfParts(parts))) return
  await remove(place)
  await mkdir(path.dirname(place), { recursive: true, mode: 0o700 })
  await writeParts(parts, place)
}

/** Undefined for none, and for a record that an interruption left half or the disk damaged: it is written anew. */
async function digestIn(folder: string): Promise<string | undefined> {
  return readWrittenParts(folder)
    .then(digestOfParts)
    .catch(() => undefined)
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
  const defined = await listDefinedGuests(options)
  const brought = defined.filter(({ uuid, name }) => !kept.includes(uuid) && memory.takeBack?.placed.includes(name))
  const turns = { nameOf: ({ name }: DefinedGuest) => name, stops: isSilent, ...options }
  const notGone = await onEach(brought, ({ uuid }) => undefineWithoutDisk(uuid, options), turns)
  const wanted: GuestParts[] = []
  const read = async (uuid: string): Promise<void> => void wanted.push(await readWhole(uuid))
  const unreadable = await onEach(kept, read, { nameOf: nameIn(defined), ...options })
  const notBack = await onEach(wanted, (parts) => takeOneBack(parts, options), turns)
  // What is damaged, or refused by libvirt, stays as it is defined now, and is no reason to ask for the others again and again.
  if ([...notGone, ...notBack].every(({ error }) => error.code === 'tool-failed'))
    changeGuestMemory(stateFolder, () => ({ keptId: readIfThere(idFile()), takeBack: undefined }))
  const troubles = [...notGone, ...unreadable, ...notBack]
  if (troubles.length > 0)
    throw imagesMessages.guestsNotBack({ names: namesOf(troubles) }, { details: wordsOf(troubles) })
}

/** libvirt does not answer: whichever guest it is asked for. */
const isSilent = ({ code }: AppError): boolean => code === 'blocked'

/** Of a record of which nothing is missing. */
async function readWhole(uuid: string): Promise<GuestParts> {
  const parts = await readWrittenParts(path.join(keptFolder(), uuid))
  await digestOfParts(parts)
  return parts
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
