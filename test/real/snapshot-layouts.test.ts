import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkExtraFolder } from '../../src-main/commons/snapshot-sets/on-machine/find-extra.ts'
import { readExtraFolders, writeExtraFolders } from '../../src-main/commons/snapshot-sets/on-machine/extra-folders.ts'
import { findLayout, type Places } from '../../src-main/commons/snapshot-sets/on-machine/find-layout.ts'
import { readSets, setFolder } from '../../src-main/commons/snapshot-sets/on-machine/set-folder.ts'
import { takeSet } from '../../src-main/commons/snapshot-sets/on-machine/take-set.ts'
import { releaseLock, takeLock } from '../../src-main/commons/ledger/on-machine/lock-file.ts'
import { deleteSets } from '../../src-main/domains/snapshots/on-machine/sets/delete-sets.ts'
import { listSets } from '../../src-main/domains/snapshots/on-machine/sets/list-sets.ts'
import { writeRetentionFile } from '../../src-main/domains/snapshots/on-machine/retention/retention-file.ts'
import { ledgerMessages } from '../../src-main/commons/ledger/messages.ts'
import { createWording } from '../../src-main/contract/wording.ts'
import { snapshotsMessages } from '../../src-main/domains/snapshots/messages.ts'
import { takeScheduled } from '../../src-main/domains/snapshots/on-machine/retention/take-scheduled.ts'
import { silentLogger } from '../../src-main/kernel/logger.ts'
import { makeKeepDisk, quiet } from './keep-disk.ts'
import { makeLoopBtrfs, sh } from './loop-btrfs.ts'
import { snapshotSetsMessages } from '../../src-main/commons/snapshot-sets/messages.ts'
import { forEachTest } from './while-tested.ts'

const disk = forEachTest(() => makeLoopBtrfs(1024))

const subvolume = (...subvolumes: readonly string[]) => {
  const place = path.join(disk.top, ...subvolumes)
  sh('btrfs', '-q', 'subvolume', 'create', place)
  return place
}

/** The layout of a system whose root and /home are mounted so; `home` undefined: it is a folder of the root. */
function mountSystem(system: string, home: string | undefined): Places {
  const root = disk.mount(system, 'root')
  mkdirSync(path.join(root, 'etc'))
  mkdirSync(path.join(root, 'home'), { recursive: true })
  if (home !== undefined) disk.mount(home, 'root/home')
  const stateFolder = path.join(root, 'var/lib/pc-switcher/root')
  mkdirSync(stateFolder, { recursive: true })
  writeFileSync(path.join(root, 'etc/hostname'), 'p17\n')
  writeFileSync(path.join(root, 'home/letter'), 'dear\n')
  const areas = { system: path.join(root, 'etc'), home: path.join(root, 'home'), images: path.join(root, 'none') }
  return { areas, stateFolder, swapFiles: [] }
}
const take = (places: Places) => takeSet(places, { switchId: 's1', reason: 'before-switch' }, quiet)
const read = (places: Places, id: string, file: string) =>
  readFileSync(path.join(setFolder(places.stateFolder, id), file), 'utf8')

