/** Bundles that are put away: only what a disk was proven to have, never without a way back, and whole again or not at all. */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { releaseLock, takeLock } from '../../src-main/commons/ledger/on-machine/lock-file.ts'
import type { BundleId } from '../../src-main/contract/bundles-calls.ts'
import { bundlesMessages } from '../../src-main/domains/bundles/messages.ts'
import { findBundle, readBundles } from '../../src-main/domains/bundles/on-machine/bundle-folders.ts'
import { notePinned } from '../../src-main/domains/bundles/on-machine/bundle-use.ts'
import { removeBundle, sweepBundles, whileUsed } from '../../src-main/domains/bundles/on-machine/make-and-remove.ts'
import { compareBundles } from '../../src-main/domains/bundles/on-machine/diff-bundles.ts'
import {
  getFromPlace,
  putAtPlace,
  type BundlePlaceRequest,
} from '../../src-main/domains/bundles/on-machine/at-place.ts'
import type { MoveWork } from '../../src-main/domains/bundles/on-machine/arrive.ts'
import { readPlaces } from '../../src-main/commons/places/on-machine/places-file.ts'
import { identityOfPlace } from '../../src-main/commons/places/schemas.ts'
import { diskPlace, setPlaces } from './kept-places.ts'
import { sweepMounts } from '../../src-main/commons/places/on-machine/disk/open-disk.ts'
import { makeBundle } from '../../src-main/domains/bundles/on-machine/make-bundle.ts'
import { bringBack, putAway } from '../../src-main/domains/bundles/on-machine/put-away.ts'
import { makeRoom } from '../../src-main/domains/bundles/on-machine/room.ts'
import { restoreBundle } from '../../src-main/domains/bundles/on-machine/restore-bundle.ts'
import { verifyBundle } from '../../src-main/domains/bundles/on-machine/verify-bundle.ts'
import { isLong } from '../how-long.ts'
import { bundleChild } from './bundle-child.ts'
import { makeLoopBtrfs, sh, type LoopBtrfs } from './loop-btrfs.ts'

const quiet: MoveWork = { onSent: () => undefined, onRead: () => undefined }
const reading = { onBytes: () => undefined }
const operationId = 'bundle-test'

let laptop: LoopBtrfs
let disks: readonly LoopBtrfs[]
let source: string
let runFolder: string
let stateFolder: string
let request: Omit<BundlePlaceRequest, 'place'>
const uuidOf = ({ top }: LoopBtrfs) => sh('findmnt', '--noheadings', '--output', 'UUID', top).trim()

beforeEach(async () => {
  laptop = makeLoopBtrfs()
  disks = [makeLoopBtrfs(512), makeLoopBtrfs(512)]
  for (const name of ['@home', '@state']) sh('btrfs', '-q', 'subvolume', 'create', path.join(laptop.top, name))
  stateFolder = laptop.mount('@state', 'state')
  source = path.join(laptop.mount('@home', 'home'), 'work')
  chmodSync(laptop.folder, 0o755)
  mkdirSync(source)
  for (let number = 0; number < 40; number += 1) writeFileSync(path.join(source, `${number}`), randomBytes(20_000))
  sh('chown', '-R', '65534:65534', source)
  runFolder = mkdtempSync(path.join(tmpdir(), 'bundles-run-'))
  request = { host: { stateFolder, runFolder } }
  connectDisks()
  const of = { kind: 'work' as const, laptop: { name: 'p17', label: 'P17' } }
  const lock = { id: operationId, of, startedBy: 'p17' }
  await takeLock(stateFolder, lock, { signal: new AbortController().signal, blocksSwitch: () => undefined })
  await make('1')
})
afterEach(async () => {
  await releaseLock(stateFolder, operationId, new AbortController().signal)
  laptop.remove()
  for (const disk of disks) disk.remove()
  rmSync(runFolder, { recursive: true })
})

