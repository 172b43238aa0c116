import { readdirSync, readlinkSync, type Dirent } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { isErrno } from '../../kernel/errno.ts'
import { unitNamePattern } from '../../kernel/unit-name.ts'

/** A link below /etc/systemd/system or /etc/systemd/user: "multi-user.target.wants/ssh.service" to what it points at. */
export interface UnitLink {
  readonly path: string
  readonly target: string
}

/** Of the system, or of each user. */
export type ManagerKind = 'system' | 'user'

/** Where packages put units, systemd.unit(5); /lib is /usr/lib on every merged system. */
const packagedFolders: Readonly<Record<ManagerKind, readonly string[]>> = {
  system: ['/usr/lib/systemd/system', '/lib/systemd/system'],
  user: ['/usr/lib/systemd/user'],
}

/** systemctl's own list takes a hundred times as long and adds units that nobody decided on. */
export function listUnitLinks(manager: ManagerKind): readonly UnitLink[] {
  return linksBelow(localFolder(manager))
}

function localFolder(manager: ManagerKind): string {
  return path.join('/etc/systemd', manager)
}

/** A unit that stands in /etc/systemd as a file. */
export interface LocalUnit {
  readonly name: string
  /** Without a section [Install] `systemctl enable` ends with 0 and does nothing (systemd 252). */
  readonly canBeEnabled: boolean
}

export async function listLocalUnits(manager: ManagerKind): Promise<readonly LocalUnit[]> {
  return localUnitsIn(localFolder(manager))
}

/** Files alone: a link is an alias, a mask, or a unit that lies elsewhere. */
export async function localUnitsIn(folder: string): Promise<readonly LocalUnit[]> {
  const names = entriesOf(folder).filter((entry) => entry.isFile() && isUnit(entry.name))
  return Promise.all(
    names.map(async ({ name }) => {
      const text = await readFile(path.join(folder, name), 'utf8')
      return { name, canBeEnabled: /^\s*\[Install\]/m.test(text) }
    }),
  )
}

export function linksBelow(folder: string): readonly UnitLink[] {
  return linksIn(folder, '')
}

/** systemd takes no other name for a unit (systemd.unit(5)). */
const unitName = /^[\w:.@\\-]+$/

function linksIn(root: string, within: string): readonly UnitLink[] {
  return entriesOf(path.join(root, within)).flatMap((entry) => {
    const name = within === '' ? entry.name : `${within}/${entry.name}`
    if (entry.isDirectory()) return linksIn(root, name)
    if (!unitName.test(entry.name)) return []
    return entry.isSymbolicLink() ? [{ path: name, target: readlinkSync(path.join(root, name)) }] : []
  })
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  }
}

/** Names of all units that packages brought, templates ("foo@.service") included. */
export async function listPackagedUnits(manager: ManagerKind): Promise<ReadonlySet<string>> {
  const folders = await Promise.all(packagedFolders[manager].map(listFolder))
  return new Set(folders.flat().filter(isUnit))
}

function isUnit(name: string): boolean {
  return unitNamePattern.test(name)
}

async function listFolder(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (isErrno(error, 'ENOENT')) return []
    throw error
  })
}
