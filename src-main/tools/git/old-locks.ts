/**
 * git holds a lock file while it writes (lockfile.h of its source), and leaves it where the power goes meanwhile: nothing can be
 * committed any more until somebody removes it. One from before this system was started is nobody's.
 */
import { lstatSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { isErrno } from '../../kernel/errno.ts'
import { findProgramsIn } from '../proc/programs-in.ts'
import { readSystemStartMs } from '../proc/system-start.ts'

/** `workTree`: of root's, with its `.git` as a folder. Nothing goes while git works in it: a clock may have been set since. */
export function removeOldLocks(workTree: string): void {
  const locks = locksIn(path.join(workTree, '.git'))
  if (locks.length === 0) return
  const startedMs = readSystemStartMs()
  const old = locks.filter((file) => isOlder(file, startedMs))
  if (old.length === 0 || findProgramsIn(workTree).includes('git')) return
  for (const file of old) rmSync(file, { force: true })
}

/** Of the index, of HEAD, of packed references and the settings; and of a branch, which is deeper. */
function locksIn(gitFolder: string): readonly string[] {
  return [
    ...namesIn(gitFolder, false).map((name) => path.join(gitFolder, name)),
    ...namesIn(path.join(gitFolder, 'refs'), true).map((name) => path.join(gitFolder, 'refs', name)),
  ].filter((file) => file.endsWith('.lock'))
}

function namesIn(folder: string, recursive: boolean): readonly string[] {
  try {
    return readdirSync(folder, { recursive, encoding: 'utf8' })
  } catch (error) {
    if (isErrno(error, 'ENOENT', 'ENOTDIR')) return []
    throw error
  }
}

function isOlder(file: string, thanMs: number): boolean {
  const stat = lstatSync(file, { throwIfNoEntry: false })
  return stat?.isFile() === true && stat.mtimeMs < thanMs
}