const idOf = (version: string): BundleId => ({ name: 'work', version })
const host = () => ({ stateFolder, person: { name: 'nobody', uid: 65_534, gid: 65_534, home: source } })
const make = (version: string) => makeBundle(host(), { id: idOf(version), paths: [source] }, reading)
const put = (version: string, disk = 0) => putAtPlace({ ...request, place: `Disk ${disk}` }, idOf(version), quiet)
const away = (version = '1') => putAway(request, { operationId, bundle: idOf(version) }, {})
const back = (version = '1') => bringBack(request, idOf(version), () => quiet)
const subvolumes = () => sh('btrfs', 'subvolume', 'list', '-o', stateFolder).trim().split('\n').filter(Boolean).length
const placesFile = () => path.join(stateFolder, 'bundles/work/1/places.json')
const connectDisks = () =>
  setPlaces(
    stateFolder,
    disks.map((disk, index) => diskPlace(`Disk ${index}`, uuidOf(disk))),
  )
const exchangeDisks = () =>
  setPlaces(
    stateFolder,
    readPlaces(stateFolder).map(({ name }) => diskPlace(name, noUuid)),
  )
/** No disk has the UUID that was written down. */
function withoutDisks(): void {
  const known = readPlaces(stateFolder).map(identityOfPlace)
  const text = readFileSync(placesFile(), 'utf8')
  writeFileSync(placesFile(), text.replace(new RegExp(known.join('|'), 'g'), noUuid))
  exchangeDisks()
}
const noUuid = '00000000-0000-4000-8000-000000000000'

/** As it would be if all of it had been read there that long ago. */
function provenBefore(days: number): void {
  const text = readFileSync(placesFile(), 'utf8')
  const at = new Date(Date.now() - days * 86_400_000).toISOString()
  writeFileSync(placesFile(), text.replaceAll(/(?<="Disk \d": ")\d{4}-[^"]+/g, at))
}

const damageAt = ({ top }: LoopBtrfs, version: string) =>
  damage(path.join(top, `pc-switcher-bundles/bundles/work/${version}/work-${version}`))
const damageOn = (disk: LoopBtrfs) => damageAt(disk, '1')
function damage(tree: string): void {
  sh('btrfs', 'property', 'set', '-f', tree, 'ro', 'false')
  appendFileSync(path.join(tree, 'files/work/7'), 'x')
  sh('btrfs', 'property', 'set', tree, 'ro', 'true')
}

const mark = 'what-rots-51c7'
/** Blocks of that disk are others now than those that were written, and nothing of it is in memory. */
function rot(disk: LoopBtrfs | undefined): void {
  sh('sync', '-f', disk?.top ?? '')
  disk?.damage(mark)
  disk?.losePower()
}

