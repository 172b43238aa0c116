/** Databases come back from a real snapshot as a whole: with their logs of then, and without those of now. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { inspectRestore, restoreHere } from '../../src-main/domains/files/on-machine/restore/restore.ts'
import { makePracticePlace, type PracticePlace } from './files-place.ts'

let place: PracticePlace
let alice: string
beforeAll(() => {
  place = makePracticePlace()
  alice = path.join(place.home, 'alice')
})
afterAll(() => {
  place.remove()
})
beforeEach(() => {
  place.emptyFolder()
})

let count = 0
async function restore(setId: string, paths: readonly string[], where: 'original' | 'beside' = 'original') {
  const request = { choice: { setId, subvolume: 'home', paths: [...paths] }, place: where }
  const inspection = await inspectRestore(place.places, request, {})
  const operationId = `restore-databases-${process.pid}-${(count += 1)}`
  const restored = await restoreHere(
    place.places,
    { ...request, operationId, digest: inspection.digest },
    place.options,
  )
  return { inspection, restored }
}

/** A committed row, by a program that dies then: in a log, or in a journal that is hot with what it had not committed. */
function commit(name: string, row: string, mode: 'wal' | 'delete'): void {
  const torn = mode === 'delete' ? 'c.execute("begin"); c.execute("update t set filling=randomblob(30000)")' : 'pass'
  const script = `
import os,sys,sqlite3
c=sqlite3.connect(sys.argv[1],isolation_level=None); c.execute("pragma journal_mode=${mode}"); c.execute("pragma cache_size=1")
c.execute("create table if not exists t(a,filling)"); c.executemany("insert into t values(?,randomblob(30000))",[(sys.argv[2],)]+[("filling",)]*9)
${torn}
os._exit(0)`
  execFileSync('python3', ['-c', script, path.join(alice, name), row])
}

function rowsOf(name: string): unknown {
  const script = `
import sys,sqlite3,json
c=sqlite3.connect(sys.argv[1])
print(json.dumps([c.execute("pragma integrity_check").fetchone()[0]]+[r[0] for r in c.execute("select a from t where a<>'filling' order by a")]))`
  return JSON.parse(execFileSync('python3', ['-c', script, path.join(alice, name)], { encoding: 'utf8' }))
}

it.each(['wal', 'delete'] as const)('brings back what was committed then (journal mode %s)', async (mode) => {
  commit('library', 'then', mode)
  const setId = await place.take()
  commit('library', 'since', mode)
  const { inspection } = await restore(setId, ['alice/library'])
  expect(inspection.overwrittenCount).toBeGreaterThan(1)
  expect(rowsOf('library')).toEqual(['ok', 'then'])
})

it('takes away the log of now where there was none then, and the snapshot that is taken first has it', async () => {
  execFileSync('python3', [
    '-c',
    'import sys,sqlite3; c=sqlite3.connect(sys.argv[1]); c.execute("pragma journal_mode=wal"); c.execute("create table t(a,b)"); c.execute("insert into t values(1,1)"); c.commit(); c.close()',
    path.join(alice, 'library'),
  ])
  const setId = await place.take()
  commit('library', 'since', 'wal')
  const { inspection, restored } = await restore(setId, ['alice/library'])
  expect(inspection.overwritten.map(({ kind, path: one }) => `${kind} ${one}`)).toEqual([
    'deleted alice/library-shm',
    'deleted alice/library-wal',
  ])
  // What was committed since is in the log alone.
  expect(readdirSync(alice)).toEqual(['library'])
  expect(existsSync(path.join(place.inSet(restored.keptSet ?? ''), 'home/alice/library-wal'))).toBe(true)
})

it('is found by its log too, and is whole beside the present one', async () => {
  commit('library', 'then', 'wal')
  const setId = await place.take()
  const { restored } = await restore(setId, ['alice/library-wal'], 'beside')
  const [name = ''] = restored.places.map((one) => path.basename(one)).filter((one) => !/-(?:wal|shm)$/.test(one))
  expect(rowsOf(name)).toEqual(['ok', 'then'])
})

it('leaves no newer table in a folder of a database, and what is in other folders', async () => {
  place.bash('mkdir store notes; touch store/CURRENT store/MANIFEST-000001 store/000003.ldb notes/a')
  const setId = await place.take()
  place.bash('rm store/MANIFEST-000001; echo 2 > store/CURRENT; touch store/MANIFEST-000002 store/000009.log notes/b')
  await restore(setId, ['alice/store', 'alice/notes'])
  expect(readdirSync(path.join(alice, 'store')).sort()).toEqual(['000003.ldb', 'CURRENT', 'MANIFEST-000001'])
  expect(readdirSync(path.join(alice, 'notes')).sort()).toEqual(['a', 'b'])
})
