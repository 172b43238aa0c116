/** How copies lie on a disk, which may be anybody's: only ordinary folders and files of it are followed, and nothing leads elsewhere. */
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmdirSync,
  rmSync,
  type Dirent,
} from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { timeOfSetName } from '../../../commons/snapshot-sets/set-name.ts'
import type { Description } from '../../../commons/snapshot-sets/schemas.ts'
import { isErrno } from '../../../kernel/errno.ts'
import { parseJson } from '../../../kernel/parse-json.ts'
import { deleteSubvolumes, listDeletedIds } from '../../../tools/btrfs/btrfs-delete.ts'
import { hasSubvolumeInode, syncFileSystem } from '../../../tools/btrfs/btrfs-subvolume.ts'
import type { RunOptions } from '../../../tools/run.ts'
import { giveSignOfLife } from '../../../tools/sign-of-life.ts'
import { copiesMessages } from '../messages.ts'
import { copySchema, type Copy } from '../schemas.ts'

/** At the top of the disk. */
export const copiesFolder = 'pc-switcher-copies'
/** Of a copy in the making: not the name of a set. */
export const unfinished = '.incoming-'

export const folderOf =
  (top: string) =>
  ({ laptop, set }: Pick<Copy, 'laptop'> & { readonly set: Pick<Description, 'id'> }): string =>
    path.join(top, copiesFolder, laptop, set.id)

/** The newest first. */
export function listCopies(top: string): readonly Copy[] {
  const copies = foldersIn(top, path.join(top, copiesFolder)).flatMap((laptop) =>
    foldersIn(top, laptop).flatMap((folder) => readCopy(folder) ?? []),
  )
  return copies.toSorted((one, other) => (one.set.at < other.set.at ? 1 : -1))
}

/** Undefined where it is none, or where it belongs elsewhere: what is on a disk may be anybody's. */
function readCopy(folder: string): Copy | undefined {
  const [laptop, id] = folder.split('/').slice(-2)
  if (id === undefined || timeOfSetName(id) === undefined) return undefined
  const parsed = copySchema.safeParse(parseJson(readPlain(path.join(folder, 'copy.json'))))
  const copy = parsed.data
  return copy?.laptop === laptop && copy?.set.id === id ? copy : undefined
}

const mostBytes = 4 * 1024 * 1024

/** An ordinary file of no more than it can be. Nothing where it is none, or cannot be read: the other copies are still there. */
function readPlain(file: string): string {
  try {
    const descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const stat = fstatSync(descriptor)
      return stat.isFile() && stat.size <= mostBytes ? readFileSync(descriptor, 'utf8') : ''
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return ''
  }
}

/** Ordinary folders alone: nothing on a disk may lead elsewhere. */
function foldersIn(top: string, folder: string): readonly string[] {
  if (!isFolderOf(top, folder)) return []
  const isFolder = (entry: Dirent) => entry.isDirectory()
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    isFolder(entry) ? [path.join(folder, entry.name)] : [],
  )
}

export function isFolderOf(top: string, folder: string): boolean {
  try {
    return lstatSync(folder).isDirectory() && `${realpathSync(folder)}/`.startsWith(`${realpathSync(top)}/`)
  } catch (thrown) {
    if (isErrno(thrown, 'ENOENT')) return false
    throw thrown
  }
}

/** What runs left that were stopped in the middle. Its room is there again afterwards. */
export async function removeUnfinished(own: string, options: RunOptions): Promise<void> {
  const left = readdirSync(own).filter((name) => name.startsWith(unfinished))
  for (const name of left) await removeTree(path.join(own, name))
  if (left.length > 0) await giveBackRoom(own, options)
}

const lookEveryMs = 500
/** A slow disk goes on by itself. */
const patienceMs = 5 * 60_000

/** btrfs gives back the room of deleted subvolumes one after the other, after it has said that they are gone. */
export async function giveBackRoom(place: string, { signal }: RunOptions): Promise<void> {
  await syncFileSystem(place, {})
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline;) {
    // What the last one had is free once that is written.
    if ((await listDeletedIds(place, { signal })).size === 0) return syncFileSystem(place, {})
    giveSignOfLife()
    await pause(lookEveryMs, undefined, signal === undefined ? {} : { signal })
  }
}

/** Subvolumes, then the folders around them. Nothing else is in there but copy.json. */
export async function removeTree(folder: string): Promise<void> {
  const inside = readdirSync(folder, { withFileTypes: true })
  for (const entry of inside) {
    const place = path.join(folder, entry.name)
    if (!entry.isDirectory()) rmSync(place, { force: true })
    else if (hasSubvolumeInode(lstatSync(place))) await removeSubvolume(place)
    else await removeTree(place)
  }
  rmdirSync(folder)
}

async function removeSubvolume(place: string): Promise<void> {
  const { complaints } = await deleteSubvolumes([place])
  if (existsSync(place)) throw copiesMessages.notRemoved({}, { details: complaints })
}