describe('a bundle that is put away', () => {
  it('keeps its list and where it is, and comes back the same, to be a base for later ones again', async () => {
    await put('1')
    const copy = path.join(runFolder, 'copy')
    sh('cp', '-a', '--reflink=never', findBundle(stateFolder, idOf('1')).place, copy)
    expect((await away()).staysOn).toMatchObject([{ kind: 'place', name: 'Disk 0', isConnected: true }])
    expect(subvolumes()).toBe(0)
    expect(readBundles(stateFolder)).toMatchObject([{ isAway: true, head: { files: 40 } }])
    expect(findBundle(stateFolder, idOf('1')).proven).toBeUndefined()
    await expect(away()).rejects.toMatchObject({ problem: { id: 'bundles.alreadyAway' } })
    const isAway = { problem: { id: 'bundles.putAway' } }
    const wanted = { bundle: idOf('1'), path: undefined, to: undefined }
    await expect(restoreBundle(host(), wanted, {})).rejects.toMatchObject(isAway)
    await expect(verifyBundle(stateFolder, idOf('1'), reading)).rejects.toMatchObject(isAway)
    await expect(async () => put('1')).rejects.toMatchObject(isAway)

    writeFileSync(path.join(source, '3'), 'other')
    await make('2')
    expect(await compareBundles(stateFolder, [idOf('1'), idOf('2')], {})).toMatchObject({ total: 1 })
    expect(await put('2')).toMatchObject({ how: 'whole' })
    await removeBundle(stateFolder, idOf('2'))

    expect(await back()).toMatchObject({ how: 'fetched', from: 'Disk 0', damaged: [] })
    const { place, proven, isAway: stillAway } = findBundle(stateFolder, idOf('1'))
    expect([proven?.isRight, stillAway, subvolumes()]).toEqual([true, undefined, 1])
    expect(sh('rsync', '-niacHAXS', '--modify-window=-1', '--delete', `${copy}/files/`, `${place}/files/`)).toBe('')
    expect(sh('btrfs', 'property', 'get', place, 'ro').trim()).toBe('ro=true')
    expect(await back()).toMatchObject({ how: 'there' })
    await make('3')
    expect(await put('3')).toMatchObject({ how: 'since', since: '1' })
    await away('3')
    await removeBundle(stateFolder, idOf('3'))
    expect(readBundles(stateFolder)).toMatchObject([{ head: { bundle: { version: '1' } } }])
  })

  it('was proven there within 30 days, by what was read there, and is there still if the disk is', async () => {
    const unproven = { problem: { id: 'bundles.notProvenElsewhere' } }
    await expect(away()).rejects.toMatchObject(unproven)
    await put('1')
    provenBefore(31)
    await expect(away()).rejects.toMatchObject(unproven)
    await put('1')
    provenBefore(-2)
    await expect(away()).rejects.toMatchObject(unproven)
    await put('1')
    sh(
      'btrfs',
      '-q',
      'subvolume',
      'delete',
      path.join(disks[0]?.top ?? '', 'pc-switcher-bundles/bundles/work/1/work-1'),
    )
    await expect(away()).rejects.toMatchObject(unproven)
    const { digest } = findBundle(stateFolder, idOf('1')).head
    const laptopOf = (more: object) => ({ name: 'xps', digest, at: new Date().toISOString(), ...more })
    for (const more of [{ digest: 'a'.repeat(64) }, { at: '2026-01-01T00:00:00.000Z' }]) {
      const wanted = { operationId, bundle: idOf('1'), laptop: laptopOf(more) }
      await expect(putAway(request, wanted, {})).rejects.toMatchObject(unproven)
    }
    expect(await verifyBundle(stateFolder, idOf('1'), reading)).toMatchObject({ wrongCount: 0 })
    const other = { operationId: 'bundle-other', bundle: idOf('1'), laptop: laptopOf({}) }
    await expect(putAway(request, other, {})).rejects.toMatchObject({ code: 'locked' })
    await putAway(request, { operationId, bundle: idOf('1'), laptop: laptopOf({}) }, {})
    expect(findBundle(stateFolder, idOf('1')).elsewhere?.laptops).toHaveProperty('xps')
    expect(await back()).toEqual({ how: 'nowhere', damaged: ['Disk 0'], notReached: [] })
  })

  it('may be on a disk that is not connected, by the record of what was read there, and waits for it', async () => {
    await put('1')
    provenBefore(29)
    withoutDisks()
    expect((await away()).staysOn).toMatchObject([{ name: 'Disk 0', isConnected: false }])
    expect(await back()).toEqual({ how: 'nowhere', damaged: [], notReached: ['Disk 0'] })
    connectDisks()
    // Getting it by name is the same.
    await getFromPlace({ ...request, place: 'Disk 0' }, idOf('1'), quiet)
    expect(findBundle(stateFolder, idOf('1'))).toMatchObject({ proven: { isRight: true } })
  })

  it('was not proven by a disk that another one has taken the name of', async () => {
    await put('1')
    exchangeDisks()
    await expect(away()).rejects.toMatchObject({ problem: { id: 'bundles.notProvenElsewhere' } })
  })

  it('was not proven there by what came as what is different: the rest was read here', async () => {
    writeFileSync(path.join(source, '3'), 'other')
    await make('2')
    for (const version of ['1', '2']) await put(version)
    await removeBundle(stateFolder, idOf('2'))
    expect(await getFromPlace({ ...request, place: 'Disk 0' }, idOf('2'), quiet)).toMatchObject({ how: 'since' })
    await expect(away('2')).rejects.toMatchObject({ problem: { id: 'bundles.notProvenElsewhere' } })
    await put('2')
    await away('2')
  })

  it('is not taken from a disk that damaged it, which is named, but from the next one', async () => {
    await put('1', 1)
    await put('1', 0)
    await away()
    for (const disk of disks.slice(0, 1)) damageOn(disk)
    expect(await back()).toMatchObject({ how: 'fetched', from: 'Disk 1', damaged: ['Disk 0'] })
    expect(Object.keys(findBundle(stateFolder, idOf('1')).elsewhere?.damaged ?? {})).toEqual(['Disk 0'])
    await away()
    for (const disk of disks.slice(1)) damageOn(disk)
    expect(await back()).toMatchObject({ how: 'nowhere', damaged: ['Disk 1', 'Disk 0'] })
    expect([readBundles(stateFolder), subvolumes()]).toMatchObject([[{ isAway: true }], 0])
  })

  it('goes only after what stays was read just now: a disk that rotted since is named, and counts no more', async () => {
    writeFileSync(path.join(source, 'marked'), Buffer.concat([Buffer.from(mark), randomBytes(20_000)]))
    await make('2')
    await put('2', 0)
    rot(disks[0])
    await expect(away('2')).rejects.toMatchObject({
      problem: { id: 'bundles.onlyDamaged', data: { bundle: 'work:2', places: ['Disk 0'] } },
    })
    const { isAway, elsewhere } = findBundle(stateFolder, idOf('2'))
    expect([isAway, Object.keys(elsewhere?.places ?? {}), Object.keys(elsewhere?.damaged ?? {})]).toEqual([
      undefined,
      [],
      ['Disk 0'],
    ])
    expect(await verifyBundle(stateFolder, idOf('2'), reading)).toMatchObject({ wrongCount: 0 })
    await put('2', 1)
    const stays = await away('2')
    expect(stays.staysOn).toMatchObject([{ name: 'Disk 1', isConnected: true }])
    expect(await back('2')).toMatchObject({ how: 'fetched', from: 'Disk 1' })

    await put('1', 1)
    await put('1', 0)
    if (disks[0] !== undefined) damageOn(disks[0])
    expect(await away('1')).toMatchObject({ staysOn: [{ name: 'Disk 1' }], damaged: ['Disk 0'] })
  })

  it('is not taken from a disk that cannot read it any more, which is named and remembered, but from the next one', async () => {
    writeFileSync(path.join(source, 'marked'), Buffer.concat([Buffer.from(mark), randomBytes(20_000)]))
    await make('2')
    await put('2', 1)
    await put('2', 0)
    await away('2')
    rot(disks[0])
    await expect(getFromPlace({ ...request, place: 'Disk 0' }, idOf('2'), quiet)).rejects.toMatchObject({
      problem: { id: 'bundles.damagedThere', data: { bundle: 'work:2', place: 'Disk 0' } },
    })
    expect(Object.keys(findBundle(stateFolder, idOf('2')).elsewhere?.damaged ?? {})).toEqual(['Disk 0'])
    await put('1', 0)
    expect(await back('2')).toMatchObject({ how: 'fetched', from: 'Disk 1', damaged: [] })
    await away('2')
    rot(disks[1])
    expect(await back('2')).toMatchObject({ how: 'nowhere', damaged: ['Disk 1', 'Disk 0'], notReached: [] })
    expect(Object.keys(findBundle(stateFolder, idOf('2')).elsewhere?.places ?? {})).toEqual([])
    expect(readBundles(stateFolder)).toHaveLength(2)
  })

  it('comes whole where the version that it could build on is damaged here, and blames no disk for that', async () => {
    writeFileSync(path.join(source, '3'), 'other')
    await make('2')
    for (const version of ['1', '2']) await put(version)
    await away('2')
    damage(findBundle(stateFolder, idOf('1')).place)
    expect(await back('2')).toMatchObject({ how: 'fetched', from: 'Disk 0', damaged: [] })
    expect(await verifyBundle(stateFolder, idOf('2'), reading)).toMatchObject({ wrongCount: 0 })
  })

  it('stays while somebody reads it', async () => {
    await put('1')
    await whileUsed(stateFolder, idOf('1'), async () => {
      await expect(away()).rejects.toMatchObject({ code: 'locked' })
    })
    expect(await verifyBundle(stateFolder, idOf('1'), reading)).toMatchObject({ wrongCount: 0 })
  })
})

