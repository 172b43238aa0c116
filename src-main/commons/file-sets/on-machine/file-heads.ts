/** First bytes of files of a frozen tree, and what is in its folders, without following links. */
import { closeSync, readSync } from 'node:fs'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { isErrno } from '../../../kernel/errno.ts'
import { lookInside, readFolderInside, type OpenedFolderEntry } from '../../../tools/files/safe-path.ts'

export interface FileHeads {
  /** "" for anything but a regular file, and for one that the disk does not give. One character a byte. */
  read(path: BytePath, bytes: number): string
  /** Whether one of these stands where it says. */
  has(path: BytePath, magics: readonly { readonly at: number; readonly bytes: string }[]): boolean
  exists(path: BytePath): boolean
  isFile(path: BytePath): boolean
  /** Where a link leads; undefined for anything else or nothing. */
  target(path: BytePath): BytePath | undefined
  /** Of a folder; nothing of anything else. */
  namesIn(path: BytePath): readonly OpenedFolderEntry[]
}

const magicBytes = 64

export function withFileHeads<T>(root: string, use: (heads: FileHeads) => T): T {
  const inside = lookInside(root)
  const read = (path: BytePath, bytes: number): string => {
    const descriptor = inside.open(path)
    if (descriptor === undefined) return ''
    try {
      const buffer = Buffer.alloc(bytes)
      return buffer.toString('latin1', 0, readSync(descriptor, buffer))
    } catch (thrown) {
      // It is told as unreadable where it is to be copied.
      if (isErrno(thrown, 'EIO')) return ''
      throw thrown
    } finally {
      closeSync(descriptor)
    }
  }
  try {
    return use({
      read,
      has(path, magics) {
        const head = read(path, magicBytes)
        return magics.some(({ at, bytes }) => head.startsWith(bytes, at))
      },
      exists: (path) => inside.stat(path) !== undefined,
      isFile: (path) => inside.stat(path)?.isFile() === true,
      target: (path) => inside.target(path),
      namesIn: (path) => readFolderInside(root, path),
    })
  } finally {
    inside.close()
  }
}
