/**
 * By which names a folder, or files beside one another, show that they make one thing, of which half would be worse than nothing. A
 * name of a file only nominates: what the file is, its first bytes tell (on-machine/databases.ts). Pure.
 */
import { z } from 'zod'
import { nominatesStem, stemMarks } from './one-stem.ts'

/**
 * database: a file, and what its program writes beside it. database-folder, profile, encrypted, backup, environment, working-copy: all
 * that is in a folder. image: a disk with those it builds on. guest: a virtual machine. repository: with its other work trees.
 */
export const fileSetKindSchema = z.enum([
  'guest',
  'image',
  'repository',
  'profile',
  'database',
  'database-folder',
  'encrypted',
  'backup',
  'environment',
  'working-copy',
])
export type FileSetKind = z.infer<typeof fileSetKindSchema>

/** By their names alone, where nobody knows the format: files that differ in the extension, and states of mails. */
const kinKinds = ['alike', 'mail'] as const
export type KinKind = (typeof kinKinds)[number]

/** Of what is decided as one. */
export const decidedSetKindSchema = z.enum([...fileSetKindSchema.options, ...kinKinds])
export type DecidedSetKind = z.infer<typeof decidedSetKindSchema>

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
  // Redis and Valkey: the manifest names the files whose commands count, and in which order.
  { kind: 'database-folder', has: [/\.aof\.manifest$/] },
  // Xapian: notmuch, Recoll, mu, Akonadi.
  { kind: 'database-folder', has: [/^iam(?:chert|glass|honey)$/] },
  // Local history of JetBrains' programs: an index of records in another file.
  { kind: 'database-folder', has: ['changes.storageData'] },
  // Lucene, as in Elasticsearch and OpenGrok.
  { kind: 'database-folder', has: [/^segments_[0-9a-z]+$/] },
  { kind: 'backup', has: ['data', 'index', 'keys', 'snapshots'] }, // restic
  { kind: 'backup', has: ['data', /^(?:hints|index|integrity)\.\d+$/] }, // Borg
  { kind: 'backup', has: ['kopia.repository.f'] },
  // The names in them are encrypted with what one file says; CryFS also notices what it did not write itself.
  { kind: 'encrypted', has: ['cryfs.config'] },
  { kind: 'encrypted', has: ['gocryptfs.conf'] },
  { kind: 'encrypted', has: ['gocryptfs.diriv'] }, // its configuration lies elsewhere
  { kind: 'encrypted', has: ['.encfs6.xml'] },
  { kind: 'encrypted', has: ['vault.cryptomator'] },
  { kind: 'guest', has: [/\.vbox$/] }, // VirtualBox
  { kind: 'guest', has: [/\.vmx$/] }, // VMware
  { kind: 'guest', has: ['hardware-qemu.ini'] }, // Android's emulator
  { kind: 'guest', has: ['lima.yaml'] }, // Lima, also in Rancher Desktop and Colima
  { kind: 'guest', has: ['OVMF_VARS.fd', 'disk.qcow2'] }, // quickemu
  { kind: 'profile', has: ['compatibility.ini', 'prefs.js'] }, // Firefox, Thunderbird and their like
  { kind: 'profile', has: [/^Local State$/] }, // Chromium, Electron and their like
  { kind: 'environment', has: ['pyvenv.cfg'] },
  { kind: 'environment', has: ['system.reg', 'user.reg', 'drive_c'] }, // Wine and Proton: what the registry names is in drive_c
  { kind: 'database-folder', has: ['level.dat', 'region'] }, // a world of Minecraft: its parts are of one moment
  { kind: 'working-copy', has: ['.hg'] },
  { kind: 'working-copy', has: ['.svn'] },
  { kind: 'working-copy', has: ['.bzr'] },
  { kind: 'working-copy', has: ['_darcs'] },
  { kind: 'working-copy', has: ['.jj'] },
]

/** Folders that are one by their own name: Node's packages, and what Eclipse knows of a workspace. */
export const namedFolders: Readonly<Record<string, FileSetKind>> = {
  node_modules: 'environment',
  '.metadata': 'profile',
}

/** Images of disks that may build on others. */
export const imageName = /[.](?:qcow2?|vmdk|img|qed)$/

/** What a program writes beside a database, behind its name: SQLite, LMDB, DuckDB. */
const databaseSuffixes = ['-wal', '-shm', '-journal', '-lock', '.wal'] as const
/** LMDB has its own two names in a folder. */
const lmdbNames = { data: 'data.mdb', lock: 'lock.mdb' } as const

const wanted = folderRules.flatMap(({ has }) => has)
const named = new Set([...wanted.filter((name) => typeof name === 'string'), lmdbNames.lock])
const patterns = [
  ...wanted.filter((name) => typeof name !== 'string'),
  ...databaseSuffixes.map((suffix) => new RegExp(`${suffix.replace('.', '[.]')}$`)),
]
const anyPattern = new RegExp(patterns.map(({ source }) => source).join('|'))

/** By which names all of this is found, as a text: another one where others count. */
export const tellingNames = [
  ...named,
  ...Object.keys(namedFolders),
  anyPattern.source,
  imageName.source,
  stemMarks.source,
].join(' ')

/** Whether something of this name has a part in any of it. */
export function isTelling(name: string): boolean {
  return named.has(name) || anyPattern.test(name) || nominatesStem(name)
}

/** Of a folder by the names in it; undefined where all in it can be decided by itself. */
export function kindOfFolder(names: ReadonlySet<string>): FileSetKind | undefined {
  const isThere = (one: string | RegExp): boolean =>
    typeof one === 'string' ? names.has(one) : [...names].some((name) => one.test(name))
  return folderRules.find(({ has }) => has.every(isThere))?.kind
}

/** Bytes (NAME_MAX). */
const longestName = 255

/** Paths of what may stand beside a database, as `databaseOf` tells of each. */
export function besideDatabase(path: string): readonly string[] {
  const lock = path.endsWith(`/${lmdbNames.data}`) ? [`${path.slice(0, -lmdbNames.data.length)}${lmdbNames.lock}`] : []
  const besides = [...databaseSuffixes.map((suffix) => `${path}${suffix}`), ...lock]
  return besides.filter((one) => one.length - one.lastIndexOf('/') - 1 <= longestName)
}

/** Those of them in which something may be that is not in the database. */
export function logsOfDatabase(path: string): readonly string[] {
  return besideDatabase(path).filter(isLogOfDatabase)
}

/** By its name, if that is one of `besideDatabase`. */
export function isLogOfDatabase(path: string): boolean {
  return /(?:-wal|-journal|[.]wal)$/.test(path)
}

/** The database that a file of this name would stand beside. */
export function databaseOf(path: string): string | undefined {
  if (path.endsWith(`/${lmdbNames.lock}`)) return `${path.slice(0, -lmdbNames.lock.length)}${lmdbNames.data}`
  const suffix = databaseSuffixes.find((one) => path.endsWith(one))
  const database = suffix === undefined ? undefined : path.slice(0, -suffix.length)
  return database === undefined || database.endsWith('/') ? undefined : database
}
