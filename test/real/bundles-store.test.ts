/** Bundles in a store of restic's: proven by bringing all of them back, put away because of it, and back as they were. */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { releaseLock, takeLock } from '../../src-main/commons/ledger/on-machine/lock-file.ts'
import type { BundleId } from '../../src-main/contract/bundles-calls.ts'
import type { MoveWork } from '../../src-main/domains/bundles/on-machine/arrive.ts'
import {
  getFromPlace,
  putAtPlace,
  removeAtPlace,
  type BundlePlaceRequest,
} from '../../src-main/domains/bundles/on-machine/at-place.ts'
import { findBundle } from '../../src-main/domains/bundles/on-machine/bundle-folders.ts'
import { makeBundle } from '../../src-main/domains/bundles/on-machine/make-bundle.ts'
import { removeBundle } from '../../src-main/domains/bundles/on-machine/make-and-remove.ts'
import { bringBack, keptOnlyIn, putAway } from '../../src-main/domains/bundles/on-machine/put-away.ts'
import { beginStore, storeFolder } from '../../src-main/tools/restic/restic.ts'
import type { Store } from '../../src-main/tools/restic/run-restic.ts'
import { isLong } from '../how-long.ts'
import { keepPlace } from '../../src-main/commons/places/on-machine/places-file.ts'
import { writePassword } from '../../src-main/commons/places/on-machine/place-secrets.ts'
import { storeOf } from '../../src-main/commons/places/on-machine/store/open-store.ts'
import type { StorePlace } from '../../src-main/commons/places/schemas.ts'
import { bundlesAt, idOfPlace, setPlaces, usualPlace } from './kept-places.ts'
import { makeLoopBtrfs, sh, type LoopBtrfs } from './loop-btrfs.ts'

const quiet: MoveWork = { onSent: () => undefined, onRead: () => undefined }
const operationId = 'bundle-test'

let laptop: LoopBtrfs
let source: string
/** Where the store is, and the folder around it that goes and comes with its disk. */
let nas: string
let disk: string
let store: Store
let request: BundlePlaceRequest
const stateFolder = () => request.host.stateFolder
const idOf = (version: string): BundleId => ({ name: 'work', version })
const make = (version: string) =>
  makeBundle(
    { stateFolder: stateFolder(), person: { name: 'nobody', uid: 65_534, gid: 65_534, home: source } },
    { id: idOf(version), paths: [source] },
    { onBytes: () => undefined },
  )
const put = (version = '1') => putAtPlace(request, idOf(version), quiet)
const away = (version = '1') => putAway(request, { operationId, bundle: idOf(version) }, {})
const back = (version = '1') => bringBack(request, idOf(version), () => quiet)
const treeOf = (version: string) => path.join(stateFolder(), 'bundles/work', version, `work-${version}`)
const differences = (one: string, other: string) =>
  sh('rsync', '-niacHAXS', '--modify-window=-1', '--delete', `${one}/`, `${other}/`)
const subvolumes = () => sh('btrfs', 'subvolume', 'list', '-o', stateFolder()).trim().split('\n').filter(Boolean).length
const place = (): StorePlace => ({ ...usualPlace, kind: 'store', id: idOfPlace('NAS'), name: 'NAS', repository: nas })
function addNas(): void {
  setPlaces(stateFolder(), [place()])
  writePassword(stateFolder(), place().id, 'a password of tests')
}
const listed = async () => (await bundlesAt(request)).map(({ head }) => head.bundle.version)
/** One byte in the middle of every pack that has contents. */
function damagePacks(): void {
  sh('chmod', '-R', 'u+w', nas)
  for (const pack of sh('find', path.join(nas, 'data'), '-type', 'f', '-size', '+30k').trim().split('\n'))
    spawnSync('dd', [`of=${pack}`, 'bs=1', 'seek=20000', 'count=4', 'conv=notrunc'], { input: 'XXXX' })
}

