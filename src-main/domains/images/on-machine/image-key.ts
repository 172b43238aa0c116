/** What shows that an image is still the one that was read. */
import { lstat, type FileHandle } from 'node:fs/promises'

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