describe('every usual layout', () => {
  it.each([
    ['Ubuntu: @ and @home', '@', '@home', ['system', 'home']],
    ['Debian: @rootfs with /home inside', '@rootfs', undefined, ['system']],
    ['Fedora: root and home', 'root', 'home', ['system', 'home']],
    ['openSUSE: deeper names', '@/.snapshots/1/snapshot', '@/home', ['system', 'home']],
    ['names with blanks and newlines', 'my\nroot', 'ID 5 gen 1 top level 5 path x', ['system', 'home']],
  ])('%s', async (_name, system, home, subvolumes) => {
    mkdirSync(path.join(disk.top, path.dirname(system)), { recursive: true })
    subvolume(system)
    if (home !== undefined) subvolume(home)
    const places = mountSystem(system, home)
    const { id, snapshots } = await take(places)
    expect(snapshots.map(({ subvolume }) => subvolume)).toEqual(subvolumes)
    expect(read(places, id, home === undefined ? 'system/home/letter' : 'home/letter')).toBe('dear\n')
    const { sets, foreign } = await listSets(places.stateFolder, {})
    expect(sets).toMatchObject([{ id, subvolumes: [...subvolumes].sort() }])
    expect(foreign).toEqual([])
    const second = await takeSet(places, { switchId: 's2', reason: 'manual' }, quiet)
    // Also where they lie inside what is taken, they are no subvolume of the next.
    expect(second.snapshots.map(({ subvolume }) => subvolume)).toEqual(subvolumes)
    expect(await deleteSets(places.stateFolder, [id], quiet)).toMatchObject({ deleted: [id], refused: [] })
  })

  it('a name with a comma, which only its number can mount', async () => {
    subvolume('@')
    const home = subvolume('home, sweet home')
    const number = sh('btrfs', 'inspect-internal', 'rootid', home).trim()
    expect(() => disk.mount('home, sweet home', 'never')).toThrow()
    const places = mountSystem('@', undefined)
    const device = sh('findmnt', '-no', 'SOURCE', disk.top).trim()
    sh('mount', '-o', `subvolid=${number}`, device, places.areas.home)
    try {
      writeFileSync(path.join(places.areas.home, 'letter'), 'by number\n')
      const { id, snapshots } = await take(places)
      expect(snapshots.map(({ subvolume }) => subvolume)).toEqual(['system', 'home'])
      expect(read(places, id, 'home/letter')).toBe('by number\n')
      expect((await listSets(places.stateFolder, {})).sets[0]?.subvolumes).toEqual(['home', 'system'])
    } finally {
      sh('umount', places.areas.home)
    }
  })

  it('several disks that are one btrfs', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'two-disks-'))
    const devices: string[] = []
    const root = path.join(folder, 'root')
    try {
      for (const name of ['one', 'two']) {
        sh('truncate', '--size=512M', path.join(folder, name))
        devices.push(sh('losetup', '--find', '--show', path.join(folder, name)).trim())
      }
      sh('mkfs.btrfs', '--quiet', '-d', 'raid1', '-m', 'raid1', ...devices)
      for (const name of ['etc', 'home', 'state']) mkdirSync(path.join(root, name), { recursive: true })
      sh('mount', devices[1] ?? '', root)
      for (const name of ['etc', 'state']) mkdirSync(path.join(root, name))
      sh('btrfs', '-q', 'subvolume', 'create', path.join(root, 'home'))
      const areas = { system: path.join(root, 'etc'), home: path.join(root, 'home'), images: path.join(root, 'none') }
      const places = { areas, stateFolder: path.join(root, 'state'), swapFiles: [] }
      const { id, snapshots } = await take(places)
      expect(snapshots.map(({ subvolume: one }) => one)).toEqual(['system', 'home'])
      const layout = await findLayout(places, {})
      const { freeBytes, totalBytes } = layout.kind === 'ready' ? layout.space : expect.fail('it is ready')
      // Each file is there twice, so there is only room for half of it.
      expect([freeBytes < 2 ** 29, totalBytes >= 2 ** 29]).toEqual([true, true])
      await takeSet(places, { switchId: 's2', reason: 'manual' }, quiet)
      expect(await deleteSets(places.stateFolder, [id], quiet)).toMatchObject({ deleted: [id] })
    } finally {
      if (sh('findmnt', '-rno', 'TARGET').split('\n').includes(root)) sh('umount', root)
      for (const device of devices) sh('losetup', '--detach', device)
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('a link in the place of /home: it is refused, whatever it leads to', async () => {
    subvolume('@')
    subvolume('@data')
    const places = mountSystem('@', undefined)
    const { home } = places.areas
    const root = path.dirname(home)
    disk.mount('@data', 'root/data')
    for (const target of ['data', 'etc']) {
      rmSync(home, { recursive: true })
      symlinkSync(target, home)
      expect(await findLayout(places, {})).toEqual({ kind: 'link', place: home, target })
      await expect(takeSet(places, { switchId: 's1', reason: 'before-switch' }, quiet)).rejects.toMatchObject({
        ...{ code: 'invalid-configuration', problem: { id: 'snapshot-sets.link' } },
      })
    }
    expect(readdirSync(path.join(root, 'data'))).toEqual([])
  })

  it('a bind mount of a folder within another subvolume: that one is taken, never the one around the mount', async () => {
    subvolume('@')
    const data = subvolume('@data')
    mkdirSync(path.join(data, 'people'))
    writeFileSync(path.join(data, 'people/letter'), 'bound\n')
    const places = mountSystem('@', undefined)
    const { home } = places.areas
    sh('mount', '--bind', path.join(data, 'people'), home)
    try {
      expect(await findLayout(places, {})).toEqual({ kind: 'hidden', place: home })
      await expect(take(places)).rejects.toMatchObject({ code: 'no-btrfs' })
      disk.mount('@data', 'data')
      const { id, snapshots } = await take(places)
      expect(snapshots.map(({ subvolume }) => subvolume)).toEqual(['system', 'home'])
      expect(read(places, id, 'home/people/letter')).toBe('bound\n')
    } finally {
      sh('umount', home)
    }
  })

  it('a home on another file system: the system can still be taken by hand, and the set says what it lacks', async () => {
    subvolume('@')
    const places = mountSystem('@', undefined)
    sh('mount', '-t', 'tmpfs', 'tmpfs', places.areas.home)
    try {
      await expect(take(places)).rejects.toMatchObject({ code: 'no-btrfs' })
      const byHand = await takeSet(places, { switchId: 's2', reason: 'manual' }, quiet)
      expect(byHand.snapshots.map(({ subvolume }) => subvolume)).toEqual(['system'])
      expect(byHand.leftOut).toEqual([
        snapshotSetsMessages.withoutNoBtrfs({ place: places.areas.home, fsType: 'tmpfs' }),
      ])
    } finally {
      sh('umount', places.areas.home)
    }
  })

  it('a disk that has made itself read-only: said, not tried', async () => {
    subvolume('@')
    const places = mountSystem('@', undefined)
    sh('mount', '-o', 'remount,ro', path.join(disk.folder, 'root'))
    expect(await findLayout(places, {})).toEqual({ kind: 'read-only', place: places.stateFolder })
    await expect(take(places)).rejects.toMatchObject({ code: 'blocked' })
  })
})

