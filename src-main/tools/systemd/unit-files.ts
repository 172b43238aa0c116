/** Units that stand in files, and what makes systemctl enable them. What links do with them is in systemd-links.ts. */
import { existsSync, statSync, type Dirent } from 'node:fs'
import path from 'node:path'
import { readOwnText, entriesIn } from '../files/own-file.ts'
import { unitNamePattern } from '../../kernel/unit-name.ts'

/** Of the system, or of each user. */
export type ManagerKind = 'system' | 'user'

/** Where packages put units, systemd.unit(5), the first before the others. */
export const packagedFolders: Readonly<Record<ManagerKind, readonly string[]>> = {
  system: ['/usr/lib/systemd/system'],
  user: ['/usr/share/systemd/user', '/usr/lib/systemd/user'],
}

/** Where systemd takes units from, too, and nothing is carried. */
const otherFolders: Readonly<Record<ManagerKind, readonly string[]>> = {
  system: ['/usr/local/lib/systemd/system'],
  user: ['/usr/local/share/systemd/user', '/usr/local/lib/systemd/user'],
}

/** Where links and files of a manager are that somebody, or systemctl, made. */
export function localFolder(manager: ManagerKind): string {
  return path.join('/etc/systemd', manager)
}

/** Whether units of this folder are known by their names alone. /lib is /usr/lib on every system with a merged /usr. */
export function isUnitFolder(folder: string, manager: ManagerKind): boolean {
  return folder === localFolder(manager) || packagedFolders[manager].includes(folder.replace(/^\/lib\//, '/usr/lib/'))
}

/** What the section [Install] says. */
export interface Install {
  /** Whether others start it: WantedBy, RequiredBy, UpheldBy. */
  readonly isWanted: boolean
  readonly aliases: readonly string[]
}

/** Else `systemctl enable` ends with 0 and does nothing with it, also where "Also" names others (systemd 252). */
export function canBeEnabled({ isWanted, aliases }: Install): boolean {
  return isWanted || aliases.length > 0
}

export interface UnitFiles {
  /** Of packages, by name, sorted, templates ("foo@.service") included. Each as a file of its name in /etc/systemd has it. */
  readonly packaged: ReadonlyMap<string, Install>
  /** Of no package, in /etc/systemd. */
  readonly local: ReadonlyMap<string, Install>
  /** Places of units, and of folders for them, that systemd reads and nobody carries. */
  readonly elsewhere: readonly string[]
}

/** 300 small files in a few milliseconds. `root`: for tests. */
export function listUnitFiles(manager: ManagerKind, root = '/'): UnitFiles {
  const local = readFolder(path.join(root, localFolder(manager)))
  const packaged = packagedFolders[manager].map((folder) => readFolder(path.join(root, folder)))
  const theirs = new Set(packaged.flatMap(({ names }) => [...names.keys()]).filter(isUnit))
  const mine = [...local.names].flatMap(([name, entry]) => (entry.isFile() && isUnit(name) ? [name] : []))
  const installs = (units: Iterable<string>) =>
    new Map([...units].sort().map((unit) => [unit, readInstall(unit, [local, ...packaged])] as const))
  return {
    packaged: installs(theirs),
    local: installs(mine.filter((name) => !theirs.has(name))),
    elsewhere: otherFolders[manager].flatMap((folder) => listElsewhere(folder, root)),
  }
}

function listElsewhere(folder: string, root: string): readonly string[] {
  const names = [...readFolder(path.join(root, folder)).names.keys()]
  return names
    .filter((name) => isUnit(name.replace(/\.(?:d|wants|requires|upholds)$/, '')))
    .map((name) => path.join(folder, name))
    .sort()
}

interface Folder {
  readonly place: string
  readonly names: ReadonlyMap<string, Dirent>
}

function readFolder(place: string): Folder {
  return { place, names: new Map(entriesIn(place).map((entry) => [entry.name, entry])) }
}

function isUnit(name: string): boolean {
  return unitNamePattern.test(name)
}

/** Of its first file, and of the drop-ins of all folders. */
function readInstall(unit: string, folders: readonly Folder[]): Install {
  const texts: string[] = []
  for (const { place, names } of folders) {
    const entry = names.get(unit)
    if (entry !== undefined && texts.length === 0) texts.push(...readUnit(path.join(place, unit), entry))
  }
  for (const { place, names } of folders) {
    const folder = path.join(place, `${unit}.d`)
    if (!names.has(`${unit}.d`)) continue
    const dropIns = entriesIn(folder).filter(({ name }) => name.endsWith('.conf'))
    texts.push(...dropIns.flatMap((entry) => readUnit(path.join(folder, entry.name), entry)))
  }
  return parseInstall(texts)
}

/** Nothing of a link that leads to no file: it masks, or leads nowhere, or to itself. */
function readUnit(file: string, entry: Dirent): readonly string[] {
  const isFile = entry.isFile() || (existsSync(file) && statSync(file).isFile())
  return isFile ? [readOwnText(file)] : []
}

/** Each key may be there several times; an empty one takes back those before it (systemd.unit(5)). */
function parseInstall(texts: readonly string[]): Install {
  const values = new Map<string, readonly string[]>()
  for (const text of texts.filter((one) => one.includes('[Install]'))) {
    let section = ''
    for (const line of text.replaceAll('\\\n', ' ').split('\n')) {
      section = /^\s*\[(.+)\]\s*$/.exec(line)?.[1] ?? section
      const [, key, value = ''] = /^\s*(\w+)\s*=(.*)$/.exec(line) ?? []
      if (section !== 'Install' || key === undefined) continue
      const names = value.split(/\s+/).filter((name) => name !== '')
      values.set(key, names.length === 0 ? [] : [...(values.get(key) ?? []), ...names])
    }
  }
  const isSet = (key: string) => (values.get(key) ?? []).length > 0
  return { isWanted: ['WantedBy', 'RequiredBy', 'UpheldBy'].some(isSet), aliases: values.get('Alias') ?? [] }
}
