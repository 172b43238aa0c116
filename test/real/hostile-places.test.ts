/** A disk of the person's may come from anybody: whatever stands there under a name of ours, nothing elsewhere is touched. */
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Places } from '../../src-main/commons/snapshot-sets/on-machine/find-layout.ts'
import { takeSet } from '../../src-main/commons/snapshot-sets/on-machine/take-set.ts'
import type { Description } from '../../src-main/commons/snapshot-sets/schemas.ts'
import type { MoveWork } from '../../src-main/domains/bundles/on-machine/arrive.ts'
import {
  withBundles,
  getFromPlace,
  putAtPlace,
  removeAtPlace,
  type BundlePlaceRequest,
} from '../../src-main/domains/bundles/on-machine/at-place.ts'
import { findBundle } from '../../src-main/domains/bundles/on-machine/bundle-folders.ts'
import { removeBundle, whileUsed } from '../../src-main/domains/bundles/on-machine/make-and-remove.ts'
import { makeBundle } from '../../src-main/domains/bundles/on-machine/make-bundle.ts'
import { engineOn } from '../../src-main/domains/containers/on-machine/engines.ts'
import { add } from '../../src-main/domains/copies/on-machine/add-place.ts'
import { lookInto } from '../../src-main/domains/copies/on-machine/look-at-places.ts'
import type { OpenedCopies, PlaceWork } from '../../src-main/domains/copies/on-machine/opened-copies.ts'
import { verifyOnDisk } from '../../src-main/domains/copies/on-machine/verify-disk.ts'
import { findCopyPlace, withCopies } from '../../src-main/domains/copies/on-machine/with-copies.ts'
import { bundlesAt, diskPlace, setPlaces } from './kept-places.ts'
import { makeLoopBtrfs, sh, type LoopBtrfs } from './loop-btrfs.ts'

const quiet: PlaceWork = { report: () => undefined }

let laptop: LoopBtrfs
let usb: LoopBtrfs
let places: Places
let host: { readonly stateFolder: string; readonly runFolder: string }
let victim: string

beforeEach(() => {
  laptop = makeLoopBtrfs()
  usb = makeLoopBtrfs(512)
  for (const name of ['@', '@home', '@state']) sh('btrfs', '-q', 'subvolume', 'create', path.join(laptop.top, name))
  const root = laptop.mount('@', 'root')
  mkdirSync(path.join(root, 'etc'))
  const home = laptop.mount('@home', 'root/home')
  const stateFolder = laptop.mount('@state', 'root/state')
  places = { areas: { system: path.join(root, 'etc'), home }, stateFolder, swapFiles: [] }
  host = { stateFolder, runFolder: path.join(laptop.folder, 'run') }
  writeFileSync(path.join(home, 'letter'), 'Dear Bob')
  victim = path.join(laptop.top, 'victim')
  mkdirSync(path.join(victim, 'inner'), { recursive: true })
  for (const name of ['keep', 'inner/keep', 'copy.json']) writeFileSync(path.join(victim, name), 'mine')
})
afterEach(() => {
  laptop.remove()
  usb.remove()
})

let taken = 0
const take = (): Promise<Description> =>
  takeSet(places, { switchId: `hostile-test-${(taken += 1)}`, reason: 'manual' }, { report: () => undefined })
const device = () => sh('findmnt', '--noheadings', '--output', 'SOURCE', usb.top).trim()
const addDisk = () => add(host, { name: 'USB disk', where: device(), asStore: false }, {})
const within = <T>(work: (open: OpenedCopies) => Promise<T>): Promise<T> =>
  withCopies(host, findCopyPlace(host.stateFolder, 'USB disk'), {}, work)
const victimHas = () => readdirSync(victim, { recursive: true }).toSorted()
const whole = ['copy.json', 'inner', 'inner/keep', 'keep']
const ownFolder = () => path.join(usb.top, 'pc-switcher-copies', hostname())

