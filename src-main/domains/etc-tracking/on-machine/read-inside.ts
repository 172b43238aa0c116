/** What stands at a path, read without following a link on the way. `path` has no leading slash. */
import { readlinkSync } from 'node:fs'
import { bytePathFromBuffer, type BytePath } from '../../../kernel/byte-path.ts'
import { isErrno } from '../../../kernel/errno.ts'
import { readOpened } from '../../../tools/files/own-file.ts'
import { atParent, openInside } from '../../../tools/files/safe-path.ts'

/** Undefined for anything but a regular file. */
export function contentInside(root: string, path: BytePath): Buffer | undefined {
  const descriptor = openInside(root, path)
  return descriptor === undefined ? undefined : readOpened(descriptor)
}

/** Undefined when there is no link. */
export function targetInside(root: string, path: BytePath): BytePath | undefined {
  return atParent(root, path, (leaf) => {
    try {
      return bytePathFromBuffer(readlinkSync(leaf, { encoding: 'buffer' }))
    } catch (thrown) {
      if (isErrno(thrown, 'EINVAL', 'ENOENT')) return undefined
      throw thrown
    }
  })
}
