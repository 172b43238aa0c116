/** Links below /etc/systemd. What they mean is told by the units they lead to. */
import { existsSync, lstatSync, readlinkSync } from 'node:fs'
import path from 'node:path'
import { maskTarget } from '../../kernel/unit-name.ts'
import { isUnitFolder, localFolder, packagedFolders, type ManagerKind } from './unit-files.ts'
import { entriesIn } from '../files/own-file.ts'

/** A link below /etc/systemd/system or /etc/systemd/user: "multi-user.target.wants/ssh.service" to what it points at. */
export interface UnitLink {
  readonly path: string
  readonly target: string
}

/** systemctl's own list takes a hundred times as long and adds units that nobody decided on. `root`: for tests. */
export function listUnitLinks(manager: ManagerKind, root = '/'): readonly UnitLink[] {
  return linksBelow(path.join(root, localFolder(manager)))
}

export function linksBelow(folder: string): readonly UnitLink[] {
  return linksIn(folder, '')
}

/** systemd takes no other name for a unit (systemd.unit(5)). */
const unitName = /^[\w:.@\\-]+$/

/** Whether a link of this path says how a unit starts; below another folder it is a file that is elsewhere, as in "x.service.d". */
export function saysHowUnitStarts(path: string): boolean {
  const [folder, name, ...deeper] = path.split('/')
  if (folder === undefined || deeper.length > 0 || !unitName.test(name ?? folder)) return false
  return name === undefined || /\.(?:wants|requires|upholds)$/.test(folder)
}

function linksIn(root: string, within: string): readonly UnitLink[] {
  return entriesIn(path.join(root, within)).flatMap((entry) => {
    const name = within === '' ? entry.name : `${within}/${entry.name}`
    if (entry.isDirectory()) return linksIn(root, name)
    if (!unitName.test(entry.name)) return []
    return entry.isSymbolicLink() ? [{ path: name, target: readlinkSync(path.join(root, name)) }] : []
  })
}

/** Where a link leads: the name of a unit in one of the folders that packages and people put them into, else the whole place. */
export function leadsTo(manager: ManagerKind, link: UnitLink): string {
  const place = path.resolve(localFolder(manager), path.dirname(link.path), link.target)
  return isUnitFolder(path.dirname(place), manager) ? path.basename(place) : place
}

export const startTarget = 'default.target'

/** The target that the system starts into, bootup(7). Undefined where that is a file, or leads out of the folders of units. */
export function readStartTarget(root = '/'): string | undefined {
  const entries = [localFolder('system'), ...packagedFolders.system].map((folder) =>
    path.join(root, folder, startTarget),
  )
  const [first] = entries.filter((place) => lstatSync(place, { throwIfNoEntry: false }) !== undefined)
  if (first === undefined || !lstatSync(first).isSymbolicLink()) return undefined
  const leads = leadsTo('system', { path: startTarget, target: readlinkSync(first) })
  return path.isAbsolute(leads) ? undefined : leads
}

export function isDangling(manager: ManagerKind, link: UnitLink, root = '/'): boolean {
  return !existsSync(path.join(root, path.resolve(localFolder(manager), path.dirname(link.path), link.target)))
}

const helpers = { system: 'deb-systemd-helper', user: 'deb-systemd-user-helper' } as const

/** Whether a package made it. It stays when that is removed, and goes when it is purged (deb-systemd-helper(1p)). */
export function isOfPackage(manager: ManagerKind, link: UnitLink, root = '/'): boolean {
  const records = `${helpers[manager]}-${link.target === maskTarget ? 'masked' : 'enabled'}`
  return existsSync(path.join(root, '/var/lib/systemd', records, link.path))
}
