/**
 * Databases of one file, with what their programs write beside it. SQLite: fileformat2.html and walformat.html of sqlite.org;
 * DuckDB: storage/internals; LMDB: mdb.c, "MDB_MAGIC".
 */
import type { BytePath } from '../../../../kernel/byte-path.ts'
import type { FileSet } from '../../file-sets/file-set.ts'
import { databaseSuffixes, lmdbNames } from '../../file-sets/set-marks.ts'
import { pathOfKey } from '../../inventory/inventory-entry.ts'
import type { FileHeads } from './file-heads.ts'

interface Magic {
  readonly at: number
  readonly bytes: string
}

/** First bytes of the database itself; one that is encrypted is known by what stands beside it alone. */
const ofDatabases: readonly Magic[] = [
  { at: 0, bytes: 'SQLite format 3\u0000' },
  { at: 8, bytes: 'DUCK' },
  { at: 16, bytes: '\xde\xc0\xef\xbe' },
]
/** Of the log, of its index (little-endian 3007000), and of the rollback journal of SQLite. */
const ofCompanions: readonly Magic[] = [
  { at: 0, bytes: '\x37\x7f\x06\x82' },
  { at: 0, bytes: '\x37\x7f\x06\x83' },
  { at: 0, bytes: '\x18\xe2\x2d\x00' },
  { at: 0, bytes: '\xd9\xd5\x05\xf9\x20\xa1\x63\xd7' },
]

export function findDatabases(marks: readonly string[], heads: FileHeads): readonly FileSet[] {
  const byDatabase = new Map<BytePath, BytePath[]>()
  for (const path of marks.map(pathOfKey)) {
    const database = databaseOf(path)
    if (database === undefined) continue
    const beside = byDatabase.get(database)
    if (beside === undefined) byDatabase.set(database, [path])
    else beside.push(path)
  }
  return [...byDatabase].flatMap(([database, beside]): FileSet[] => {
    const isOne = heads.has(database, ofDatabases) || beside.some((one) => heads.has(one, ofCompanions))
    return isOne ? [{ kind: 'database', paths: [database, ...beside] }] : []
  })
}

/** The database that a file of this name would stand beside. */
function databaseOf(path: BytePath): BytePath | undefined {
  if (path.endsWith(`/${lmdbNames.lock}`)) return `${path.slice(0, -lmdbNames.lock.length)}${lmdbNames.data}`
  const suffix = databaseSuffixes.find((one) => path.endsWith(one))
  const database = suffix === undefined ? undefined : path.slice(0, -suffix.length)
  return database === undefined || database.endsWith('/') ? undefined : database
}
