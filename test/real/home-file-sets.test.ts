/** Which files of a home make one thing, found by what they are: written by the real programs where these are here. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { FileSet } from '../../src-main/domains/home-sync/file-sets/file-set.ts'
import { makePracticePlace, type PracticePlace } from './files-place.ts'
import { scanOf } from './home-scans.ts'

let place: PracticePlace
beforeAll(() => {
  place = makePracticePlace(512)
})
afterAll(() => place.remove())
afterEach(() => place.emptyFolder())

async function found(): Promise<readonly FileSet[]> {
  const { fileSets } = await scanOf(place.places)
  return fileSets
    .map((set) => ({ ...set, paths: set.paths.map((one) => one.replace(/^alice\//, '')) }))
    .toSorted((one, other) => ((one.paths[0] ?? '') < (other.paths[0] ?? '') ? -1 : 1))
}

function write(name: string, content: string): void {
  const file = path.join(place.home, 'alice', name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, content, 'latin1')
}

const wal = (name: string) =>
  `import os,sqlite3; c=sqlite3.connect("${name}"); c.execute("pragma journal_mode=wal"); c.execute("create table t(a)"); c.commit(); os._exit(0)`
const journal = (name: string) =>
  `import os,sqlite3; c=sqlite3.connect("${name}",isolation_level=None); c.execute("create table t(a)"); c.execute("pragma cache_size=1"); c.execute("begin"); [c.execute("insert into t values(randomblob(9000))") for _ in range(90)]; os._exit(0)`

it('tells a database of SQLite by its contents, whatever it is called, and nothing that is only called like one', async () => {
  place.bash(`python3 -c '${wal('library')}'; python3 -c '${journal('a b.xyz')}'
    echo diary > diary; echo more > diary-journal; echo x > alone-wal`)
  expect(await found()).toEqual([
    { kind: 'database', paths: ['a b.xyz', 'a b.xyz-journal'] },
    { kind: 'database', paths: ['library', 'library-wal', 'library-shm'] },
  ])
})

it('tells one that is encrypted by its log, DuckDB and LMDB by theirs', async () => {
  place.bash(`python3 -c '${wal('signal.db')}'; head -c 4096 /dev/urandom > signal.db`)
  write('ducks', `\x00\x00\x00\x00\x00\x00\x00\x00DUCK\x40`)
  write('ducks.wal', 'x')
  write('mail/data.mdb', `${'\x00'.repeat(16)}\xde\xc0\xef\xbe`)
  write('mail/lock.mdb', 'x')
  expect(await found()).toEqual([
    { kind: 'database', paths: ['ducks', 'ducks.wal'] },
    { kind: 'database', paths: ['mail/data.mdb', 'mail/lock.mdb'] },
    { kind: 'database', paths: ['signal.db', 'signal.db-wal', 'signal.db-shm'] },
  ])
})

it('tells folders that are one thing by what is in them', async () => {
  for (const name of ['leveldb/CURRENT', 'leveldb/MANIFEST-000004', 'pg/PG_VERSION', 'pg/base/1/PG_VERSION'])
    write(name, 'x')
  for (const name of ['pg/global/pg_control', 'bdb/log.0000000001', 'borg/config', 'borg/data/0/1', 'borg/index.1'])
    write(name, 'x')
  for (const name of [
    'notmuch/xapian/iamglass',
    'crypt/cryfs.config',
    'hg/.hg/store',
    'VMs/win/win.vbox',
    'src/CURRENT',
  ])
    write(name, 'x')
  for (const name of [
    'p/prefs.js',
    'p/compatibility.ini',
    'p/storage/ls/CURRENT',
    'p/storage/ls/MANIFEST-1',
    'prefs.js',
  ])
    write(name, 'x')
  for (const name of ['redis/appendonlydir/appendonly.aof.manifest', 'redis/appendonlydir/appendonly.aof.1.incr.aof'])
    write(name, 'x')
  for (const name of ['redis/dump.rdb', '.lima/default/lima.yaml', '.lima/default/diffdisk', '.lima/default/basedisk'])
    write(name, 'x')
  for (const name of ['quick/debian/OVMF_VARS.fd', 'quick/debian/disk.qcow2', 'quick/debian.conf']) write(name, 'x')
  expect((await found()).map(({ kind, paths: [one] }) => `${kind} ${one}`)).toEqual([
    'guest .lima/default',
    'guest VMs/win',
    'database-folder bdb',
    'backup borg',
    'encrypted crypt',
    'working-copy hg',
    'database-folder leveldb',
    'database-folder notmuch/xapian',
    'profile p',
    'database-folder pg',
    'guest quick/debian',
    'database-folder redis/appendonlydir',
  ])
})

it('tells a disk image with all that it builds on, and a repository with its other work trees', async () => {
  place.bash(`mkdir VMs; cd VMs; qemu-img create -q -f qcow2 base.img 1M
    qemu-img create -q -f qcow2 -F qcow2 -b base.img middle.qcow2; qemu-img create -q -f qcow2 -F qcow2 -b "$PWD/middle.qcow2" top.qcow2
    qemu-img create -q -f qcow2 alone.qcow2 1M; qemu-img create -q -f vmdk -o subformat=twoGbMaxExtentSparse disk.vmdk 1M
    cd ..; git init -q repo; cd repo; git -c user.name=a -c user.email=a@b commit -q --allow-empty -m one
    git worktree add -q ../fix; git init -q ../other`)
  // Where the loop device is mounted, the home has another name than on a laptop.
  const real = path.join(place.home, 'alice')
  expect(real).toBe(path.join(place.places.areas.home, 'alice'))
  const sets = await found()
  expect(sets.map(({ kind, paths }) => [kind, ...[...paths].sort()])).toEqual(
    expect.arrayContaining([
      ['image', 'VMs/base.img', 'VMs/middle.qcow2', 'VMs/top.qcow2'],
      ['image', 'VMs/disk-s001.vmdk', 'VMs/disk.vmdk'],
      ['repository', 'fix', 'repo'],
    ]),
  )
  expect(sets).toHaveLength(3)
})

it("tells a person's own guest: disks, definition, UEFI variables, saved memory and snapshots, but no installation medium", async () => {
  const home = path.join(place.places.areas.home, 'alice')
  place.bash('mkdir VMs; qemu-img create -q -f qcow2 "VMs/win & co.qcow2" 1M; touch VMs/install.iso VMs/raw.disk')
  const qemu = '.config/libvirt/qemu'
  write(
    `${qemu}/win.xml`,
    `<!-- generated --><domain type='kvm'><name>win</name><uuid>6c5ed8f2</uuid>
      <os><nvram template='/usr/share/OVMF/OVMF_VARS.fd'>${home}/${qemu}/nvram/win_VARS.fd</nvram></os><devices>
      <disk type='file' device='disk'><source file='${home}/VMs/win &amp; co.qcow2'/></disk>
      <disk type="file" device="disk"><source file="${home}/VMs/raw.disk"/></disk>
      <disk type='file' device='cdrom'><source file='${home}/VMs/install.iso'/></disk>
      <filesystem type='mount'><source dir='${home}/shared'/></filesystem></devices></domain>`,
  )
  write(`${qemu}/networks/default.xml`, '<network><name>default</name></network>')
  for (const name of [
    'nvram/win_VARS.fd',
    'save/win.save',
    'snapshot/win/before.xml',
    'swtpm/6c5ed8f2/tpm2/x',
    'save/b',
  ])
    write(`${qemu}/${name}`, 'x')
  expect(await found()).toEqual([
    {
      kind: 'guest',
      name: 'win',
      paths: [
        ...['VMs/win & co.qcow2', 'VMs/raw.disk', `${qemu}/nvram/win_VARS.fd`, `${qemu}/win.xml`],
        ...[`${qemu}/save/win.save`, `${qemu}/snapshot/win`, `${qemu}/swtpm/6c5ed8f2`],
      ],
    },
  ])
})

it('tells the same where only what changed was looked at', async () => {
  place.bash(`python3 -c '${wal('library')}'`)
  const before = await scanOf(place.places)
  place.bash(`python3 -c '${wal('second')}'; rm library-wal library-shm`)
  const now = await scanOf(place.places, before.inventory)
  expect(now.whole).toBeUndefined()
  expect(now.fileSets.map(({ paths }) => paths[0])).toEqual(['alice/second'])
  appendFileSync(path.join(place.home, 'alice/second-wal'), 'x')
  expect((await scanOf(place.places, now.inventory)).fileSets).toEqual(now.fileSets)
})
