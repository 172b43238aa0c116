/** Bundles on a disk of the person's: what is there, what crosses, and that nothing on it is believed. */
import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BundleId } from '../../src-main/contract/bundles-calls.ts'
import { findBundle, readBundles } from '../../src-main/domains/bundles/on-machine/bundle-folders.ts'
import { removeBundle } from '../../src-main/domains/bundles/on-machine/make-and-remove.ts'
import {
  doubtPlaceOf,
  getFromPlace,
  placeOf,
  putAtPlace,
  removeAtPlace,
  placesOfNow,
  withPlacesOfNow,
  type BundlePlaceRequest,
} from '../../src-main/domains/bundles/on-machine/at-place.ts'
import type { MoveWork } from '../../src-main/domains/bundles/on-machine/arrive.ts'
import { makeBundle } from '../../src-main/domains/bundles/on-machine/make-bundle.ts'
import { keepPlace } from '../../src-main/commons/places/on-machine/places-file.ts'
import { whereOf } from '../../src-main/commons/places/schemas.ts'
import { bundlesAt, diskPlace, setPlaces } from './kept-places.ts'
import { makeLoopBtrfs, sh, type LoopBtrfs } from './loop-btrfs.ts'

const quiet: MoveWork = { onSent: () => undefined, onRead: () => undefined }

let laptop: LoopBtrfs
let usb: LoopBtrfs
let source: string
let runFolder: string
let request: BundlePlaceRequest
const stateFolder = () => request.host.stateFolder

beforeEach(() => {
  laptop = makeLoopBtrfs()
  usb = makeLoopBtrfs(512)
  for (const name of ['@home', '@state']) sh('btrfs', '-q', 'subvolume', 'create', path.join(laptop.top, name))
  const state = laptop.mount('@state', 'state')
  source = path.join(laptop.mount('@home', 'home'), 'work')
  chmodSync(laptop.folder, 0o755)
  mkdirSync(source)
  for (let number = 0; number < 200; number += 1) writeFileSync(path.join(source, `${number}`), randomBytes(20_000))
  sh('setfattr', '-n', 'user.tag', '-v', 'red', path.join(source, '1'))
  sh('chown', '-R', '65534:65534', source)
  runFolder = mkdtempSync(path.join(tmpdir(), 'bundles-run-'))
  const fsUuid = sh('findmnt', '--noheadings', '--output', 'UUID', usb.top).trim()
  setPlaces(state, [diskPlace('USB disk', fsUuid)])
  request = { host: { stateFolder: state, runFolder }, place: 'USB disk' }
})
afterEach(() => {
  laptop.remove()
  usb.remove()
  rmSync(runFolder, { recursive: true })
})

const idOf = (version: string): BundleId => ({ name: 'work', version })
const make = (version: string) =>
  makeBundle(
    { stateFolder: stateFolder(), person: { name: 'nobody', uid: 65_534, gid: 65_534, home: source } },
    { id: idOf(version), paths: [source] },
    { onBytes: () => undefined },
  )
const onDisk = (...names: readonly string[]) => path.join(usb.top, 'pc-switcher-bundles', 'bundles', ...names)
const listed = async () => (await bundlesAt(request)).map(({ head }) => head.bundle.version)

