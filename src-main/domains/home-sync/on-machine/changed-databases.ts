/**
 * Databases at which a program was at work since the scan, and is not any more: a log that only appeared then changes nothing of the
 * database, whose line would find all as it expects.
 */
import type { BigIntStats } from 'node:fs'
import { besideDatabase, databaseOf, logsOfDatabase } from '../../../commons/file-sets/what-makes-one.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { lookInside, type Inside } from '../../../tools/files/safe-path.ts'
import type { HomeLine } from '../placing-lines.ts'

interface Trees {
  readonly live: string
  /** The frozen tree that the lines are against. */
  readonly expected: string
}

/** Paths of all files of those that have a line. */
export function findChangedDatabases(lines: readonly HomeLine[], trees: Trees): ReadonlySet<BytePath> {
  const [live, expected] = [lookInside(trees.live), lookInside(trees.expected)]
  try {
    const changed = [...databasesIn(lines, live)]
      .map((database) => [database, ...besideDatabase(database)])
      .filter((files) => files.some((file) => stampOf(live.stat(file)) !== stampOf(expected.stat(file))))
    return new Set(changed.flat())
  } finally {
    live.close()
    expected.close()
  }
}

/** Those that have a log, there or among the lines. */
function databasesIn(lines: readonly HomeLine[], live: Inside): ReadonlySet<BytePath> {
  const databases = new Set<BytePath>()
  let folder: BytePath | undefined
  let isThere = false
  for (const { path } of lines) {
    const around = path.slice(0, Math.max(0, path.lastIndexOf('/')))
    if (around !== folder) isThere = around === '' || live.stat(around)?.isDirectory() === true
    folder = around
    const database = databaseOf(path)
    if (database !== undefined) databases.add(database)
    if (isThere && logsOfDatabase(path).some((log) => live.stat(log) !== undefined)) databases.add(path)
  }
  return databases
}

/** A snapshot has the inodes and times of what it was taken of. */
function stampOf(stat: BigIntStats | undefined): string {
  return stat === undefined ? '' : `${stat.ino} ${stat.ctimeNs} ${stat.size}`
}
