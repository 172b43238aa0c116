/** How much room packages and apps need, and on which disk. */
import { expect, it } from 'vitest'
import type { PackageAction } from '../../../src-main/domains/packages/model.ts'
import { previewPackages } from '../../../src-main/domains/packages/on-pair/preview-packages.ts'
import { neededRooms } from '../../../src-main/domains/packages/on-pair/room/needed-rooms.ts'
import type { Machine } from '../../../src-main/machine/machine.ts'
import { doubleSnap, doubleState } from '../../snapd-double.ts'
import { installed, noPackagesPlan, captureOf } from './captures.ts'
import { app, capture, flathub, flatpak, pairOf, planOf as planOfApps, runtime } from './flatpak-captures.ts'
import { planOf as planOfSnaps, snapLaptops } from './snap-laptops.ts'

const ref = (name: string) => ({ name, arch: 'amd64', version: '2.0' })
const actions: readonly PackageAction[] = [
  { ...ref('gimp'), act: 'install' },
  { ...ref('vim'), act: 'update', before: '1.0' },
  { ...ref('libnew'), act: 'update', before: '1.0' },
  { ...ref('game'), act: 'remove', before: '1.0' },
]
const from = captureOf([installed('gimp', { installedBytes: 1_000 }), installed('vim', { installedBytes: 200 })])
const to = captureOf([
  installed('vim', { installedBytes: 100 }),
  installed('libnew', { installedBytes: 30 }),
  installed('game', { installedBytes: 5_000 }),
])

const machineWith = (archivesOn: string, heldBytes = 0): Pick<Machine, 'call'> => ({
  call: () =>
    Promise.resolve({
      system: { freeBytes: 10_000, fileSystem: 'system' },
      archives: { freeBytes: 7_000, fileSystem: archivesOn, heldBytes },
    } as never),
})
const roomsOf = (machine: Pick<Machine, 'call'>, downloadBytes: number, some = actions) =>
  neededRooms(machine, { actions: some, downloadBytes }, { from, to }, {})

it('is for what is installed and its file beside it, where nothing that is replaced is counted as free', async () => {
  expect(await roomsOf(machineWith('system'), 400)).toEqual([{ bytes: 1_630, freeBytes: 7_000, fileSystem: 'system' }])
})

it('is counted on the disk where each is, and without what was downloaded beforehand', async () => {
  expect(await roomsOf(machineWith('cache', 150), 400)).toEqual([
    { bytes: 1_230, freeBytes: 10_000, fileSystem: 'system' },
    { bytes: 250, freeBytes: 7_000, fileSystem: 'cache' },
  ])
  expect(await roomsOf(machineWith('cache', 900), 400)).toHaveLength(1)
})

it('is not asked for where nothing comes', async () => {
  const never = { call: () => Promise.reject(new Error('nothing is asked')) }
  expect(await roomsOf(never, 0, [])).toEqual([])
  expect(await roomsOf(never, 0, actions.slice(-1))).toEqual([])
})

it('is named in the preview, to be judged with that of the others', () => {
  const rooms = [{ bytes: 1, freeBytes: 2, fileSystem: 'system' }]
  const pair = pairOf(capture({}), capture({}))
  expect(previewPackages({ ...noPackagesPlan, rooms }, pair).rooms).toEqual([
    { what: 'packages', bytes: 1, freeBytes: 2, fileSystem: 'system' },
  ])
})

it('is that of apps with the runtimes that they bring, and of none that waits for a word', async () => {
  const own = { ...flathub, name: 'own', url: 'https://own.example', collection: '' }
  const platform = flatpak(runtime('Platform'), { installedBytes: 500 })
  const maps = flatpak(app('Maps'), { installedBytes: 20, runtime: platform.ref })
  const asked = flatpak(app('Asked'), { installedBytes: 7, origin: 'own' })
  const here = capture({ remotes: [flathub, own], flatpaks: [maps, platform, asked] })
  const room = { freeBytes: 9_000, fileSystem: 'system' }
  const there = { ...capture({ remotes: [flathub] }), room }
  expect((await planOfApps(here, there)).rooms).toEqual([{ bytes: 520, ...room }])
  expect((await planOfApps(here, { ...there, flatpaks: [platform] })).rooms).toEqual([{ bytes: 20, ...room }])
  expect((await planOfApps(here, here)).rooms).toEqual([])
})

const laptops = snapLaptops()

it('is that of snaps which come without a question', async () => {
  const hello = doubleSnap('hello', { 'installed-size': 3_000 })
  const code = doubleSnap('code', { 'installed-size': 9_000, confinement: 'classic' })
  const pair = await laptops.pairOf(doubleState({ snaps: [hello, code] }), doubleState({}))
  const { rooms } = await planOfSnaps(pair)
  expect(rooms.map(({ bytes }) => bytes)).toEqual([3_000])
  expect(rooms[0]?.freeBytes).toBeGreaterThan(0)
})
