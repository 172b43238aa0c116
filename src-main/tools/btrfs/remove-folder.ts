/**
 * A folder of ours goes with what is in it, subvolumes too, in a place that others may write to. All is done by descriptor below opened
 * folders: no link is followed, and nothing of another file system, or of a subvolume that has the name of a folder, is touched.
 */
import { closeSync, fstatSync, lstatSync, rmdirSync, unlinkSync } from 'node:fs'
import { bufferFromBytePath, isUtf8, type BytePath } from '../../kernel/byte-path.ts'
import { isErrno } from '../../kernel/errno.ts'
import { namesIn } from '../files/remove-trees.ts'
import { openFolderInside } from '../files/safe-path.ts'
import { deleteSubvolumes } from './btrfs-delete.ts'
import { hasSubvolumeInode } from './btrfs-subvolume.ts'

/** What is left, below the root: what is no folder of ours, or cannot be removed. Nothing where there was nothing. */
export async function removeFolder(root: string, path: BytePath): Promise<readonly BytePath[]> {
  const end = path.lastIndexOf('/')
  const around = openFolderInside(root, path.slice(0, Math.max(0, end)))
  if (around === undefined) return []
  try {
    return await removeIn(around, { name: path.slice(end + 1), path })
  } finally {
    closeSync(around)
  }
}

interface Going {
  readonly name: BytePath
  /** Below the root: what it is called in the answer. */
  readonly path: BytePath
}

/** A folder that is asked for by name is of the same subvolume as the one around it. */
async function removeIn(around: number, { name, path }: Going): Promise<readonly BytePath[]> {
  const folder = openFolderInside(placeOf(around), name)
  if (folder === undefined) return isThere(around, name) ? [path] : []
  try {
    if (fstatSync(folder).dev !== fstatSync(around).dev) return [path]
    const left: BytePath[] = []
    for (const inner of namesIn(placeOf(folder)))
      left.push(...(await removeEntry(folder, { name: inner, path: `${path}/${inner}` })))
    if (left.length > 0) return left
  } finally {
    closeSync(folder)
  }
  return isDone(() => rmdirSync(at(around, name))) ? [] : [path]
}

async function removeEntry(folder: number, going: Going): Promise<readonly BytePath[]> {
  const { name, path } = going
  const stat = lstatSync(at(folder, name), { throwIfNoEntry: false })
  if (stat === undefined) return []
  if (!stat.isDirectory()) return isDone(() => unlinkSync(at(folder, name))) ? [] : [path]
  if (stat.dev === fstatSync(folder).dev || !hasSubvolumeInode(stat)) return removeIn(folder, going)
  // The kernel looks the name up in the folder that is open, and deletes what is a subvolume there, and no link.
  if (isUtf8(name)) await deleteSubvolumes([`/proc/${process.pid}/fd/${folder}/${bufferFromBytePath(name).toString()}`])
  return isThere(folder, name) ? [path] : []
}

const placeOf = (folder: number): string => `/proc/self/fd/${folder}/.`
const at = (folder: number, name: BytePath): Buffer => bufferFromBytePath(`/proc/self/fd/${folder}/${name}`)
const isThere = (folder: number, name: BytePath): boolean =>
  lstatSync(at(folder, name), { throwIfNoEntry: false }) !== undefined

/** False for what the kernel keeps: something is mounted there, it must not be changed, it was swapped meanwhile, or the disk fails. */
function isDone(remove: () => void): boolean {
  try {
    remove()
    return true
  } catch (thrown) {
    if (isErrno(thrown, 'ENOENT')) return true
    if (isErrno(thrown, ...kept)) return false
    throw thrown
  }
}

const kept = ['EBUSY', 'EPERM', 'EACCES', 'EROFS', 'ENOTEMPTY', 'EEXIST', 'EISDIR', 'ENOTDIR', 'EIO', 'EUCLEAN']