describe('a bundle on a disk', () => {
  it('crosses whole, later versions as what is different, and each comes back the same after it is gone here', async () => {
    await make('1')
    expect(await putAtPlace(request, idOf('1'), quiet)).toMatchObject({ how: 'whole' })
    for (const number of [1, 2]) writeFileSync(path.join(source, `${number}`), randomBytes(20_000))
    await make('2')
    let sent = 0
    const counted = { ...quiet, onSent: (bytes: number) => (sent = bytes) }
    expect(await putAtPlace(request, idOf('2'), counted)).toMatchObject({ how: 'since', since: '1' })
    expect(sent).toBeLessThan(200_000)
    expect(await putAtPlace(request, idOf('2'), quiet)).toMatchObject({ how: 'there' })
    expect(await listed()).toEqual(['2', '1'])
    expect(findBundle(stateFolder(), idOf('2')).elsewhere?.places).toHaveProperty('USB disk')

    const copies = mkdtempSync(path.join(runFolder, 'copies-'))
    for (const version of ['1', '2']) {
      sh('cp', '-a', '--reflink=never', findBundle(stateFolder(), idOf(version)).place, path.join(copies, version))
      await removeBundle(stateFolder(), idOf(version))
    }
    expect(await getFromPlace(request, { name: 'work', version: '1' }, quiet)).toMatchObject({ how: 'whole' })
    expect(await getFromPlace(request, { name: 'work' }, quiet)).toMatchObject({ how: 'since', since: '1' })
    for (const version of ['1', '2']) {
      const { place } = findBundle(stateFolder(), idOf(version))
      expect(
        sh('rsync', '-niacHAXS', '--modify-window=-1', '--delete', `${copies}/${version}/files/`, `${place}/files/`),
      ).toBe('')
      expect(sh('btrfs', 'property', 'get', place, 'ro').trim()).toBe('ro=true')
    }
    await make('3')
    expect(await putAtPlace(request, idOf('3'), quiet)).toMatchObject({ how: 'since', since: '2' })
    expect(sh('findmnt', '--raw', '--noheadings', '--output', 'TARGET')).not.toContain(`${runFolder}/bundles`)
  })

  it('is deleted there alone, also while it is damaged, and counts for nothing here from then on', async () => {
    for (const version of ['1', '2']) {
      await make(version)
      await putAtPlace(request, idOf(version), quiet)
    }
    const known = findBundle(stateFolder(), idOf('1'))
    const { head } = known
    expect(withPlacesOfNow(placesOfNow(stateFolder()), known)).toEqual(known)
    expect(withPlacesOfNow([], known).elsewhere?.places).toEqual({})
    expect(withPlacesOfNow([diskPlace('USB disk', 'another')], known).elsewhere?.places).toEqual({})
    const where = whereOf(placeOf(request))
    doubtPlaceOf(request.host, { ...head, where: { kind: 'disk', fsUuid: 'another disk' } })
    doubtPlaceOf(request.host, { ...head, where: { kind: 'store' } })
    expect(findBundle(stateFolder(), idOf('1')).elsewhere?.places).toHaveProperty('USB disk')
    doubtPlaceOf(request.host, { ...head, where })
    expect(findBundle(stateFolder(), idOf('1')).elsewhere).toMatchObject({
      places: {},
      damaged: { 'USB disk': expect.any(String) as unknown },
    })
    await removeAtPlace(request, { ...head, digest: 'f'.repeat(64) }, quiet)
    expect(await listed()).toEqual(['2', '1'])
    await removeAtPlace(request, head, quiet)
    expect(await listed()).toEqual(['2'])
    expect(readdirSync(onDisk('work'))).toEqual(['2'])
    expect(findBundle(stateFolder(), idOf('1')).elsewhere).toMatchObject({ places: {}, damaged: {} })
    expect(findBundle(stateFolder(), idOf('2')).elsewhere?.places).toHaveProperty('USB disk')

    sh('btrfs', 'property', 'set', '-f', onDisk('work', '2', 'work-2'), 'ro', 'false')
    rmSync(onDisk('work', '2', 'work-2', 'bundle.json'))
    const [damaged] = await bundlesAt(request)
    expect(damaged).toMatchObject({ proven: { isRight: false } })
    if (damaged !== undefined) {
      doubtPlaceOf(request.host, { ...damaged.head, where })
      expect(findBundle(stateFolder(), idOf('2')).elsewhere?.places).toEqual({})
      await removeAtPlace(request, damaged.head, quiet)
    }
    expect(await putAtPlace(request, idOf('2'), quiet)).toMatchObject({ how: 'whole' })
  })

  it('is not kept here when the disk changed it, and nothing on the disk leads elsewhere', async () => {
    await make('1')
    await putAtPlace(request, idOf('1'), quiet)
    await removeBundle(stateFolder(), idOf('1'))
    const tree = onDisk('work', '1', 'work-1')
    sh('btrfs', 'property', 'set', '-f', tree, 'ro', 'false')
    appendFileSync(path.join(tree, 'files/work/7'), 'x')
    sh('btrfs', 'property', 'set', tree, 'ro', 'true')
    await expect(getFromPlace(request, { name: 'work' }, quiet)).rejects.toMatchObject({ code: 'not-verified' })
    expect(readBundles(stateFolder())).toEqual([])
    expect(existsSync(path.join(stateFolder(), 'bundles/work'))).toBe(false)

    await make('2')
    const victim = path.join(runFolder, 'victim')
    mkdirSync(victim)
    writeFileSync(path.join(victim, 'keep'), 'mine')
    renameSync(onDisk('work'), onDisk('aside'))
    symlinkSync(victim, onDisk('work'))
    await expect(putAtPlace(request, idOf('2'), quiet)).rejects.toMatchObject({
      problem: { id: 'places.notAFolder', data: { folder: 'pc-switcher-bundles/bundles/work' } },
    })
    expect(readdirSync(victim)).toEqual(['keep'])
    expect(readFileSync(path.join(victim, 'keep'), 'utf8')).toBe('mine')
  })

  it('keeps nobody waiting where a FIFO, a link or an endless file stands for ours, and follows none', async () => {
    await make('1')
    await putAtPlace(request, { name: 'work', version: '1' }, quiet)
    const folder = path.join(usb.top, 'pc-switcher-bundles/bundles/work/1')
    const proof = path.join(folder, 'proven.json')
    const attempts = [
      () => sh('mkfifo', proof),
      () => symlinkSync('/dev/zero', proof),
      () => sh('truncate', '-s', '100G', proof),
    ]
    for (const attempt of attempts) {
      rmSync(proof, { force: true })
      attempt()
      expect((await bundlesAt(request)).map(({ head }) => head.bundle.version)).toEqual(['1'])
    }
  })

  it('is told apart from a disk that is not there, or has no such bundle, or another one of that name', async () => {
    await make('1')
    const other = { ...request, place: 'NAS' }
    await expect(putAtPlace(other, idOf('1'), quiet)).rejects.toMatchObject({ problem: { id: 'places.noPlace' } })
    const gone = diskPlace('Old disk', '00000000-0000-4000-8000-000000000000')
    keepPlace(stateFolder(), gone)
    await expect(putAtPlace({ ...request, place: gone.name }, idOf('1'), quiet)).rejects.toMatchObject({
      code: 'unreachable',
    })
    await expect(getFromPlace(request, { name: 'wor' }, quiet)).rejects.toMatchObject({
      problem: { id: 'bundles.noBundleThere' },
    })
    await putAtPlace(request, idOf('1'), quiet)
    await removeBundle(stateFolder(), idOf('1'))
    writeFileSync(path.join(source, '3'), 'other')
    await make('1')
    await expect(putAtPlace(request, idOf('1'), quiet)).rejects.toMatchObject({ problem: { id: 'bundles.otherThere' } })
    await expect(getFromPlace(request, idOf('1'), quiet)).rejects.toMatchObject({
      problem: { id: 'bundles.otherThere' },
    })
  })
})