describe('room', () => {
  const large = 60_000_000
  const job = { signal: new AbortController().signal, report: () => undefined, turn: () => Promise.resolve(job.signal) }
  const all = { blocksSwitch: () => undefined }
  const room = async (above: number, until: number) =>
    (await makeRoom(request.host, all, job, { above, until })).data as Record<string, unknown>
  const versionsHere = () =>
    readBundles(stateFolder).flatMap(({ head, isAway }) => (isAway ? [] : [head.bundle.version]))
  const freeBytes = () => {
    sh('sync', '-f', stateFolder)
    return Number(sh('stat', '--file-system', '--format=%a', stateFolder)) * 4096
  }

  beforeEach(async () => {
    for (const version of ['2', '3', '4']) {
      writeFileSync(path.join(source, 'large'), randomBytes(large))
      await make(version)
    }
    rmSync(source, { recursive: true })
    mkdirSync(source)
    sh('chown', '65534:65534', source)
    for (const version of ['2', '3']) await put(version)
    await releaseLock(stateFolder, operationId, job.signal)
  }, 60_000)

  it('is made of what nobody used for longest and is proven elsewhere, until enough is free', async () => {
    const { percent } = await room(100, 100)
    expect(versionsHere()).toEqual(['4', '3', '2', '1'])
    const wanted = { bundle: idOf('2'), path: 'work/large', to: path.join(source, 'back') }
    await restoreBundle(host(), wanted, {})
    rmSync(path.join(source, 'back'), { recursive: true })
    const before = freeBytes()
    const made = await room(0, Number(percent) - 1)
    expect(made).toMatchObject({ bundles: 1, isEnough: true })
    expect(versionsHere()).toEqual(['4', '2', '1'])
    expect(made['freedBytes']).toBeGreaterThan(large * 0.9)
    expect(freeBytes() - before).toBeGreaterThan(large * 0.9)
    expect(await back('3')).toMatchObject({ how: 'fetched', from: 'Disk 0' })
    expect(await verifyBundle(stateFolder, idOf('3'), reading)).toMatchObject({ wrongCount: 0 })
  })

  it('is not made of what is pinned, read, proven nowhere, on no connected place, or frees nothing', async () => {
    notePinned(stateFolder, idOf('2'), true)
    await whileUsed(stateFolder, idOf('3'), async () => {
      expect(await room(0, 0)).toMatchObject({ bundles: 0, isEnough: false, pinned: 1, unproven: 2 })
    })
    exchangeDisks()
    expect(await room(0, 0)).toMatchObject({ bundles: 0, pinned: 1, unproven: 2 })
    connectDisks()
    expect(await room(0, 0)).toMatchObject({ bundles: 1, pinned: 1, unproven: 1 })
    expect(versionsHere()).toEqual(['4', '2', '1'])
    notePinned(stateFolder, idOf('2'), false)
    expect(await room(0, 0)).toMatchObject({ bundles: 1, pinned: 0, unproven: 1 })
    expect(versionsHere()).toEqual(['4', '1'])
    await removeBundle(stateFolder, idOf('4'))
    await removeBundle(stateFolder, idOf('1'))
    expect((await makeRoom(request.host, all, job)).id).toBe(bundlesMessages.noneToPutAway.id)
  })

  it('is made of what a disk has that was read too long ago, once all of it was read there again', async () => {
    const old = (version: string) => {
      const file = path.join(stateFolder, 'bundles/work', version, 'places.json')
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/(?<="Disk 0": ")\d{4}-/g, '2020-'))
    }
    for (const version of ['2', '3']) old(version)
    for (const disk of disks.slice(0, 1)) damageAt(disk, '3')
    expect(await room(0, 0)).toMatchObject({ bundles: 1, unproven: 2 })
    expect(versionsHere()).toEqual(['4', '3', '1'])
    expect(await back('2')).toMatchObject({ how: 'fetched', from: 'Disk 0' })
  })

  it('is not made of what a disk was proven to have yesterday and cannot read today', async () => {
    for (const version of ['2', '3']) {
      const file = path.join(stateFolder, 'bundles/work', version, 'places.json')
      const at = new Date(Date.now() - 86_400_000).toISOString()
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/(?<="Disk 0": ")\d{4}-[^"]+/g, at))
    }
    for (const disk of disks.slice(0, 1)) damageAt(disk, '3')
    expect(await room(0, 0)).toMatchObject({ bundles: 1, unproven: 2, damaged: ['work:3 (Disk 0)'] })
    expect(versionsHere()).toEqual(['4', '3', '1'])
  })

  it('is made once nobody else has reserved the laptop', async () => {
    const of = { kind: 'work' as const, laptop: { name: 'xps', label: 'XPS' } }
    const options = { signal: job.signal, blocksSwitch: () => undefined }
    await takeLock(stateFolder, { id: 'other', of, startedBy: 'xps' }, options)
    let isOver = false
    const making = room(0, 0).finally(() => (isOver = true))
    await pause(700)
    expect(isOver).toBe(false)
    expect(versionsHere()).toEqual(['4', '3', '2', '1'])
    await releaseLock(stateFolder, 'other', job.signal)
    expect(await making).toMatchObject({ bundles: 2 })
  })
})