/** Each puts something else where a name of ours is. Gives what takes it away again, where a test cannot. */
const planted: Readonly<Record<string, (place: string) => void>> = {
  'a link to a folder': (place) => symlinkSync(victim, place),
  'a link to a file': (place) => symlinkSync(path.join(victim, 'copy.json'), place),
  'a link that leads nowhere': (place) => symlinkSync('/nowhere/at/all', place),
  'a FIFO': (place) => sh('mkfifo', place),
  'a device': (place) => sh('mknod', place, 'c', '1', '9'),
  'a file': (place) => writeFileSync(place, 'of somebody'),
}
const lstat = (place: string) => lstatSync(place, { throwIfNoEntry: false })
const kindOf = (place: string) => `${lstat(place)?.mode} ${lstat(place)?.ino}`

describe('a disk for copies', () => {
  const unfinishedName = '.incoming-20260101T000000000Z-aaaaaa'

  it('has nothing deleted elsewhere by what has the name of half a copy or of another one, which stays and is named', async () => {
    await addDisk()
    mkdirSync(ownFolder(), { recursive: true })
    const names = Object.keys(planted).flatMap((what, index) =>
      [`.incoming-${what}`, `20260101T00000000${index}Z-aaaaaa`].map((name) => {
        planted[what]?.(path.join(ownFolder(), name))
        return name
      }),
    )
    const before = names.map((name) => kindOf(path.join(ownFolder(), name)))
    const set = await take()
    await within(async (open) => {
      await open.put(set, quiet)
      const copies = await open.list()
      expect(copies.map((copy) => copy.set.id)).toEqual([set.id])
      expect(await open.prove({ part: 1, of: 1 }, quiet)).toMatchObject({ proven: copies, damaged: [] })
      expect([...open.others()].toSorted()).toEqual(
        names.map((name) => path.join('pc-switcher-copies', hostname(), name)).toSorted(),
      )
      expect(await open.remove(copies, quiet)).toBe(1)
      await open.sweep(quiet)
      expect(await open.list()).toEqual([])
    })
    expect(names.map((name) => kindOf(path.join(ownFolder(), name)))).toEqual(before)
    expect((await lookInto(host, findCopyPlace(host.stateFolder, 'USB disk'), {})).others).toHaveLength(names.length)
    expect(victimHas()).toEqual(whole)
  })

  it('says what stands where its folders or the next copy belong, and changes nothing', async () => {
    await addDisk()
    const set = await take()
    const top = path.join(usb.top, 'pc-switcher-copies')
    for (const [place, id] of [
      [top, 'places.notAFolder'],
      [ownFolder(), 'places.notAFolder'],
      [path.join(ownFolder(), set.id), 'copies.inTheWay'],
    ] as const) {
      mkdirSync(path.dirname(place), { recursive: true })
      for (const plant of Object.values(planted)) {
        plant(place)
        const before = kindOf(place)
        const problem = { id, data: { folder: path.relative(usb.top, place) } }
        await within(async (open) => {
          expect(await open.list()).toEqual([])
          await expect(open.put(set, quiet)).rejects.toMatchObject({ problem })
          expect(open.others()).toEqual([path.relative(usb.top, place)])
        })
        expect(kindOf(place)).toBe(before)
        unlinkSync(place)
      }
      rmSync(top, { recursive: true, force: true })
    }
    expect(victimHas()).toEqual(whole)
  })

  it('keeps what is mounted, a subvolume and what must not be changed where half a copy was, and goes on', async () => {
    await addDisk()
    const [mounted, subvolume, fixed] = ['mounted', 'subvolume', 'fixed'].map((name) =>
      path.join(ownFolder(), `.incoming-${name}`),
    ) as [string, string, string]
    mkdirSync(path.join(mounted, 'inner'), { recursive: true })
    sh('mount', '-t', 'tmpfs', 'tmpfs', path.join(mounted, 'inner'))
    try {
      writeFileSync(path.join(mounted, 'inner/keep'), 'mine')
      sh('btrfs', '-q', 'subvolume', 'create', subvolume)
      writeFileSync(path.join(subvolume, 'keep'), 'mine')
      mkdirSync(fixed)
      writeFileSync(path.join(fixed, 'keep'), 'mine')
      sh('chattr', '+i', path.join(fixed, 'keep'))
      const half = path.join(ownFolder(), unfinishedName)
      mkdirSync(path.join(half, 'extra'), { recursive: true })
      sh('btrfs', '-q', 'subvolume', 'create', path.join(half, 'extra/home'))
      const set = await take()
      await within(async (open) => {
        await open.put(set, quiet)
        expect((await open.list()).map((copy) => copy.set.id)).toEqual([set.id])
        const stays = [path.join(mounted, 'inner'), subvolume, path.join(fixed, 'keep')]
        expect([...open.others()].toSorted()).toEqual(stays.map((one) => path.relative(usb.top, one)).toSorted())
      })
      expect(existsSync(half)).toBe(false)
      for (const one of [path.join(mounted, 'inner'), subvolume, fixed])
        expect(readFileSync(path.join(one, 'keep'), 'utf8')).toBe('mine')
    } finally {
      sh('umount', path.join(mounted, 'inner'))
    }
  })

  it('has nothing read, put aside or written elsewhere where a copy is exchanged for a link while it is verified', async () => {
    await addDisk()
    const set = await take()
    const copies = await within(async (open) => {
      await open.put(set, quiet)
      return open.list()
    })
    const own = path.join(ownFolder(), set.id)
    sh('mv', own, path.join(usb.top, 'moved'))
    symlinkSync(victim, own)
    writeFileSync(path.join(victim, 'digests.json'), 'not ours')
    const asIfReceived = () => Promise.resolve(true)
    const found = await verifyOnDisk(
      { stateFolder: host.stateFolder, top: usb.top, copies, isAsReceived: asIfReceived },
      { part: 1, of: 1 },
      quiet,
    )
    expect(found).toEqual({ proven: [], damaged: copies })
    expect(victimHas()).toEqual([...whole, 'digests.json'].toSorted())
    expect(readFileSync(path.join(victim, 'digests.json'), 'utf8')).toBe('not ours')
  })
})

