/**
 * What stood in the place of a group before the first attempt to place it: further names of its images, and parts of its guests.
 * An attempt that goes on after an interruption finds what the first one kept, and adds only what that one had not come to: what
 * stands in a place by then may be the new one. One folder for each attempt in the folder of images, and one among root's:
 *
 *   there/NAME   an image that stood there        UUID/          parts of a guest that was defined
 *   none/NAME    in a place that was empty        UUID.none      a guest that was not
 *
 * Once the attempt is over its folder among root's has another name, ATTEMPT.over, until both are gone.
 */
import { createHash } from 'node:crypto'
import { link, lstat, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Parsed } from '../../../../contract/define.ts'
import type { BytePath } from '../../../../kernel/byte-path.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import { flushFolder } from '../../../../tools/files/durable-file.ts'
import type { adoptImages } from '../../verbs.ts'
import { fileOf, imagesFolder } from '../image-folder.ts'
import { replacedFolder } from './guest-folders.ts'
import { clearFolder, listWritten } from './guest-parts.ts'

type Group = Parsed<typeof adoptImages>['groups'][number]

/** The same after an interruption, whatever is still to come by then; another one for a switch that was planned later. */
export function attemptOf({ name, there, guests }: Pick<Group, 'name' | 'there' | 'guests'>): string {
  return createHash('sha256')
    .update(JSON.stringify([name, there, guests.there]))
    .digest('hex')
}

export const replacedImages = (): string => path.join(imagesFolder(), '.pc-switcher-replaced')
export const replacedGuests = (attempt: string): string => path.join(replacedFolder, attempt)

/** Of one attempt, or of all. */
export interface KeptPlaces {
  readonly images: string
  readonly guests: string
}

const allKept = (): KeptPlaces => ({ images: replacedImages(), guests: replacedFolder })

interface ImagePlaces {
  /** Where images are. */
  readonly images: string
  /** What is kept of this attempt, on the same file system. */
  readonly kept: string
}

/** As they are before anything is changed. */
export async function keepImages(names: readonly BytePath[], { images, kept }: ImagePlaces): Promise<void> {
  const [there, none] = [path.join(kept, 'there'), path.join(kept, 'none')]
  for (const folder of [there, none]) await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const name of names) {
    if ((await isThere(fileOf(there, name))) || (await isThere(fileOf(none, name)))) continue
    if (await isThere(fileOf(images, name))) await link(fileOf(images, name), fileOf(there, name))
    else await writeFile(fileOf(none, name), '', { mode: 0o600 })
  }
  for (const folder of [there, none, kept]) flushFolder(folder)
}

/** All that any run of this attempt kept, also where the last one had nothing left to do with it. */
export async function putImagesBack({ images, kept }: ImagePlaces): Promise<void> {
  for (const name of await namesIn(path.join(kept, 'there')))
    await rename(path.join(kept, 'there', name), path.join(images, name))
  for (const name of await namesIn(path.join(kept, 'none'))) await rm(path.join(images, name), { force: true })
  await clearFolder(kept)
}

export interface KeptGuests {
  readonly defined: readonly string[]
  readonly none: readonly string[]
}

const noneEnding = '.none'

/** By UUID. */
export async function listKeptGuests(folder: string): Promise<KeptGuests> {
  const names = await namesIn(folder)
  return {
    defined: await listWritten(folder),
    none: names.filter((name) => name.endsWith(noneEnding)).map((name) => name.slice(0, -noneEnding.length)),
  }
}

export async function noteNoGuest(folder: string, uuid: string): Promise<void> {
  await writeFile(path.join(folder, `${uuid}${noneEnding}`), '', { mode: 0o600 })
}

const overEnding = '.over'

/**
 * Nothing of it is put back any more: half of what was kept is never taken for all of it, however far an interruption lets this come.
 * `remove` takes a folder away.
 */
export async function endAttempt({ images, guests }: KeptPlaces, remove = clearFolder): Promise<void> {
  await callOver(guests)
  await remove(images)
  await remove(`${guests}${overEnding}`)
}

/** In one act. The folder of guests is made first, and images are of an attempt only as long as it has its name. */
async function callOver(guests: string): Promise<void> {
  await rename(guests, `${guests}${overEnding}`)
  flushFolder(path.dirname(guests))
}

/** Of switches that nobody resumes, and what an interruption left of attempts that are over. */
export async function forgetOtherAttempts(attempts: readonly string[], all = allKept()): Promise<void> {
  const kept = await namesIn(all.guests)
  const open = kept.filter((name) => attempts.includes(name))
  for (const name of kept)
    if (!open.includes(name) && !name.endsWith(overEnding)) await callOver(path.join(all.guests, name))
  for (const folder of [all.images, all.guests])
    for (const name of await namesIn(folder)) if (!open.includes(name)) await clearFolder(path.join(folder, name))
}

export async function forgetReplaced(): Promise<void> {
  await forgetOtherAttempts([])
  for (const folder of [replacedImages(), replacedFolder]) await clearFolder(folder)
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  })
}

async function isThere(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    (error: unknown) => {
      if (isErrno(error, 'ENOENT')) return false
      throw error
    },
  )
}
