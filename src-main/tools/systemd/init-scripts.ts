/**
 * Scripts of /etc/init.d that no unit stands for: systemd-sysv-generator(8) makes one of each. Whether one starts by itself is told by
 * its links in /etc/rc?.d alone, which `systemctl enable` sets by update-rc.d(8).
 */
import { lstatSync, readlinkSync } from 'node:fs'
import path from 'node:path'
import { sortedNamesIn } from '../files/own-file.ts'

export interface InitScript {
  /** "tool.service", of the script "tool". */
  readonly unit: string
  readonly isEnabled: boolean
}

/** `packaged`: units that packages brought. `etc`: for tests. */
export function listInitScripts(packaged: ReadonlySet<string>, etc = '/etc'): readonly InitScript[] {
  // Where systemd itself looks whether one is enabled, /usr/lib/systemd/systemd-sysv-install.
  const started = new Set(['rcS.d', 'rc5.d'].flatMap((folder) => startedIn(path.join(etc, folder))))
  const folder = path.join(etc, 'init.d')
  return sortedNamesIn(folder)
    .filter((name) => isScript(path.join(folder, name)))
    .map((name) => ({ unit: `${name}.service`, isEnabled: started.has(name) }))
    .filter(({ unit }) => !packaged.has(unit) && !isUnitOfEtc(path.join(etc, 'systemd/system', unit)))
}

function startedIn(folder: string): readonly string[] {
  return sortedNamesIn(folder).flatMap((name) => /^S\d\d(.+)$/.exec(name)?.[1] ?? [])
}

/** The unit of "hwclock.sh" is "hwclock.service": update-rc.d is not told its name by systemctl. */
function isScript(file: string): boolean {
  if (!/^[\w:-]+$/.test(path.basename(file))) return false
  const stat = lstatSync(file, { throwIfNoEntry: false })
  return stat?.isFile() === true && (stat.mode & 0o111) !== 0
}

/** A link to nowhere blocks it; anything else takes its place. */
function isUnitOfEtc(file: string): boolean {
  const stat = lstatSync(file, { throwIfNoEntry: false })
  return stat !== undefined && !(stat.isSymbolicLink() && readlinkSync(file) === '/dev/null')
}