it('volumes of Docker in a folder that somebody else can exchange are not read, and not carried', () => {
  const around = mkdtempSync('/var/lib/pc-switcher-test-')
  const person = { name: 'nobody', uid: 65_534, gid: 65_534, home: around }
  const { isBroughtBack } = engineOn({ person, stateFolder: host.stateFolder }, 'docker')
  const volumes = path.join(around, 'home/docker/volumes')
  try {
    mkdirSync(volumes, { recursive: true, mode: 0o755 })
    expect(isBroughtBack(volumes)).toBe(true)
    sh('chown', '65534:65534', path.join(around, 'home'))
    expect(isBroughtBack(volumes)).toBe(false)
    symlinkSync(path.dirname(volumes), path.join(around, 'link'))
    expect(isBroughtBack(path.join(around, 'link/volumes'))).toBe(false)
    sh('chown', '0:0', path.join(around, 'home'))
    chmodSync(path.join(around, 'home'), 0o777)
    expect(isBroughtBack(volumes)).toBe(false)
    chmodSync(path.join(around, 'home'), 0o1777)
    expect(isBroughtBack(path.join(around, 'link/volumes'))).toBe(true)
  } finally {
    rmSync(around, { recursive: true })
  }
})

describe('a disk for bundles', () => {
  const id = { name: 'work', version: '1' }
  const moving: MoveWork = { onSent: () => undefined, onRead: () => undefined }
  const request = (): BundlePlaceRequest => {
    const fsUuid = sh('findmnt', '--noheadings', '--output', 'UUID', usb.top).trim()
    setPlaces(host.stateFolder, [diskPlace('USB disk', fsUuid)])
    return { host, place: 'USB disk' }
  }
  const make = async () => {
    chmodSync(laptop.folder, 0o755)
    const source = path.join(places.areas.home, 'work')
    mkdirSync(source)
    writeFileSync(path.join(source, 'letter'), 'Dear Bob')
    sh('chown', '-R', '65534:65534', source)
    const person = { name: 'nobody', uid: 65_534, gid: 65_534, home: source }
    const work = { onBytes: () => undefined }
    await makeBundle({ stateFolder: host.stateFolder, person }, { id, paths: [source] }, work)
  }
  const there = (...names: readonly string[]) => path.join(usb.top, 'pc-switcher-bundles', ...names)
  const listed = async () => (await bundlesAt(request())).map(({ head }) => head.bundle.name)

  it('gets, lists, gives back and deletes bundles beside whatever else has such a name, which stays and is named', async () => {
    await make()
    mkdirSync(there('bundles/work/0'), { recursive: true })
    const names = Object.keys(planted).flatMap((what, index) =>
      [
        `bundles/other${index}`,
        `bundles/work/.making-1.1.1.${index}`,
        `bundles/work/.deleting-1.1.1.${index}`,
        `bundles/work/9${index}`,
        `bundles/work/0/.leaving-1.1.1.${index}`,
        `bundles/work/0/.keeping-1.1.1.${index}`,
      ].map((name) => {
        planted[what]?.(there(name))
        return name
      }),
    )
    const before = names.map((name) => kindOf(there(name)))
    expect(await putAtPlace(request(), id, moving)).toMatchObject({ how: 'whole' })
    expect(await listed()).toEqual(['work'])
    await removeBundle(host.stateFolder, id)
    expect(await getFromPlace(request(), id, moving)).toMatchObject({ how: 'whole' })
    await removeAtPlace(request(), findBundle(host.stateFolder, id).head, moving)
    expect(await listed()).toEqual([])
    expect(names.map((name) => kindOf(there(name)))).toEqual(before)
    const told = names.filter((name) => !name.startsWith('bundles/work/0/'))
    expect([...(await withBundles(request(), {}, (open) => Promise.resolve(open.others())))].toSorted()).toEqual(
      told.map((name) => `pc-switcher-bundles/${name}`).toSorted(),
    )
    expect(victimHas()).toEqual(whole)
  })

  it('has no mark made and nothing put aside elsewhere where a bundle is exchanged for a link while it is read', async () => {
    await make()
    const own = path.join(victim, '1')
    sh('cp', '-a', path.join(host.stateFolder, 'bundles/work/1'), own)
    writeFileSync(path.join(own, 'proven.json'), 'not ours')
    rmSync(path.join(own, 'uses'), { recursive: true, force: true })
    const before = victimHas()
    mkdirSync(there('bundles'), { recursive: true })
    symlinkSync(victim, there('bundles/work'))
    await expect(whileUsed(there(), id, () => Promise.resolve())).rejects.toMatchObject({
      problem: { id: 'bundles.noBundle' },
    })
    expect(victimHas()).toEqual(before)
    expect(readFileSync(path.join(own, 'proven.json'), 'utf8')).toBe('not ours')
  })

  it('says what stands where its folders or those of the bundle belong, and changes nothing', async () => {
    await make()
    for (const name of [
      '',
      'bundles',
      'bundles/work',
      'bundles/work/1',
      'bundles/work/1/work-1',
      'bundles/work/1/uses',
    ]) {
      mkdirSync(path.dirname(there(name)), { recursive: true })
      // All of them in one place, and a link to a folder in each: every one of them mounts the disk.
      for (const plant of Object.values(planted).slice(0, name === '' ? undefined : 1)) {
        plant(there(name))
        const before = kindOf(there(name))
        await expect(putAtPlace(request(), id, moving)).rejects.toMatchObject({
          problem: { id: 'places.notAFolder', data: { folder: path.join('pc-switcher-bundles', name) } },
        })
        expect(kindOf(there(name))).toBe(before)
        unlinkSync(there(name))
      }
      rmSync(there(), { recursive: true, force: true })
    }
    expect(victimHas()).toEqual(whole)
    mkdirSync(there('bundles/work/1/proven.json'), { recursive: true })
    await expect(putAtPlace(request(), id, moving)).rejects.toMatchObject({ problem: { id: 'places.notAFolder' } })
    rmSync(there(), { recursive: true })
    expect(await putAtPlace(request(), id, moving)).toMatchObject({ how: 'whole' })
  })
})
