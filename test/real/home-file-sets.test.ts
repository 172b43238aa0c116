/** Which files of a home make one thing, found by what they are: written by the real programs where these are here. */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { FileSet } from '../../src-main/domains/home-sync/file-sets/file-set.ts'
import { makePracticePlace } from './files-place.ts'
import { scanOf } from './home-scans.ts'
import { forAllTests } from './while-tested.ts'

const place = forAllTests(() => makePracticePlace(512))
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

const sorted = (sets: readonly FileSet[]) => sets.map(({ kind, paths }) => [kind, ...paths.toSorted()])

it('tells a guest of VirtualBox or VMware with what its definition names elsewhere, but no medium and nothing of others', async () => {
  const home = path.join(place.places.areas.home, 'alice')
  const medium = `<DVDImages><Image location="${home}/isos/a.iso"/></DVDImages><SharedFolder hostPath="${home}/shared"/>`
  const disks = [`${home}/disks/win &amp; co.vdi`, `${home}/../bob/disk.vdi`, '../../disks/second.vdi', '/dev/sda']
  write(
    'VMs/win/win.vbox',
    `<VirtualBox><Machine stateFile="Snapshots/a.sav"><HardDisks>${disks.map((one) => `<HardDisk uuid="{1}" location="${one}" format="VDI"/>`).join('')}</HardDisks>${medium}</Machine></VirtualBox>`,
  )
  write('vmware/deb/deb.vmx', 'scsi0:0.fileName = "../../disks/deb.vmdk"\nide1:0.fileName = "/home/alice/isos/a.iso"\n')
  for (const name of [
    'disks/win & co.vdi',
    'disks/second.vdi',
    'disks/deb.vmdk',
    'disks/other.vdi',
    'isos/a.iso',
    'shared/a',
  ])
    write(name, 'x')
  place.bash('mkdir -p ../bob; echo x > ../bob/disk.vdi')
  write(
    '.lima/dev/lima.yaml',
    'cpus: 2\nadditionalDisks:\n- name: data\n  format: true\n- "more"\nmounts:\n- name: none\n',
  )
  for (const name of ['data', 'more', 'none']) write(`.lima/_disks/${name}/datadisk`, 'x')
  expect(sorted(await found())).toEqual([
    ['guest', '.lima/_disks/data', '.lima/_disks/more', '.lima/dev'],
    ['guest', 'VMs/win', 'disks/second.vdi', 'disks/win & co.vdi'],
    ['guest', 'disks/deb.vmdk', 'vmware/deb'],
  ])
  place.bash('rm -r ../bob')
})

it('tells a database with what its links and its own files lead to, and follows nothing out of the home or around it', async () => {
  const home = path.join(place.places.areas.home, 'alice')
  for (const name of [
    'pg/PG_VERSION',
    'pg/global/pg_control',
    'space/PG_17/1',
    'pgwal/1',
    'my/ibdata1',
    'bulk/t.MYD',
    'bulk/u.ibd',
  ])
    write(name, 'x')
  for (const name of ['rocks/CURRENT', 'rocks/MANIFEST-000004', 'logs/000007.log', 'bdb/__db.001', 'bdblog/log.1'])
    write(name, 'x')
  write('rocks/OPTIONS-000009', `[DBOptions]\n  wal_dir=${home}/logs\n`)
  write('bdb/DB_CONFIG', 'set_lg_dir ../bdblog\n')
  write('my/shop/u.isl', `${home}/bulk/u.ibd\n`)
  place.bash(`mkdir pg/pg_tblspc; ln -s ${home}/space pg/pg_tblspc/16400; ln -s ../pgwal pg/pg_wal; ln -s ${home}/bulk/t.MYD my/shop/t.MYD
    ln -s ${home} pg/pg_tblspc/1; ln -s / pg/pg_tblspc/2; ln -s ../gone pg/pg_tblspc/3; ln -s ../../pg pg/pg_tblspc/4; ln -s /etc pg/etc`)
  expect(sorted(await found())).toEqual([
    ['database-folder', 'bdb', 'bdblog'],
    ['database-folder', 'bulk/t.MYD', 'bulk/u.ibd', 'my'],
    ['database-folder', 'pg', 'pgwal', 'space'],
    ['database-folder', 'logs', 'rocks'],
  ])
})

it('tells a repository with its folder of git elsewhere, with what it borrows, and other working copies with theirs', async () => {
  place.bash(`mkdir gits; git init -q --separate-git-dir gits/site site; git init -q base; cd base; git -c user.name=a -c user.email=a@b commit -q --allow-empty -m one
    cd ..; git clone -q --shared base borrower; git init -q linked; mv linked/.git gits/linked; ln -s ../gits/linked linked/.git
    git init -q outer; cd outer; git -c protocol.file.allow=always submodule --quiet add ../base part 2>/dev/null`)
  write('hg/.hg/sharedpath', '../../hgmain/.hg\n')
  write('hgmain/.hg/store/x', 'x')
  write('jj/.jj/repo', '../../jjmain/.jj/repo')
  write('jjmain/.jj/repo/store/x', 'x')
  expect(sorted(await found())).toEqual([
    ['repository', 'base', 'borrower'],
    ['repository', 'gits/linked', 'linked'],
    ['repository', 'gits/site', 'site'],
    ['working-copy', 'hg', 'hgmain'],
    ['working-copy', 'jj', 'jjmain'],
  ])
})

it('tells databases of several files of one stem by what is in them, and nothing that is only called like them', async () => {
  place.bash(`python3 -c 'import dbm.dumb; d=dbm.dumb.open("words","c"); d["a"]="b"; d.close()'; touch words.other`)
  for (const name of [
    'shop.script',
    'shop.data',
    'shop.log',
    'shop.script.new',
    'shop.lck',
    'shop.pdf',
    'a.script',
    'a.log',
    'b.dat',
    'b.dir',
    'n.pag',
    'n.dir',
  ])
    write(name, 'x')
  write('shop.properties', '#HSQL Database Engine 2.7.2\nmodified=no\n')
  for (const name of ['roads.dbf', 'roads.prj', 'roads.txt', 'no.shp', 'no.shx', 't.MYD', 't.frm']) write(name, 'x')
  for (const name of ['roads.shp', 'roads.shx']) write(name, '\x00\x00\x27\x0a')
  write('t.MYI', '\xfe\xfe\x07\x01')
  expect(await found()).toEqual([
    { kind: 'database', paths: ['n.pag', 'n.dir'] },
    { kind: 'database', paths: ['roads.shp', 'roads.shx', 'roads.dbf', 'roads.prj'] },
    {
      kind: 'database',
      paths: ['shop.properties', 'shop.script', 'shop.script.new', 'shop.log', 'shop.data', 'shop.lck'],
    },
    { kind: 'database', paths: ['t.MYI', 't.MYD', 't.frm'] },
    { kind: 'database', paths: ['words.dir', 'words.dat', 'words.bak'] },
  ])
})

it('tells an image in the folder of a guest with what it builds on elsewhere as one with that guest', async () => {
  place.bash(`mkdir -p bases quick/debian; qemu-img create -q -f qcow2 bases/base.qcow2 1M
    qemu-img create -q -f qcow2 -F qcow2 -b "$PWD/bases/base.qcow2" quick/debian/disk.qcow2`)
  write('quick/debian/OVMF_VARS.fd', 'x')
  expect(sorted(await found())).toEqual([['guest', 'bases/base.qcow2', 'quick/debian']])
})
