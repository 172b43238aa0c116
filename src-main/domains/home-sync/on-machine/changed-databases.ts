/** Whether a program worked at a database after it was looked at: its line alone does not show that. */
import type { BigIntStats } from 'node:fs'
import {
  besideDatabase,
  databaseOf,
  isLogOfDatabase,
  logsOfDatabase,
} from '../../../commons/file-sets/what-makes-one.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { groupBy } from '../../../kernel/group-by.ts'
import { lookInside, readFolderInside, type Inside } from '../../../tools/files/safe-path.ts'
import type { HomeLine } from '../placing-lines.ts'

interface Trees {
  readonly live: string
  /** The frozen tree that the lines are against. */
  readonly expected: string
}

/**
 * Databases at which a program was at work since the scan, and is not any more: a log that only appeared then changes
 * nothing of the database, whose line would find all as it expects. Paths of all files of those that have a line.
 */
export function findChangedDatabases(lines: readonly HomeLine[], trees: Trees): ReadonlySet<BytePath> {
  const [live, expected] = [lookInside(trees.live), lookInside(trees.expected)]
  try {
    const changed = [...databasesIn(lines, trees.live, live)]
      .map((database) => [database, ...besideDatabase(database)])
      .filter((files) => files.some((file) => stampOf(live.stat(file)) !== stampOf(expected.stat(file))))
    return new Set(changed.flat())
  } finally {
    live.close()
    expected.close()
  }
}

/** Those that have a log, there or among the lines. */
function databasesIn(lines: readonly HomeLine[], root: string, live: Inside): ReadonlySet<BytePath> {
  const databases = new Set<BytePath>()
  for (const [folder, some] of groupBy(lines, ({ path }) => path.slice(0, Math.max(0, path.lastIndexOf('/'))))) {
    const isThere = logsThere({ root, folder, live, lines: some.length })
    for (const { path } of some) {
      const database = databaseOf(path)
      if (database !== undefined) databases.add(database)
      if (isThere !== undefined && logsOfDatabase(path).some(isThere)) databases.add(path)
    }
  }
  return databases
}

/** Of more lines in one folder, its names are read at once. */
const askedOneByOne = 8

interface FolderOfLines {
  readonly root: string
  readonly folder: BytePath
  readonly live: Inside
  readonly lines: number
}

/** Which logs of databases are in a folder; undefined where it has none, or is none. */
function logsThere({ root, folder, live, lines }: FolderOfLines): ((path: BytePath) => boolean) | undefined {
  if (folder === '') return (path) => live.stat(path) !== undefined
  if (live.stat(folder)?.isDirectory() !== true) return undefined
  if (lines <= askedOneByOne) return (path) => live.stat(path) !== undefined
  const logs = readFolderInside(root, folder).filter(({ name }) => isLogOfDatabase(name))
  const paths = new Set(logs.map(({ name }) => `${folder}/${name}`))
  return paths.size === 0 ? undefined : (path) => paths.has(path)
}

/** A snapshot has the inodes and times of what it was taken of. */
function stampOf(stat: BigIntStats | undefined): string {
  return stat === undefined ? '' : `${stat.ino} ${stat.ctimeNs} ${stat.size}`
}
