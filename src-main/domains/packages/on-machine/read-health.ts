import { readOwnText } from '../../../tools/files/own-file.ts'
import { ifAlive } from '../../../tools/proc/running-processes.ts'
import { readdir, stat } from 'node:fs/promises'
import type { DpkgPackage } from '../../../tools/apt/dpkg-query.ts'
import { failuresIn, type DpkgFailure } from '../../../tools/apt/dpkg-output.ts'
import { isDetachedRunning, readDetachedOutput } from '../../../tools/systemd/detached-unit.ts'
import { readFileLocks } from '../../../tools/proc/file-locks.ts'
import type { RunOptions } from '../../../tools/run.ts'
import type { Health } from '../model.ts'
import { packagesUnit } from './packages-unit.ts'

/** The status letters tell the truth; `dpkg --audit` and `apt-get check` end with 0 on half-configured packages. */
export async function readHealth(
  known: readonly DpkgPackage[],
  failed: readonly DpkgFailure[],
  { stateFolder, signal }: RunOptions & { readonly stateFolder: string },
): Promise<Health> {
  if (await isDetachedRunning(packagesUnit(stateFolder), { signal })) return { kind: 'busy', by: 'pc-switcher' }
  const holder = await findLockHolder('/var/lib/dpkg/lock-frontend')
  if (holder !== undefined) return { kind: 'busy', by: holder }
  const packages = known.filter(isHalfDone).map(({ name }) => name)
  const journal = await readdir('/var/lib/dpkg/updates')
  if (packages.length === 0 && journal.length === 0) return { kind: 'healthy' }
  const words = failed.filter(({ name }) => packages.includes(name)).map((one) => [one.name, one.words] as const)
  return { kind: 'half-done', packages, words: Object.fromEntries(words) }
}

/** What dpkg could not do the last time that we changed packages, and is still not as it was to be. */
export function readFailed(known: readonly DpkgPackage[], stateFolder: string): readonly DpkgFailure[] {
  const output = readDetachedOutput(packagesUnit(stateFolder))
  const failures = failuresIn(output)
  if (failures.length === 0) return []
  const byName = new Map(known.filter(isPresent).map((one) => [one.name, one]))
  return failures.filter((failure) => !isDoneSince(failure, byName.get(failure.name)))
}

/** What was unpacked and then taken back, as something that it needs did not come, is not there: "configure" has failed. */
function isDoneSince({ during, version }: DpkgFailure, now: DpkgPackage | undefined): boolean {
  if (during === 'remove') return now === undefined
  if (now === undefined || isHalfDone(now)) return false
  return during === 'configure' || now.version === version
}

/** Installed or half-installed packages, not those with only their configuration left. */
export function isPresent({ statusAbbrev, version }: DpkgPackage): boolean {
  return version !== '' && !['c', 'n'].includes(statusAbbrev.charAt(1))
}

export function isHeld({ statusAbbrev }: Pick<DpkgPackage, 'statusAbbrev'>): boolean {
  return statusAbbrev.startsWith('h')
}

export function isHalfDone({ statusAbbrev }: Pick<DpkgPackage, 'statusAbbrev'>): boolean {
  return !['i', 'c', 'n'].includes(statusAbbrev.charAt(1)) || statusAbbrev.charAt(2).trim() !== ''
}

/** "H": half-installed, "R": reinstallation required. dpkg refuses to set such a package up, apt to install it again unless told. */
export function isTorn({ statusAbbrev }: Pick<DpkgPackage, 'statusAbbrev'>): boolean {
  return statusAbbrev.charAt(1) === 'H' || statusAbbrev.charAt(2) === 'R'
}

/** Its files are gone, and a script of it failed after that: apt goes on removing it with whatever it is told to do. */
export function isHalfRemoved({ statusAbbrev }: Pick<DpkgPackage, 'statusAbbrev'>): boolean {
  return /^[rp]H[^R]?$/.test(statusAbbrev)
}

async function findLockHolder(path: string): Promise<string | undefined> {
  const locks = readFileLocks()
  const status = await stat(path).catch(() => undefined)
  const holder = locks.find(
    ({ kind, access, inode }) => kind === 'POSIX' && access === 'WRITE' && inode === String(status?.ino),
  )
  if (holder === undefined) return undefined
  const command = ifAlive(() => readOwnText(`/proc/${holder.pid}/comm`).trim()) ?? ''
  return command === '' ? `process ${holder.pid}` : command
}