describe('killed before any step', () => {
  it.each(['away', 'back'] as const)('of %s, it is whole here, or put away with its place', async (what) => {
    await put('1')
    if (what === 'away') await releaseLock(stateFolder, operationId, new AbortController().signal)
    const program = path.join(laptop.folder, 'child.mjs')
    await bundleChild('bundles-away-child.ts', program)
    const run = (step: number) => {
      const given = { host: request.host, what, id: idOf('1'), step }
      return spawnSync(process.execPath, [program, JSON.stringify(given)], { encoding: 'utf8' }).stdout.includes('done')
    }
    const seen = new Set<boolean>()
    for (let step = 1, isDone = false; !isDone; step += isLong || what === 'away' ? 1 : 3) {
      if (what === 'back') await away()
      isDone = run(step)
      await sweepMounts(runFolder)
      const before = findBundle(stateFolder, idOf('1'))
      seen.add(before.isAway === true)
      expect(before.elsewhere?.places, `${step}`).toHaveProperty('Disk 0')
      await sweepBundles(stateFolder)
      expect(subvolumes(), `${step}`).toBe(before.isAway ? 0 : 1)
      const own = path.join(stateFolder, 'bundles/work')
      expect(
        [...readdirSync(own), ...readdirSync(path.join(own, '1'))].filter((one) => /^\.[a-z]+-/.test(one)),
      ).toEqual([])
      if (before.isAway) expect(await back(), `${step}`).toMatchObject({ how: 'fetched' })
      expect(await verifyBundle(stateFolder, idOf('1'), reading)).toMatchObject({ wrongCount: 0 })
      expect(step).toBeLessThan(200)
    }
    expect(seen.size).toBe(2)
    expect(existsSync(path.join(runFolder, 'bundles')) ? readdirSync(path.join(runFolder, 'bundles')) : []).toEqual([])
  })
})