beforeEach(async () => {
  laptop = makeLoopBtrfs()
  for (const name of ['@home', '@state']) sh('btrfs', '-q', 'subvolume', 'create', path.join(laptop.top, name))
  const state = laptop.mount('@state', 'state')
  source = path.join(laptop.mount('@home', 'home'), 'work')
  chmodSync(laptop.folder, 0o755)
  mkdirSync(path.join(source, 'deep'), { recursive: true })
  for (let number = 0; number < 60; number += 1) writeFileSync(path.join(source, `${number}`), randomBytes(20_000))
  writeFileSync(path.join(source, 'deep', 'a name\nof two lines'), 'x')
  sh('setfattr', '-n', 'user.tag', '-v', 'red', path.join(source, '1'))
  sh('ln', path.join(source, '2'), path.join(source, 'deep/also 2'))
  sh('ln', '-s', '../gone', path.join(source, 'deep/link'))
  sh('chown', '-hR', '65534:65534', source)
  const runFolder = mkdtempSync(path.join(tmpdir(), 'bundles-run-'))
  disk = path.join(laptop.folder, 'usb')
  mkdirSync(disk)
  nas = path.join(disk, 'nas')
  request = { host: { stateFolder: state, runFolder }, place: 'NAS' }
  addNas()
  store = storeOf(request.host, place())
  await beginStore(store, {})
  const of = { kind: 'work' as const, laptop: { name: 'p17', label: 'P17' } }
  const lock = { id: operationId, of, startedBy: 'p17' }
  await takeLock(state, lock, { signal: new AbortController().signal, blocksSwitch: () => undefined })
  await make('1')
})
afterEach(async () => {
  await releaseLock(stateFolder(), operationId, new AbortController().signal)
  rmSync(request.host.runFolder, { recursive: true })
  laptop.remove()
})

it('is proven by what is read there, put away because of it, and comes back as it was', async () => {
  const before = path.join(laptop.folder, 'before')
  sh('cp', '-a', treeOf('1'), before)
  await expect(away()).rejects.toMatchObject({ problem: { id: 'bundles.notProvenElsewhere' } })
  const moved = await put()
  expect([moved.how, Object.keys(moved.facts.elsewhere?.places ?? {})]).toEqual(['whole', ['NAS']])
  expect(readdirSync(path.join(request.host.runFolder, 'places'))).toEqual([])
  expect((await put()).how).toBe('there')
  expect(await listed()).toEqual(['1'])
  const { staysOn } = await away()
  expect(staysOn).toMatchObject([{ name: 'NAS', isConnected: true }])
  expect([existsSync(treeOf('1')), subvolumes()]).toEqual([false, 0])
  expect(await back()).toMatchObject({ how: 'fetched', from: 'NAS', damaged: [] })
  expect(differences(before, treeOf('1'))).toBe('')
  expect(sh('btrfs', 'property', 'get', treeOf('1'), 'ro').trim()).toBe('ro=true')
  expect(subvolumes()).toBe(1)
})

if (isLong) {
  it('of a later version is stored with what is new in it', async () => {
    await put()
    const bytes = () => Number(sh('du', '--bytes', '--summarize', nas).split('\t')[0])
    const one = bytes()
    writeFileSync(path.join(source, 'new'), 'small')
    await make('2')
    await put('2')
    expect(bytes() - one).toBeLessThan(one / 5)
    await expect(getFromPlace(request, { name: 'wor' }, quiet)).rejects.toMatchObject({
      problem: { id: 'bundles.noBundleThere' },
    })
  })

  it('is no proof where another bundle has its name, and what a damaged store gives is told and kept nowhere', async () => {
    await put()
    await removeBundle(stateFolder(), idOf('1'))
    writeFileSync(path.join(source, '3'), 'other')
    await make('1')
    await expect(put()).rejects.toMatchObject({ problem: { id: 'bundles.otherThere' } })
    await expect(away()).rejects.toMatchObject({ problem: { id: 'bundles.notProvenElsewhere' } })
    await removeBundle(stateFolder(), idOf('1'))
    damagePacks()
    await expect(getFromPlace(request, idOf('1'), quiet)).rejects.toMatchObject({ code: 'not-verified' })
    expect([existsSync(treeOf('1')), subvolumes()]).toEqual([false, 0])
  })

  it('is not told as damaged, nor left out, where the store fails in the middle of a list', async () => {
    await put()
    rmSync(store.cacheFolder, { recursive: true })
    rmSync(path.join(nas, 'index'), { recursive: true })
    writeFileSync(path.join(nas, 'index'), 'no folder')
    await expect(listed()).rejects.toMatchObject({ problem: { id: 'tools.storeFailed' } })
  })
}

