/** The folder of the images and its state file. Works only in folders that nobody but root can write to. */
import { lstat, statfs, type FileHandle } from 'node:fs/promises'
import path from 'node:path'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { imagesArea } from '../area.ts'
import { imagesMessages } from '../messages.ts'

export const imagesFolder = imagesArea.folder
export const incomingFolder = path.join(imagesFolder, '.pc-switcher-incoming')
export const outgoingFolder = path.join(imagesFolder, '.pc-switcher-outgoing')

/** Names of images are UTF-8 (`isImageName`). */
export function fileOf(folder: string, name: BytePath): string {
  return path.join(folder, Buffer.from(name, 'latin1').toString('utf8'))
}

/** Shows whether a file is still the one that was read. */
export interface FileKey {
  readonly inode: string
  readonly bytes: number
  readonly modifiedNs: string
  readonly changedNs: string
}

export async function readFileKey(file: string | FileHandle): Promise<FileKey> {
  const stat = typeof file === 'string' ? await lstat(file, { bigint: true }) : await file.stat({ bigint: true })
  return {
    inode: String(stat.ino),
    bytes: Number(stat.size),
    modifiedNs: String(stat.mtimeNs),
    changedNs: String(stat.ctimeNs),
  }
}

/** Whether it has the contents it had then; owner, mode and names may be others. */
export function isSameKey(one: FileKey, other: FileKey): boolean {
  return one.inode === other.inode && isSameWriting(one, other)
}

/** Also of two files, one of which was given the time of the other. */
export function isSameWriting(one: FileKey, other: FileKey): boolean {
  return one.bytes === other.bytes && one.modifiedNs === other.modifiedNs
}

export async function freeBytesOfImages(): Promise<number> {
  const { bavail, bsize } = await statfs(imagesFolder)
  return bavail * bsize
}

/** Others who may write there could exchange files while root works on them. */
export async function refuseForeignFolder(): Promise<void> {
  const { uid, mode } = await lstat(imagesFolder)
  if (uid === 0 && (mode & 0o022) === 0) return
  throw imagesMessages.folderWritable({ folder: imagesFolder })
}