describe('subvolumes inside others', () => {
  it('are taken from every subvolume, but not the storage of containers nor one with a swap file', async () => {
    subvolume('@')
    subvolume('@home')
    const places = mountSystem('@', '@home')
    const root = path.join(disk.folder, 'root')
    mkdirSync(path.join(root, 'var/lib/docker/btrfs/subvolumes'), { recursive: true })
    for (const name of ['srv', 'var/lib/docker/btrfs/subvolumes/0123', 'var/lib/machines', 'swap', 'home/work'])
      sh('btrfs', '-q', 'subvolume', 'create', path.join(root, name))
    const swapFile = path.join(root, 'swap/swapfile')
    sh('btrfs', 'filesystem', 'mkswapfile', '--size', '16m', swapFile)
    sh('swapon', swapFile)
    try {
      const { snapshots, nestedLeftOut, leftOut } = await take({ ...places, swapFiles: [swapFile] })
      expect(
        snapshots.flatMap(({ within }) => (within === undefined ? [] : [`${within.subvolume}: ${within.path}`])),
      ).toEqual(['system: srv', 'home: work'])
      expect(nestedLeftOut).toBe(1)
      expect(leftOut).toEqual([
        snapshotSetsMessages.withoutNested({ place: path.join(root, 'swap'), why: 'swap-file' }),
      ])
    } finally {
      sh('swapoff', swapFile)
    }
  })
})