it('whose contents are damaged there proves nothing: not when it is asked again, and it is kept here', async () => {
  await put()
  damagePacks()
  await expect(put()).rejects.toMatchObject({ code: 'not-verified' })
  expect(findBundle(stateFolder(), idOf('1')).elsewhere).toMatchObject({
    places: {},
    damaged: { NAS: expect.any(String) as unknown },
  })
  await expect(away()).rejects.toMatchObject({ problem: { id: 'bundles.notProvenElsewhere' } })
  expect(existsSync(treeOf('1'))).toBe(true)
  const { head } = findBundle(stateFolder(), idOf('1'))
  keepPlace(stateFolder(), { ...place(), keepsAll: true })
  await expect(removeAtPlace(request, head, quiet)).rejects.toMatchObject({ problem: { id: 'bundles.keepsAll' } })
  keepPlace(stateFolder(), place())
  expect(await listed()).toEqual(['1'])
  await removeAtPlace(request, head, quiet)
  expect(await listed()).toEqual([])
  expect(await put()).toMatchObject({ how: 'whole' })
})

it('is told as damaged where it is ours by its tags alone, beside the others, and can be deleted there', async () => {
  await put()
  const other = path.join(request.host.runFolder, 'places/1-abcdef')
  mkdirSync(other, { recursive: true })
  const tags = ['pc-switcher-bundle', 'bundle=work', 'version=3', `digest=${'a'.repeat(64)}`]
  await storeFolder(store, { folder: other, host: 'xps', tags, leaveOut: [] }, { onProgress: () => undefined })
  const told = async () => (await bundlesAt(request)).map(({ head, proven }) => [head.bundle.version, proven?.isRight])
  expect(await told()).toEqual([
    ['3', false],
    ['1', undefined],
  ])
  for (const { head } of (await bundlesAt(request)).filter(({ proven }) => proven !== undefined))
    await removeAtPlace(request, head, quiet)
  expect(await told()).toEqual([['1', undefined]])
})

it('is named where it is damaged when it is to come back, and stays put away', async () => {
  await put()
  await away()
  damagePacks()
  expect(await back()).toEqual({ how: 'nowhere', damaged: ['NAS'], notReached: [] })
  expect(findBundle(stateFolder(), idOf('1'))).toMatchObject({ isAway: true, elsewhere: { places: {} } })
})

it('counts for nothing while the store can be reached and does not open, whatever is the matter with it', async () => {
  await put()
  const wrecks = [
    () => sh('rm', '-r', path.join(nas, 'keys')),
    () => writeFileSync(path.join(nas, 'config'), 'not the store'),
    () => rmSync(nas, { recursive: true }),
    () => mkdirSync(nas),
  ]
  writeFileSync(path.join(disk, 'else'), 'of the person')
  for (const wreck of wrecks) {
    wreck()
    await expect(away()).rejects.toMatchObject({ problem: { id: 'bundles.notReadNow', data: { place: 'NAS' } } })
    expect(existsSync(treeOf('1'))).toBe(true)
  }
})

it('comes back as the same bundle that another laptop had stored, made at another time and of other sources', async () => {
  await put()
  await removeBundle(stateFolder(), idOf('1'))
  await make('1')
  expect((await put()).how).toBe('there')
  await away()
  expect(keptOnlyIn(stateFolder(), 'NAS', (facts) => facts)).toEqual(['work:1'])
  expect(await back()).toMatchObject({ how: 'fetched', damaged: [] })
  expect([keptOnlyIn(stateFolder(), 'NAS', (facts) => facts), existsSync(treeOf('1'))]).toEqual([[], true])
  expect(readdirSync(path.join(stateFolder(), 'bundles/work/1')).toSorted()).not.toContain('store')
})

it('goes by the record while the store cannot be reached, and not once it is gone there, or is another one', async () => {
  await put()
  renameSync(disk, `${disk}-unplugged`)
  expect((await away()).staysOn).toMatchObject([{ name: 'NAS', isConnected: false }])
  expect(await back()).toEqual({ how: 'nowhere', damaged: [], notReached: ['NAS'] })
  renameSync(`${disk}-unplugged`, disk)
  expect(await back()).toMatchObject({ how: 'fetched', from: 'NAS' })
  setPlaces(stateFolder(), [{ ...place(), id: 'f'.repeat(16) }])
  await expect(putAway(request, { operationId, bundle: idOf('1') }, {})).rejects.toMatchObject({
    problem: { id: 'bundles.notProvenElsewhere' },
  })
  addNas()
  for (const name of readdirSync(path.join(nas, 'snapshots'))) rmSync(path.join(nas, 'snapshots', name))
  await expect(away()).rejects.toMatchObject({ problem: { id: 'bundles.notProvenElsewhere' } })
  expect(findBundle(stateFolder(), idOf('1')).elsewhere?.damaged).toHaveProperty('NAS')
  expect(existsSync(treeOf('1'))).toBe(true)
})
