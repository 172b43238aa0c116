/** Changes on a disk that may be anybody's: each by descriptor, below folders that are opened one after the other from its top. */
import { giveBackRoom } from '../../../../tools/btrfs/give-back-room.ts'
import { randomBytes } from 'node:crypto'
import { mkdirSync, renameSync } from 'node:fs'
import { textFromBytePath, type BytePath } from '../../../../kernel/byte-path.ts'
import { isErrno } from '../../../../kernel/errno.ts'
import { removeFolder } from '../../../../tools/btrfs/remove-folder.ts'
import { atParent, isFolderInside, readFolderInside } from '../../../../tools/files/safe-path.ts'
import type { RunOptions } from '../../../../tools/run.ts'
import { placesMessages } from '../../messages.ts'

/** It is there when it returns. AppError "blocked" where something else has its name. */
export function requireFolder(
  { top, place }: { readonly top: string; readonly place: string },
  folder: BytePath,
): void {
  makeFolder(top, folder)
  if (!isFolderInside(top, folder)) throw placesMessages.notAFolder({ folder: textFromBytePath(folder), place })
}

function makeFolder(top: string, folder: BytePath): void {
  try {
    atParent(top, folder, (leaf) => mkdirSync(leaf, { mode: 0o700 }))
  } catch (thrown) {
    if (!isErrno(thrown, 'EEXIST')) throw thrown
  }
}

/** Of what is in the making. */
const unfinished = '.incoming-'

export const isDraftName = (name: string): boolean => name.startsWith(unfinished)

/** A new name for half a copy: whoever knows which set is next cannot have taken it. */
export const draftName = (own: BytePath, setId: string): BytePath =>
  `${own}/${unfinished}${setId}-${randomBytes(3).toString('hex')}`

/** False where the kernel keeps it where it is, or something else has the new name. */
export function move(top: string, from: BytePath, to: BytePath): boolean {
  const rename = (one: Buffer, other: Buffer): boolean => {
    renameSync(one, other)
    return true
  }
  try {
    return atParent(top, from, (one) => atParent(top, to, (other) => rename(one, other))) === true
  } catch (thrown) {
    if (isErrno(thrown, 'EBUSY', 'EPERM', 'EACCES', 'ENOENT', 'ENOTDIR', 'ENOTEMPTY', 'EEXIST')) return false
    throw thrown
  }
}

/** What runs left that were stopped in the middle. Its room is there again afterwards. Answers with what cannot be removed. */
export async function removeUnfinished(top: string, own: BytePath, options: RunOptions): Promise<readonly BytePath[]> {
  const left = readFolderInside(top, own).filter(({ name }) => isDraftName(name))
  const stays: BytePath[] = []
  for (const { name } of left) stays.push(...(await removeFolder(top, `${own}/${name}`)))
  if (left.length > 0) await giveBackRoom(top, options)
  return stays
}
