/** One command at a time works on a pair; a second one waits for it, and does not wait for one that is gone. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { isErrno } from '../src-main/kernel/errno.ts'
import { stateFolder } from './layout.ts'
import type { Say } from './say.ts'

/** Set for the clean-up that a command starts in its own stead while it still holds the lock. */
export const lockHeld = 'PC_SWITCHER_PRACTICE_LOCK_HELD'

/** For what all pairs share; no pair has such a name. */
export const sharedLock = 'what-all-share'

export function lockFile(name: string): string {
  return path.join(stateFolder, `${name}.lock`)
}

export async function withLock<T>(name: string, say: Say, task: () => Promise<T>): Promise<T> {
  if (process.env[lockHeld] === name) return await task()
  const file = lockFile(name)
  await acquire(file, name, say)
  try {
    return await task()
  } finally {
    await rm(file, { force: true })
  }
}

async function acquire(file: string, name: string, say: Say): Promise<void> {
  await mkdir(stateFolder, { recursive: true, mode: 0o700 })
  const own = await describeProcess(process.pid)
  for (let told = false; !(await create(file, own)); told = true) {
    const holder = await readFile(file, 'utf8').catch(() => '')
    const pid = Number(holder.split(' ')[0])
    // Empty while its holder is just writing it.
    if (holder !== '' && (await describeProcess(pid)) !== holder) await rm(file, { force: true })
    else if (!told) say(`Waiting for another practice command (process ${pid}) that works on "${name}"`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function create(file: string, content: string): Promise<boolean> {
  try {
    await writeFile(file, content, { flag: 'wx' })
    return true
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false
    throw error
  }
}

/** A process number and when it started: numbers come around again. Empty when there is no such process. */
async function describeProcess(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  if (stat === '') return ''
  // The name in parentheses may hold spaces; what follows it is field 3, and the start is field 22 (proc(5)).
  const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  return `${pid} ${started}`
}
