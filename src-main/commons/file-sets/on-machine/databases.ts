/**
 * Databases of one file, with what their programs write beside it. SQLite: fileformat2.html and walformat.html of sqlite.org;
 * DuckDB: storage/internals; LMDB: mdb.c, "MDB_MAGIC".
 */
import type { BytePath } from '../../../kernel/byte-path.ts'
import { besideDatabase, databaseOf } from '../what-makes-one.ts'
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

/** Each as `filesOfDatabase` tells it, by the paths of what stands beside some. */
export function findDatabases(beside: readonly BytePath[], heads: FileHeads): readonly (readonly BytePath[])[] {
  const databases = new Set(beside.flatMap((path) => databaseOf(path) ?? []))
  return [...databases].flatMap((database) => {
    const files = filesOfDatabase(database, heads)
    return files === undefined ? [] : [files]
  })
}

/** The database first, which need not be there, then what is there of what stands beside it; undefined where it is none. */
export function filesOfDatabase(database: BytePath, heads: FileHeads): readonly BytePath[] | undefined {
  const beside = besideDatabase(database).filter((path) => heads.exists(path))
  const isOne = heads.has(database, ofDatabases) || beside.some((path) => heads.has(path, ofCompanions))
  return isOne ? [database, ...beside] : undefined
}
