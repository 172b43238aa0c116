/** A disk of the person's may come from anybody: whatever stands there under a name of ours, nothing elsewhere is touched. */
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Places } from '../../src-main/commons/snapshot-sets/on-machine/find-layout.ts'
import { takeSet } from '../../src-main/commons/snapshot-sets/on-machine/take-set.ts'
import type { Description } from '../../src-main/commons/snapshot-sets/schemas.ts'
import { add } from '../../src-main/domains/copies/on-machine/add-place.ts'
import type { OpenedPlace, PlaceWork } from '../../src-main/domains/copies/on-machine/open-place.ts'
import { findPlace } from '../../src-main/domains/copies/on-machine/places-file.ts'
import { withPlace } from '../../src-main/domains/copies/on-machine/with-place.ts'
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
const within = <T>(work: (open: OpenedPlace) => Promise<T>): Promise<T> =>
  withPlace(host, findPlace(host.stateFolder, 'USB disk'), {}, work)
const victimHas = () => readdirSync(victim, { recursive: true }).toSorted()
const whole = ['copy.json', 'inner', 'inner/keep', 'keep']
const ownFolder = () => path.join(usb.top, 'pc-switcher-copies', hostname())

describe('a disk for copies', () => {
  it('has nothing deleted elsewhere by a link in the place of half a copy', async () => {
    await addDisk()
    mkdirSync(ownFolder(), { recursive: true })
    symlinkSync(victim, path.join(ownFolder(), '.incoming-20260101T000000000Z-aaaaaa'))
    const set = await take()
    await within((open) => open.copy(set, quiet))
    expect(victimHas()).toEqual(whole)
    expect((await within((open) => open.list())).map((copy) => copy.set.id)).toEqual([set.id])
  })
})
