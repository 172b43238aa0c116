/** Opens a subvolume by its name from the top level without following links, whoever owns the folders. */
import { closeSync, fstatSync, lstatSync, readdirSync, renameSync, statSync, type Stats } from 'node:fs'
import type { AppError } from '../../../../kernel/app-error.ts'
import { bufferFromBytePath, textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { readSubvolumeId, showSubvolume } from '../../../../tools/btrfs/btrfs-subvolume.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { setTimes } from '../../../../tools/files/touch.ts'
import { openFolderInside } from '../../../../tools/files/safe-path.ts'
import { rollbackMessages } from '../../messages.ts'

/** The inode number of the root folder of a subvolume. A placeholder has 2. */
const subvolumeInode = 256
const placeholderInode = 2

/** Calls `use` with a path of the last name through its open parent, valid while `use` runs. */
export async function withParent<T>(root: string, name: BytePath, use: (leaf: BytePath) => Promise<T> | T): Promise<T> {
  const cut = name.lastIndexOf('/')
  const parent = openFolderInside(root, cut === -1 ? '' : name.slice(0, cut))
  if (parent === undefined) throw gone(name)
  try {
    return await use(`/proc/${process.pid}/fd/${parent}/${name.slice(cut + 1)}`)
  } finally {
    closeSync(parent)
  }
}

/** Puts what is at `from` onto an empty folder of that name. The folder around it keeps its time, as a snapshot has it. */
export async function putAt(root: string, name: BytePath, from: BytePath, options: RunOptions): Promise<void> {
  await withParent(root, name, async (leaf) => {
    const around = `${leaf.slice(0, leaf.lastIndexOf('/'))}/.`
    const { mtimeNs } = statSync(around, { bigint: true })
    renameSync(bufferFromBytePath(from), bufferFromBytePath(leaf))
    await setTimes(around, mtimeNs, options)
  })
}

/** Calls `use` with a path of plain text for the folder, whatever its name. Undefined when it does not exist. */
export async function withFolder<T>(
  root: string,
  name: BytePath,
  use: (path: string, stat: Stats) => Promise<T>,
): Promise<T | undefined> {
  const folder = openFolderInside(root, name)
  if (folder === undefined) return undefined
  try {
    return await use(`/proc/${process.pid}/fd/${folder}`, fstatSync(folder))
  } finally {
    closeSync(folder)
  }
}

export interface Identity {
  readonly id: number
  readonly uuid: string
}

/** Which subvolume has this name now; undefined when none has. */
export async function identifyAt(root: string, name: BytePath, options: RunOptions): Promise<Identity | undefined> {
  return withFolder(root, name, async (path, { ino }) => {
    if (ino !== subvolumeInode) return undefined
    return { id: await readSubvolumeId(path, options), uuid: (await showSubvolume(path, options)).uuid }
  })
}

/** Whether this is a placeholder or another empty folder. */
export function isPlaceholder(root: string, name: BytePath): boolean {
  const cut = name.lastIndexOf('/')
  const parent = openFolderInside(root, cut === -1 ? '' : name.slice(0, cut))
  if (parent === undefined) return false
  try {
    const leaf = Buffer.from(`/proc/self/fd/${parent}/${name.slice(cut + 1)}`, 'latin1')
    const stat = lstatSync(leaf, { throwIfNoEntry: false })
    if (stat?.isDirectory() !== true) return false
    return stat.ino === placeholderInode || (stat.ino !== subvolumeInode && readdirSync(leaf).length === 0)
  } finally {
    closeSync(parent)
  }
}

function gone(name: BytePath): AppError {
  return rollbackMessages.moved({ name: textFromBytePath(name) })
}
