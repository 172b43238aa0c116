import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { isErrno } from '../../../kernel/errno.ts'
import { ownIndex } from './git-repository.ts'

/** Locks (gitrepository-layout(5) has the places), our own index, and objects that were not finished. */
const leftover = new RegExp(`(?:\\.lock|(?:^|/)${ownIndex}|(?:^|/)tmp_obj_[^/]*)$`)

/**
 * Removes what git left in the repository and will never remove itself: with a lock of a program that is gone no commit
 * can be made any more. Older than this program means: whoever made it has ended, or waits with an editor open.
 */
export async function clearLeftovers(gitFolder: string): Promise<void> {
  for (const name of await namesBelow(gitFolder)) {
    if (!leftover.test(name)) continue
    const file = path.join(gitFolder, name)
    const made = (await stat(file).catch(() => undefined))?.mtimeMs ?? Number.POSITIVE_INFINITY
    if (made < performance.timeOrigin) await rm(file, { force: true })
  }
}

async function namesBelow(gitFolder: string): Promise<readonly string[]> {
  try {
    return await readdir(gitFolder, { recursive: true })
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  }
}
