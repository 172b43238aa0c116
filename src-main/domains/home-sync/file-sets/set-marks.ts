/**
 * By which names a list of files shows that some of them make one thing. A name only nominates where what a file is can be told
 * from its first bytes (on-machine/file-sets); a folder is told by all the names that such a folder has. Pure.
 */
import { parentKey, pathOfKey, type EntryType } from '../inventory/inventory-entry.ts'
import type { FileSet, FileSetKind } from './file-set.ts'

interface FolderRule {
  readonly kind: FileSetKind
  /** What is in it: names, or patterns of names. */
  readonly has: readonly (string | RegExp)[]
}

const folderRules: readonly FolderRule[] = [
  // LevelDB and RocksDB: CURRENT names the manifest, which names the tables that count.
  { kind: 'database-folder', has: ['CURRENT', /^MANIFEST-\d+$/] },
  // PostgreSQL; the folders in it have a PG_VERSION too.
  { kind: 'database-folder', has: ['PG_VERSION', 'global'] },
  // MySQL and MariaDB.
  { kind: 'database-folder', has: ['ibdata1'] },
  // MongoDB.
  { kind: 'database-folder', has: ['WiredTiger'] },
  // Berkeley DB with a log: the tables are right only together with it.
  { kind: 'database-folder', has: [/^__db\.\d{3}$/] },
  { kind: 'database-folder', has: [/^log\.\d{10}$/] },
  // Xapian: notmuch, Recoll, mu, Akonadi.
  { kind: 'database-folder', has: [/^iam(?:chert|glass|honey)$/] },
  // Lucene, as in Elasticsearch and OpenGrok.
  { kind: 'database-folder', has: [/^segments_[0-9a-z]+$/] },
  { kind: 'backup', has: ['data', 'index', 'keys', 'snapshots'] }, // restic
  { kind: 'backup', has: ['data', /^(?:hints|index|integrity)\.\d+$/] }, // Borg
  { kind: 'backup', has: ['kopia.repository.f'] },
  // The names in them are encrypted with what one file says; CryFS also notices what it did not write itself.
  { kind: 'encrypted', has: ['cryfs.config'] },
  { kind: 'encrypted', has: ['gocryptfs.conf'] },
  { kind: 'encrypted', has: ['.encfs6.xml'] },
  { kind: 'encrypted', has: ['vault.cryptomator'] },
  { kind: 'guest', has: [/\.vbox$/] }, // VirtualBox
  { kind: 'guest', has: [/\.vmx$/] }, // VMware
  { kind: 'guest', has: ['hardware-qemu.ini'] }, // Android's emulator
  { kind: 'profile', has: ['compatibility.ini', 'prefs.js'] }, // Firefox, Thunderbird and their like
  { kind: 'profile', has: ['Local State'] }, // Chromium, Electron and their like
  { kind: 'environment', has: ['pyvenv.cfg'] },
  { kind: 'working-copy', has: ['.hg'] },
  { kind: 'working-copy', has: ['.svn'] },
  { kind: 'working-copy', has: ['.bzr'] },
  { kind: 'working-copy', has: ['_darcs'] },
  { kind: 'working-copy', has: ['.jj'] },
]

/** Folders that are one by their own name. */
const namedFolders: Readonly<Record<string, FileSetKind>> = { node_modules: 'environment', '.metadata': 'profile' }

/** What a program writes beside a database, behind its name. */
export const databaseSuffixes = ['-wal', '-shm', '-journal', '-lock', '.wal'] as const
/** LMDB has its own two names in a folder. */
export const lmdbNames = { data: 'data.mdb', lock: 'lock.mdb' } as const

const gitNames: Readonly<Record<string, 'any' | 'folder' | 'no-folder'>> = {
  '.git': 'any',
  HEAD: 'no-folder',
  objects: 'folder',
  refs: 'folder',
}

const named = new Set([
  ...folderRules.flatMap(({ has }) => has.filter((name) => typeof name === 'string')),
  lmdbNames.lock,
])
const patterns = [
  ...folderRules.flatMap(({ has }) => has.filter((name) => typeof name !== 'string')),
  ...databaseSuffixes.map((suffix) => new RegExp(`${suffix.replace('.', '[.]')}$`)),
  /[.](?:qcow2?|vmdk|img|qed)$/,
]
const anyPattern = new RegExp(patterns.map(({ source }) => source).join('|'))

/** Whether the entry with this key is among what sets and repositories are found by. */
export function isMark(key: string, type: EntryType): boolean {
  const name = key.slice(key.lastIndexOf('\u0001') + 1)
  const ofGit = Object.hasOwn(gitNames, name) ? gitNames[name] : undefined
  if (ofGit !== undefined && (ofGit === 'any' || (ofGit === 'folder') === (type === 'd'))) return true
  if (type === 'd' && Object.hasOwn(namedFolders, name)) return true
  return named.has(name) || (type === 'f' && (anyPattern.test(name) || isDefinition(key)))
}

/** Of a guest of libvirt's, or of a snapshot of one; the folder is the person's or that of a flatpak. */
export function isDefinition(key: string): boolean {
  return key.endsWith('.xml') && key.includes('\u0001libvirt\u0001qemu\u0001')
}

/** Folders that are one thing, by the marks of a whole home. A home itself is too large for one. */
export function folderSets(marks: readonly string[]): readonly FileSet[] {
  const names = new Map<string, Set<string>>()
  for (const key of marks) {
    const folder = parentKey(key)
    const there = names.get(folder) ?? new Set()
    there.add(key.slice(folder.length + 1))
    names.set(folder, there)
  }
  const byName = marks.flatMap((key): FileSet[] => {
    const kind = namedFolders[key.slice(key.lastIndexOf('\u0001') + 1)]
    return kind === undefined ? [] : [{ kind, paths: [pathOfKey(key)] }]
  })
  const byRule = [...names].flatMap(([folder, there]): FileSet[] => {
    const rule = folderRules.find(({ has }) => has.every((one) => isAmong(one, there)))
    return rule === undefined || !folder.includes('\u0001') ? [] : [{ kind: rule.kind, paths: [pathOfKey(folder)] }]
  })
  return [...byName, ...byRule]
}

function isAmong(wanted: string | RegExp, names: ReadonlySet<string>): boolean {
  return typeof wanted === 'string' ? names.has(wanted) : [...names].some((name) => wanted.test(name))
}
