/** What a program really uses when it has a file open: the file, or a database or profile of which it is a part. Pure. */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { OpenPlace } from '../../open-files-verbs.ts'

export type UsedPlace = Pick<OpenPlace, 'path' | 'kind'>

/** Where a program keeps one, all that is in it belongs together. Of the usual packages, snaps and flatpaks. */
const profiles: readonly RegExp[] = [
  /^(?:.*\/)?\.?(?:mozilla\/firefox|thunderbird|librewolf|zen)\/[^/]+(?=\/)/,
  /^(?:.*\/)?(?:\.config|config|common)\/(?:google-chrome|chromium|microsoft-edge|BraveSoftware\/Brave-Browser|vivaldi|opera)[^/]*(?=\/)/,
  /^(?:.*\/)?\.local\/share\/evolution(?=\/)/,
]

export interface Use {
  readonly path: BytePath
  /** The program, as the kernel knows it. */
  readonly program: string
}

/** `exists`: whether that path is there beside it. */
export function usedPlace({ path, program }: Use, exists: (path: BytePath) => boolean): UsedPlace {
  const profile = profiles.map((pattern) => pattern.exec(path)?.[0]).find((found) => found !== undefined)
  if (profile !== undefined) return { path: profile, kind: 'profile' }
  const [folder, name] = split(path)
  // Firefox and its like lock their profile by it, wherever that is.
  if (name === '.parentlock') return { path: folder, kind: 'profile' }
  // LevelDB and RocksDB keep it open for as long as the database is.
  if (name === 'LOCK' && exists(`${folder}/CURRENT`)) return { path: folder, kind: 'database-folder' }
  const server = serverFolder({ path, program }, exists)
  if (server !== undefined) return { path: server, kind: 'database-folder' }
  const main = path.replace(/-(?:wal|shm|journal)$/, '')
  const isSqlite = main !== path ? exists(main) : sqliteSuffixes.some((suffix) => exists(`${path}${suffix}`))
  return isSqlite ? { path: main, kind: 'database' } : { path, kind: 'file' }
}

/** What SQLite writes beside a database while it is in use. */
const sqliteSuffixes = ['-wal', '-shm', '-journal'] as const

/** Of PostgreSQL, MySQL and MariaDB: the outermost folder that has what only such a folder has. */
function serverFolder({ path, program }: Use, exists: (path: BytePath) => boolean): BytePath | undefined {
  const mark = servers.find(({ name }) => name.test(program))?.mark
  if (mark === undefined) return undefined
  return foldersAround(path).find((folder) => exists(`${folder}/${mark}`))
}

const servers = [
  { name: /^postgres/, mark: 'postmaster.pid' },
  { name: /^(?:mysqld|mariadbd)/, mark: 'ibdata1' },
] as const

/** Outer ones first. */
function foldersAround(path: BytePath): readonly BytePath[] {
  const names = path.split('/').slice(0, -1)
  return names.map((_name, index) => names.slice(0, index + 1).join('/'))
}

function split(path: BytePath): readonly [BytePath, BytePath] {
  const end = path.lastIndexOf('/')
  return [path.slice(0, Math.max(0, end)), path.slice(end + 1)]
}
