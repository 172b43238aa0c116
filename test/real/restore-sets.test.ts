/** What makes one thing comes back from a real snapshot as a whole: databases with their logs of then, guests, images that build on others. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { inspectRestore, restoreHere } from '../../src-main/domains/files/on-machine/restore/restore.ts'
import { makePracticePlace } from './files-place.ts'
import { forAllTests } from './while-tested.ts'

const place = forAllTests(() => makePracticePlace())
let alice: string
beforeAll(() => {
  alice = path.join(place.home, 'alice')
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

it('brings the whole folder of a database back where one file in it is chosen', async () => {
  place.bash('mkdir store; touch store/CURRENT store/MANIFEST-000001 store/000003.ldb')
  const setId = await place.take()
  place.bash('rm store/*; touch store/CURRENT store/MANIFEST-000002 store/000009.log')
  await restore(setId, ['alice/store/000003.ldb'])
  expect(readdirSync(path.join(alice, 'store')).sort()).toEqual(['000003.ldb', 'CURRENT', 'MANIFEST-000001'])
})

const guest = `mkdir -p .config/libvirt/qemu/save .config/libvirt/qemu/snapshot/win VMs
  qemu-img create -q -f qcow2 VMs/base.qcow2 8M; qemu-img create -q -f qcow2 -F qcow2 -b base.qcow2 VMs/win.qcow2
  echo "<domain type='qemu'><name>win</name><uuid>u-1</uuid><devices><disk device='disk'><source file='/home/alice/VMs/win.qcow2'/></disk></devices></domain>" > .config/libvirt/qemu/win.xml`
const contentsOf = (name: string) => place.bash(`cat '${name}' 2>/dev/null || echo gone`).trim()

it('brings a guest back as one by whichever of its files, and takes away memory that was saved since', async () => {
  place.bash(
    `${guest}; echo then > .config/libvirt/qemu/snapshot/win/first.xml; qemu-io -c 'write -q -P 1 0 1M' VMs/base.qcow2`,
  )
  const setId = await place.take()
  const sums = 'sha256sum VMs/*.qcow2'
  const then = place.bash(sums)
  const change = `qemu-io -c 'write -q -P 2 0 1M' VMs/base.qcow2; qemu-io -c 'write -q -P 3 0 1M' VMs/win.qcow2
    echo since > .config/libvirt/qemu/snapshot/win/first.xml; echo memory > .config/libvirt/qemu/save/win.save; echo mine > .config/other`
  for (const chosen of ['alice/VMs/base.qcow2', 'alice/VMs', 'alice/.config/libvirt/qemu/win.xml']) {
    place.bash(change)
    const { inspection, restored } = await restore(setId, [chosen])
    expect(place.bash(sums)).toBe(then)
    expect(contentsOf('.config/libvirt/qemu/snapshot/win/first.xml')).toBe('then')
    expect(contentsOf('.config/libvirt/qemu/save/win.save')).toBe('gone')
    expect(contentsOf('.config/other')).toBe('mine')
    const told = inspection.overwritten.map(({ kind, path: one }) => `${kind} ${one}`)
    expect(told).toContain('deleted alice/.config/libvirt/qemu/save/win.save')
    expect(
      existsSync(path.join(place.inSet(restored.keptSet ?? ''), 'home/alice/.config/libvirt/qemu/save/win.save')),
    ).toBe(true)
  }
})

it('brings saved memory back with the disk that it belongs to, and nothing else of a guest beside the present one', async () => {
  place.bash(`${guest}; echo then > .config/libvirt/qemu/save/win.save`)
  const setId = await place.take()
  place.bash("qemu-io -c 'write -q -P 3 0 1M' VMs/win.qcow2; echo since > .config/libvirt/qemu/save/win.save")
  const { restored } = await restore(setId, ['alice/VMs/win.qcow2'], 'beside')
  expect(restored.places).toHaveLength(1)
  expect(contentsOf('.config/libvirt/qemu/save/win.save')).toBe('since')
  await restore(setId, ['alice/VMs/win.qcow2'])
  expect(contentsOf('.config/libvirt/qemu/save/win.save')).toBe('then')
})

it('brings an image back with those that build on it', async () => {
  place.bash(`${guest}; rm .config/libvirt/qemu/win.xml`)
  const setId = await place.take()
  const then = place.bash('sha256sum VMs/*.qcow2')
  place.bash("qemu-io -c 'write -q -P 2 0 1M' VMs/base.qcow2; qemu-io -c 'write -q -P 3 0 1M' VMs/win.qcow2")
  await restore(setId, ['alice/VMs/base.qcow2'])
  expect(place.bash('sha256sum VMs/*.qcow2')).toBe(then)
})

it('brings a database back with what lies elsewhere of it, and takes away what came there since', async () => {
  place.bash(
    'mkdir -p pg/global pg/pg_tblspc space; echo then > pg/PG_VERSION; echo then > space/1; ln -s ../../space pg/pg_tblspc/16400',
  )
  const setId = await place.take()
  place.bash('echo since > pg/PG_VERSION; echo since > space/1; echo since > space/2')
  await restore(setId, ['alice/pg/PG_VERSION'])
  expect(place.bash('cat pg/PG_VERSION space/1; ls space').split('\n')).toEqual(['then', 'then', '1', ''])
})

it('brings all files of one stem back where they are a database, without a log of now', async () => {
  place.bash("echo '#HSQL Database Engine' > shop.properties; echo then > shop.script; echo mine > shop.pdf")
  const setId = await place.take()
  place.bash('echo since > shop.script; echo since > shop.log; echo since > shop.pdf')
  await restore(setId, ['alice/shop.properties'])
  expect(place.bash('cat shop.script shop.pdf; ls').split('\n')).toEqual([
    ...['then', 'since'],
    // What it took the place of is kept, as of any file that is chosen.
    ...['shop.pdf', 'shop.properties', 'shop.script', 'shop.script.bak', ''],
  ])
})
