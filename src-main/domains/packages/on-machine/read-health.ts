import { readdir, readFile, stat } from 'node:fs/promises'
import type { DpkgPackage } from '../../../tools/apt/dpkg-query.ts'
import { whyNotSetUp } from '../../../tools/apt/dpkg-output.ts'
import { isDetachedRunning, readDetachedOutput } from '../../../tools/systemd/detached-unit.ts'
import { readFileLocks } from '../../../tools/proc/file-locks.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { Health } from '../model.ts'
import { packagesUnit } from './packages-unit.ts'

/** The status letters tell the truth; `dpkg --audit` and `apt-get check` end with 0 on half-configured packages. */
export async function readHealth(
  known: readonly DpkgPackage[],
  stateFolder: string,
  options: RunOptions,
): Promise<Health> {
  const unit = packagesUnit(stateFolder)
  if (await isDetachedRunning(unit, options)) return { kind: 'busy', by: 'pc-switcher' }
  const holder = await findLockHolder('/var/lib/dpkg/lock-frontend')
  if (holder !== undefined) return { kind: 'busy', by: holder }
  const packages = known.filter(isHalfDone).map(({ name }) => name)
  const journal = await readdir('/var/lib/dpkg/updates')
  if (packages.length === 0 && journal.length === 0) return { kind: 'healthy' }
  const why = packages.length === 0 ? new Map<string, string>() : whyNotSetUp(await readDetachedOutput(unit))
  return {
    kind: 'half-done',
    packages,
    words: Object.fromEntries([...why].filter(([name]) => packages.includes(name))),
  }
}

export function isHalfDone({ statusAbbrev }: Pick<DpkgPackage, 'statusAbbrev'>): boolean {
  return !['i', 'c', 'n'].includes(statusAbbrev.charAt(1)) || statusAbbrev.charAt(2).trim() !== ''
}

/** "H": half-installed, "R": reinstallation required. dpkg refuses to set such a package up, apt to install it again unless told. */
export function isTorn({ statusAbbrev }: Pick<DpkgPackage, 'statusAbbrev'>): boolean {
  return statusAbbrev.charAt(1) === 'H' || statusAbbrev.charAt(2) === 'R'
}

async function findLockHolder(path: string): Promise<string | undefined> {
  const [locks, status] = await Promise.all([readFileLocks(), stat(path).catch(() => undefined)])
  const holder = locks.find(
    ({ kind, access, inode }) => kind === 'POSIX' && access === 'WRITE' && inode === String(status?.ino),
  )
  if (holder === undefined) return undefined
  const command = await readFile(`/proc/${holder.pid}/comm`, 'utf8').catch(() => '')
  return command.trim() === '' ? `process ${holder.pid}` : command.trim()
}
