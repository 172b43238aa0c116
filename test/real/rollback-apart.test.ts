/** A system of which a part is mounted by itself, and would not go back with it. */
import path from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { readExtraFolders, writeExtraFolders } from '../../src-main/commons/snapshot-sets/on-machine/extra-folders.ts'
import { findLayout } from '../../src-main/commons/snapshot-sets/on-machine/find-layout.ts'
import { takeSet } from '../../src-main/commons/snapshot-sets/on-machine/take-set.ts'
import type { Description } from '../../src-main/commons/snapshot-sets/schemas.ts'
import { inspect } from '../../src-main/domains/rollback/on-machine/plan/inspect.ts'
import { setBeforeSwitch } from '../../src-main/domains/rollback/on-machine/plan/set-before-switch.ts'
import {
  areaTitles,
  laptopContext,
  makeRollbackDisk,
  sh,
  systemAt,
  write,
  writeSystem,
  type RollbackDisk,
} from './rollback-disk.ts'
import { inWords } from './words.ts'

let disk: RollbackDisk
const root = () => path.join(disk.folder, 'root')
const inRoot = (name: string) => path.join(root(), name)
/** Name of a subvolume, and where it is mounted. */
type Line = readonly [string, string]
const logs = (): Line => ['@log', inRoot('var/log')]
const variable = (): Line => ['@var', inRoot('var')]

function fstabOf(...more: readonly Line[]): string {
  const usual: readonly Line[] = [
    ['@', root()],
    ['@home', disk.home],
    ['@images', inRoot('images')],
    ['@state', disk.state],
  ]
  return [...usual, ...more].map(([name, place]) => `UUID=1 ${place} btrfs subvol=${name} 0 0\n`).join('')
}

function begin(...more: readonly Line[]): void {
  disk = makeRollbackDisk(undefined, more)
  write(inRoot('var/lib/dpkg/status'), '')
}
afterEach(() => disk.remove())

function places() {
  return { ...disk.places, extra: readExtraFolders(disk.state) }
}

function take(...fstab: readonly Line[]): Promise<Description> {
  writeSystem(root(), fstabOf(...fstab))
  const quiet = { report: () => undefined }
  return takeSet(places(), { switchId: 's1', reason: 'before-switch' }, quiet)
}

async function planOf(set: Description, ...subvolumes: readonly string[]) {
  const fstab = path.join(disk.folder, 'fstab')
  write(fstab, fstabOf(logs(), variable()))
  const at = { places: places(), titles: areaTitles, fstab, system: systemAt(root(), disk.state) }
  const inspected = inWords(await inspect(at, laptopContext(disk), { setId: set.id, subvolumes }, {}))
  return inspected.subvolumes.map(({ subvolume, when }) => [subvolume, when.kind, 'why' in when ? when.why : ''])
}

const leftOutOf = async () => {
  const layout = await findLayout(places(), {})
  return layout.kind === 'ready' ? layout.leftOut?.map(({ id, data }) => [id, data]) : [layout.kind]
}

it('refuses a system whose database of packages would stay, and names the place', async () => {
  begin(['@var', 'root/var'])
  const set = await take(variable())
  expect(await planOf(set, 'system')).toEqual([
    [
      'system',
      'refused',
      `${inRoot('var')} is mounted by itself and would stay as it is, so programs would no longer fit the list of installed packages.`,
    ],
  ])
  expect(await leftOutOf()).toEqual([['snapshot-sets.withoutMounted', { place: inRoot('var') }]])
})

it('refuses a system whose programs would stay', async () => {
  begin(['@usr', 'root/usr'])
  const set = await take(['@usr', inRoot('usr')])
  expect(await planOf(set, 'system')).toMatchObject([['system', 'refused', expect.stringContaining(inRoot('usr'))]])
})

it('lets a system go back of which logs alone are mounted by themselves', async () => {
  begin(['@log', 'root/var/log'])
  const set = await take(logs())
  expect(await planOf(set, 'system')).toEqual([['system', 'next-start', 'The running system uses it.']])
  expect(await leftOutOf()).toBeUndefined()
})

it('lets it go back together with a folder that the person added, also when a switch is undone', async () => {
  begin(['@var', 'root/var'])
  writeExtraFolders(disk.state, [inRoot('var')])
  const set = await take(variable())
  expect(await leftOutOf()).toBeUndefined()
  expect(await planOf(set, 'system')).toMatchObject([['system', 'refused', expect.any(String)]])
  expect((await planOf(set, 'system', 'extra/var')).map(([, when]) => when)).toEqual(['next-start', 'now'])
  const found = setBeforeSwitch(disk.state, 's1', ['system'])
  expect(found.kind === 'found' ? found.before.subvolumes.map(({ subvolume }) => subvolume) : []).toEqual([
    'system',
    'extra/var',
  ])
  const ofHome = setBeforeSwitch(disk.state, 's1', ['home'])
  expect(ofHome.kind === 'found' ? ofHome.before.subvolumes.map(({ subvolume }) => subvolume) : []).toEqual(['home'])
})

it('refuses where the table of mounts of the snapshot would bring another database', async () => {
  begin()
  const set = await take(variable())
  expect(await planOf(set, 'system')).toMatchObject([['system', 'refused', expect.stringContaining(inRoot('var'))]])
})

it('takes no mount of the same subvolume for another one', async () => {
  begin()
  const set = await take()
  sh('mount', '--bind', inRoot('var'), inRoot('var'))
  try {
    expect(await planOf(set, 'system')).toMatchObject([['system', 'next-start', expect.any(String)]])
    expect(await leftOutOf()).toBeUndefined()
  } finally {
    sh('umount', inRoot('var'))
  }
})