describe('read-only subvolumes inside others', () => {
  it('are taken unless they are snapshots, of which one that nothing is left of is named', async () => {
    subvolume('@')
    subvolume('@home')
    const places = mountSystem('@', '@home')
    const home = path.join(disk.folder, 'root/home')
    const at = (name: string) => path.join(home, name)
    for (const name of ['frozen', 'work', 'gone']) {
      sh('btrfs', '-q', 'subvolume', 'create', at(name))
      writeFileSync(at(`${name}/letter`), name)
    }
    sh('btrfs', 'property', 'set', at('frozen'), 'ro', 'true')
    for (const name of ['work', 'gone']) sh('btrfs', '-q', 'subvolume', 'snapshot', '-r', at(name), at(`${name}-snap`))
    sh('btrfs', '-q', 'subvolume', 'delete', at('gone'))
    const received = path.join(disk.folder, 'stream')
    sh('btrfs', '-q', 'send', '-f', received, at('work-snap'))
    mkdirSync(at('in'))
    sh('btrfs', '-q', 'receive', '-f', received, at('in'))
    const { id, snapshots, nestedLeftOut, leftOut } = await take(places)
    const nested = snapshots.flatMap(({ within, subvolume: name }) =>
      within === undefined ? [] : [[within.path, name]],
    )
    expect(nested.map(([name]) => name).toSorted()).toEqual(['frozen', 'in/work-snap', 'work'])
    const [, frozen = ''] = nested.find(([name]) => name === 'frozen') ?? []
    expect(read(places, id, `${frozen}/letter`)).toBe('frozen')
    expect({ nestedLeftOut, leftOut }).toEqual({
      nestedLeftOut: 1,
      leftOut: [snapshotSetsMessages.withoutNested({ place: at('gone-snap'), why: 'orphan' })],
    })
  })
})

describe('folders that the person adds', () => {
  it('are snapshotted under a name of their own, and told as missing when they are gone', async () => {
    const keep = makeKeepDisk()
    try {
      const srv = path.join(keep.root, 'srv')
      sh('btrfs', '-q', 'subvolume', 'create', srv)
      writeFileSync(path.join(srv, 'page'), 'hello\n')
      writeExtraFolders(keep.state, [srv, '/mnt/unplugged'])
      const places = { ...keep.places, extra: readExtraFolders(keep.state) }
      const { id, snapshots, leftOut } = await takeSet(places, { switchId: 's1', reason: 'manual' }, quiet)
      expect(snapshots.map(({ subvolume }) => subvolume)).toEqual(['system', 'home', 'extra/srv'])
      expect(leftOut).toEqual([snapshotSetsMessages.withoutExtra({ folder: '/mnt/unplugged', why: 'absent' })])
      expect(readFileSync(keep.inSet(id, 'extra/srv/page'), 'utf8')).toBe('hello\n')
      expect(readSets(keep.state)[0]?.subvolumes).toContain('extra/srv')
      await keep.take('s2')
      expect(await deleteSets(keep.state, [id], quiet)).toMatchObject({ deleted: [id], refused: [] })
    } finally {
      keep.disk.remove()
    }
  })

  it('are refused when they cannot be: no subvolume, a link, a snapshot, another file system', async () => {
    subvolume('@')
    const places = mountSystem('@', undefined)
    const at = (name: string) => path.join(disk.folder, 'root', name)
    mkdirSync(at('plain'))
    sh('btrfs', '-q', 'subvolume', 'create', at('real'))
    symlinkSync(at('real'), at('link'))
    sh('btrfs', '-q', 'subvolume', 'snapshot', '-r', at('real'), at('old'))
    const why = (folder: string) =>
      checkExtraFolder(places, folder, {}).then(
        () => 'fine',
        (thrown: unknown) => (thrown instanceof Error ? thrown.message : ''),
      )
    expect(await why(at('real'))).toBe('fine')
    expect(await why(at('none'))).toMatch(/it is missing/)
    expect(await why(at('plain'))).toMatch(/it is not a subvolume/)
    expect(await why(at('link'))).toMatch(/it has a link in its path/)
    expect(await why(at('old'))).toMatch(/it is itself a snapshot/)
    expect(await why('/proc')).toMatch(/it is not on btrfs/)
  })

  it('keep their names when others come and go', () => {
    const folder = path.join(disk.top, 'state')
    mkdirSync(folder)
    writeExtraFolders(folder, ['/srv', '/mnt/srv', '/data/größe'])
    writeExtraFolders(folder, ['/mnt/srv', '/data/größe', '/opt/srv'])
    expect(readExtraFolders(folder)).toEqual([
      { path: '/mnt/srv', name: 'srv-2' },
      { path: '/data/größe', name: 'gre' },
      { path: '/opt/srv', name: 'srv-3' },
    ])
  })
})

