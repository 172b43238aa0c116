/** Databases of alice's on the practice laptops: written, closed, killed and read by SQLite itself. */
import { execOn } from '../practice/pair.ts'
import type { Host } from '../practice/layout.ts'
import { testPair } from './laptops-pair.ts'

/** wal: its log keeps what is committed. rollback: a hot journal keeps what a killed transaction had changed. */
export type JournalMode = 'wal' | 'delete' | 'persist' | 'truncate'

export interface DatabaseWork {
  /** Below alice's home. */
  readonly path: string
  /** Only of one that is new. */
  readonly mode: JournalMode
  /** Each is a row of its own, committed. */
  readonly rows: readonly string[]
  /** closed: as programs close theirs. killed: right after the last commit. torn: within a transaction that has reached the disk. */
  readonly end: 'closed' | 'killed' | 'torn'
}

/** One program for each, since being killed ends all of it; killed ones are what the program is for. */
const program = `
  const { DatabaseSync } = require('node:sqlite')
  const { spawnSync } = require('node:child_process')
  const { mkdirSync } = require('node:fs')
  const work = JSON.parse(process.argv[1])
  if (Array.isArray(work)) {
    for (const one of work) spawnSync(process.execPath, ['-e', process.env.PROGRAM, JSON.stringify(one)], { stdio: 'inherit', env: process.env })
    process.exit(0)
  }
  mkdirSync(require('node:path').dirname(work.path), { recursive: true })
  const database = new DatabaseSync(work.path)
  database.exec('pragma journal_mode = ' + work.mode + '; pragma cache_size = 1; create table if not exists t (row text primary key, filling blob)')
  for (const row of work.rows) database.prepare('insert into t values (?, randomblob(3000))').run(row)
  if (work.end === 'closed') { database.close(); process.exit(0) }
  if (work.end === 'torn') {
    database.exec('begin')
    for (let index = 0; index < 60; index += 1) database.exec("insert into t values ('never " + index + "', randomblob(9000))")
    database.exec("update t set filling = randomblob(3000)")
  }
  process.kill(process.pid, 'SIGKILL')
`

export async function workOn(host: Host, work: readonly DatabaseWork[]): Promise<void> {
  await nodeOn(host, program, work)
}

export interface ReadDatabase {
  readonly rows: readonly string[]
  /** What SQLite says of it: "ok". */
  readonly integrity: string
}

/** Reads copies, as opening one changes it. Undefined of what is not there. */
export async function readDatabases(
  host: Host,
  paths: readonly string[],
): Promise<readonly (ReadDatabase | undefined)[]> {
  const read = `
    const { DatabaseSync } = require('node:sqlite')
    const { copyFileSync, existsSync, mkdtempSync, rmSync } = require('node:fs')
    const folder = mkdtempSync('/tmp/databases-')
    const found = JSON.parse(process.argv[1]).map((path, index) => {
      if (!existsSync(path)) return undefined
      const copy = folder + '/' + index
      for (const suffix of ['', '-wal', '-journal']) if (existsSync(path + suffix)) copyFileSync(path + suffix, copy + suffix)
      try {
        const database = new DatabaseSync(copy)
        const [{ integrity_check: integrity }] = database.prepare('pragma integrity_check').all()
        const rows = database.prepare('select row from t order by row').all().map(({ row }) => row)
        database.close()
        return { rows, integrity }
      } catch (thrown) {
        return { rows: [], integrity: String(thrown) }
      }
    })
    rmSync(folder, { recursive: true })
    console.log(JSON.stringify(found.map((one) => one ?? null)))
  `
  const told = JSON.parse(await nodeOn(host, read, paths)) as (ReadDatabase | null)[]
  return told.map((one) => one ?? undefined)
}

/** By the Node of the package, which has SQLite, as alice in her home. */
async function nodeOn(host: Host, script: string, argument: unknown): Promise<string> {
  const argv = [
    'env',
    '-C',
    '/home/alice',
    `PROGRAM=${script}`,
    '/usr/lib/pc-switcher/node',
    '--no-warnings',
    '-e',
    script,
  ] as const
  const { stdout, stderr, exitCode } = await execOn(host, [...argv, JSON.stringify(argument)], {
    name: testPair,
    user: 'alice',
  })
  if (exitCode !== 0 || stderr !== '') throw new Error(`on ${host}: ${String(exitCode)}: ${stderr}`)
  return stdout
}