/** No other capability has a say. */
const nothingElse = {
  blocksSwitch: () => undefined,
  inUse: quiet.inUse,
  beforeSnapshots: () => Promise.resolve(),
}

const said = createWording([snapshotsMessages, ledgerMessages]).text

describe('a snapshot at its regular time', () => {
  it('is taken alone, and not while somebody is at work on the laptop', async () => {
    const keep = makeKeepDisk()
    const signal = new AbortController().signal
    try {
      expect(said(await takeScheduled(keep.places, { all: nothingElse, logger: silentLogger, signal }))).toMatch(
        /^Took 2 snapshots as /,
      )
      const laptop = { name: 'p17', label: 'P17' }
      await takeLock(
        keep.state,
        { id: 'busy', of: { kind: 'work', laptop }, startedBy: 'p17' },
        { signal, ...nothingElse },
      )
      expect(said(await takeScheduled(keep.places, { all: nothingElse, logger: silentLogger, signal }))).toMatch(
        /^No snapshot was taken\. .*P17/,
      )
      await releaseLock(keep.state, 'busy', signal)
      expect(said(await takeScheduled(keep.places, { all: nothingElse, logger: silentLogger, signal }))).toMatch(
        /^Took/,
      )
      expect(
        readSets(keep.state).map(({ content }) => content.kind === 'described' && content.description.reason),
      ).toEqual(['scheduled', 'scheduled'])
      expect(readdirSync(keep.state)).not.toContain('lock.json')
    } finally {
      keep.disk.remove()
    }
  })

  it('lets go what need not be kept, once that is turned on, also for what several hold together', async () => {
    const keep = makeKeepDisk()
    const signal = new AbortController().signal
    const policy = { allForDays: 9, dailyForDays: 0, weeklyForWeeks: 0, monthlyForMonths: 0, leastSwitches: 1 }
    try {
      const big = path.join(keep.home, 'big')
      writeFileSync(big, Buffer.alloc(60_000_000, 'x'))
      const first = await keep.take('one')
      const second = await keep.take('two')
      writeFileSync(big, 'small')
      expect(said(await takeScheduled(keep.places, { all: nothingElse, logger: silentLogger, signal }))).toMatch(
        /^Took 2 snapshots as \S+\.$/,
      )
      writeRetentionFile(keep.state, { policy: { ...policy, mostDiskShare: 0.01 }, enabled: true })
      expect(said(await takeScheduled(keep.places, { all: nothingElse, logger: silentLogger, signal }))).toMatch(
        /Deleted 1 set that need not be kept\.$/,
      )
      const left = readSets(keep.state).map(({ id }) => id)
      expect(left).not.toContain(first.id)
      expect(left).toContain(second.id)
      // Now the second holds it alone, and that is known.
      expect(said(await takeScheduled(keep.places, { all: nothingElse, logger: silentLogger, signal }))).toMatch(
        /Deleted 1 set that need not be kept\.$/,
      )
      expect(said(await takeScheduled(keep.places, { all: nothingElse, logger: silentLogger, signal }))).toMatch(
        /All are kept\.$/,
      )
    } finally {
      keep.disk.remove()
    }
  })
})
