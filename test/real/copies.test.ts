import { randomBytes, randomUUID } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Places } from '../../src-main/commons/snapshot-sets/on-machine/find-layout.ts'
import type { JobContext } from '../../src-main/commons/capability/agent-capability.ts'
import { haveIdentity } from '../../src-main/commons/laptop/on-machine/identity.ts'
import { readSets, setFolder } from '../../src-main/commons/snapshot-sets/on-machine/set-folder.ts'
import { setPinned } from '../../src-main/commons/snapshot-sets/on-machine/set-sidecars.ts'
import { takeSet } from '../../src-main/commons/snapshot-sets/on-machine/take-set.ts'
import type { Description } from '../../src-main/commons/snapshot-sets/schemas.ts'
import { add } from '../../src-main/domains/copies/on-machine/add-place.ts'
import { bringBack, sweepBroughtBack } from '../../src-main/domains/copies/on-machine/bring-back.ts'
import { lookInto } from '../../src-main/domains/copies/on-machine/look-at-places.ts'
import type { OpenedCopies, PlaceWork } from '../../src-main/domains/copies/on-machine/opened-copies.ts'
import { recallPlace, rememberPlace, removePlace } from '../../src-main/domains/copies/on-machine/place-memory.ts'
import { runCopies } from '../../src-main/domains/copies/on-machine/run-copies.ts'
import { copiesMessages } from '../../src-main/domains/copies/messages.ts'
import { copyKey, type Copy } from '../../src-main/domains/copies/schemas.ts'
import { findCopyPlace, withCopies } from '../../src-main/domains/copies/on-machine/with-copies.ts'
import { keepPlace } from '../../src-main/commons/places/on-machine/places-file.ts'
import { readPassword } from '../../src-main/commons/places/on-machine/place-secrets.ts'
import { deleteSets } from '../../src-main/domains/snapshots/on-machine/sets/delete-sets.ts'
import { silentLogger } from '../../src-main/kernel/logger.ts'
import { identifyThisProcess, nameOfProcess } from '../../src-main/tools/proc/process-identity.ts'
import { makeLoopBtrfs, sh, type LoopBtrfs } from './loop-btrfs.ts'

const quiet: PlaceWork = { report: () => undefined }

let laptop: LoopBtrfs
let usb: LoopBtrfs
let places: Places
let host: { readonly stateFolder: string; readonly runFolder: string }
let home: string

beforeEach(() => {
  laptop = makeLoopBtrfs()
  usb = makeLoopBtrfs()
  for (const name of ['@', '@home', '@state']) sh('btrfs', '-q', 'subvolume', 'create', path.join(laptop.top, name))
  const root = laptop.mount('@', 'root')
  mkdirSync(path.join(root, 'etc'))
  home = laptop.mount('@home', 'root/home')
  const stateFolder = laptop.mount('@state', 'root/state')
  places = { areas: { system: path.join(root, 'etc'), home }, stateFolder, swapFiles: [] }
  host = { stateFolder, runFolder: path.join(laptop.folder, 'run') }
  writeFileSync(path.join(places.areas.system, 'hostname'), 'p17\n')
  mkdirSync(path.join(home, 'alice/.cache'), { recursive: true })
  writeFileSync(path.join(home, 'alice/letter'), 'Dear Bob')
  writeFileSync(path.join(home, 'alice/photo'), randomBytes(2_000_000))
  writeFileSync(path.join(home, 'alice/.cache/thumbnail'), 'made again')
  symlinkSync('letter', path.join(home, 'alice/link'))
  sh('setfattr', '-n', 'user.tag', '-v', 'red', path.join(home, 'alice/letter'))
})
afterEach(() => {
  laptop.remove()
  usb.remove()
})

let taken = 0
const take = (): Promise<Description> =>
  takeSet(places, { switchId: `copies-test-${(taken += 1)}`, reason: 'manual' }, { report: () => undefined })
const device = () => sh('findmnt', '--noheadings', '--output', 'SOURCE', usb.top).trim()
const addDisk = () => add(host, { name: 'USB disk', where: device(), asStore: false }, {})
const store = () => path.join(usb.top, 'store')
const addStore = () => add(host, { name: 'NAS', where: store(), asStore: true }, {})
const within = <T>(name: string, work: (open: OpenedCopies) => Promise<T>): Promise<T> =>
  withCopies(host, findCopyPlace(host.stateFolder, name), {}, work)
const copy = (name: string, set: Description) => within(name, (open) => open.put(set, quiet))
/** By rsync: nothing for two trees that are the same. */
const differences = (one: string, other: string, ...words: readonly string[]) =>
  sh('rsync', '-niacHAXS', '--modify-window=-1', '--delete', ...words, `${one}/`, `${other}/`)
const idOf = (name: string) => findCopyPlace(host.stateFolder, name).id
/** As the timer would, or with what is typed. */
const runJob = (
  input: Record<string, string> = {},
  onTurn: () => void = () => undefined,
  report: JobContext['report'] = () => undefined,
) => {
  const signal = new AbortController().signal
  const turn = () => {
    onTurn()
    return Promise.resolve(signal)
  }
  const job = { input, signal, report, turn, hold: () => undefined }
  const all = { beforeSnapshots: () => Promise.resolve(), blocksSwitch: () => undefined, areas: [] }
  return runCopies({ ...host, logger: silentLogger }, all, job)
}
/** A copy of a set as if it had been taken so many days ago: it is the only one of its week. */
const copyOfDaysAgo = async (name: string, days: number): Promise<Copy> => {
  const set = await take()
  return copy(name, { ...set, at: new Date(Date.now() - days * 86_400_000).toISOString() })
}
const listed = async (name: string) => (await within(name, (open) => open.list())).map(({ set }) => set.id)
const snapshotOf = (id: string, subvolume = 'home') => path.join(setFolder(host.stateFolder, id), subvolume)

const kinds = [
  { kind: 'a btrfs disk', name: 'USB disk', addPlace: addDisk, without: [] },
  { kind: 'a store in a folder', name: 'NAS', addPlace: addStore, without: ['--exclude=.cache/*'] },
] as const

describe.each(kinds)('copies on $kind', ({ name, addPlace, without }) => {
  it('bring a set back as it was, after it is gone from the laptop, and the set can be deleted again', async () => {
    await addPlace()
    const set = await take()
    await copy(name, set)
    const before = path.join(laptop.folder, 'before')
    sh('cp', '-a', '--reflink=never', snapshotOf(set.id), before)
    writeFileSync(path.join(home, 'alice/letter'), 'Dear Carol')
    await take()
    await deleteSets(host.stateFolder, [set.id], { report: () => undefined, inUse: () => () => undefined })
    expect(readSets(host.stateFolder).map(({ id }) => id)).not.toContain(set.id)

    const { setId: id } = await bringBack(
      host,
      findCopyPlace(host.stateFolder, name),
      { setId: set.id, subvolumes: [] },
      quiet,
    )
    expect(differences(before, snapshotOf(id), ...without)).toBe('')
    expect(readFileSync(path.join(snapshotOf(id, 'system'), 'etc/hostname'), 'utf8')).toBe('p17\n')
    expect(sh('btrfs', 'property', 'get', snapshotOf(id), 'ro').trim()).toBe('ro=true')
    const listed = readSets(host.stateFolder).find((one) => one.id === id)
    const occasion = { id: 'copies.broughtBack', data: { place: name, laptop: hostname(), at: set.at } }
    expect(listed).toMatchObject({
      at: set.at,
      content: { kind: 'described', description: { reason: 'brought-back', occasion } },
    })
    setPinned(host.stateFolder, id, false)
    const gone = await deleteSets(host.stateFolder, [id], { report: () => undefined, inUse: () => () => undefined })
    expect(gone).toMatchObject({ deleted: [id], refused: [] })
  })

  it('are found by the start of their ID where it is unique, and by nothing else', async () => {
    await addPlace()
    const [first, second] = [await take(), await take()]
    for (const set of [first, second]) await copy(name, set)
    const back = (setId: string) =>
      bringBack(host, findCopyPlace(host.stateFolder, name), { setId, subvolumes: ['system'] }, quiet)
    const unique = first.id.slice(0, first.id.split('').findIndex((letter, at) => letter !== second.id[at]) + 1)
    const { setId } = await back(unique)
    expect(readSets(host.stateFolder).find(({ id }) => id === setId)?.at).toBe(first.at)
    await expect(back(unique.slice(0, -1))).rejects.toMatchObject({ problem: { id: 'copies.severalCopies' } })
    await expect(back('1999')).rejects.toMatchObject({ problem: { id: 'copies.noCopy' } })
  })

  it('carry only what changed since the copy before', async () => {
    await addPlace()
    const first = await copy(name, await take())
    expect(first.bytes).toBeGreaterThan(2_000_000)
    writeFileSync(path.join(home, 'alice/note'), 'new')
    const second = await copy(name, await take())
    expect(second.bytes).toBeLessThan(1_000_000)
    expect((await within(name, (open) => open.list())).map(({ set }) => set.id)).toEqual([second.set.id, first.set.id])
  })

  it('are verified by reading all of them, where a subvolume has another one inside too', async () => {
    sh('btrfs', '-q', 'subvolume', 'create', path.join(home, 'alice/nested'))
    await addPlace()
    const set = await take()
    await copy(name, set)
    const proven = await within(name, (open) => open.prove({ part: 1, of: 1 }, quiet))
    expect(proven.damaged).toEqual([])
    expect(proven.proven.map(({ set: { id } }) => id)).toEqual([set.id])
  })

  it('of two laptops that are known by one name are kept apart, and each goes on from its own', async () => {
    await addPlace()
    const password = readPassword(host.stateFolder, findCopyPlace(host.stateFolder, name).id)
    const other = { stateFolder: path.join(laptop.top, '@state/other'), runFolder: host.runFolder }
    mkdirSync(other.stateFolder)
    const where = name === 'NAS' ? store() : device()
    const opened = { name, where, asStore: name === 'NAS', ...(password === undefined ? {} : { password }) }
    await add(other, opened, {})
    const identities = [host, other].map(({ stateFolder }) => haveIdentity(stateFolder, 'xps'))
    const copyOfOther = async (): Promise<Copy> => {
      const request = { switchId: `copies-test-${(taken += 1)}`, reason: 'manual' } as const
      const set = await takeSet({ ...places, stateFolder: other.stateFolder }, request, { report: () => undefined })
      return withCopies(other, findCopyPlace(other.stateFolder, name), {}, (open) => open.put(set, quiet))
    }
    const first = [await copy(name, await take()), await copyOfOther()]
    expect(first.map(({ owner }) => owner)).toEqual(identities.map(({ key }) => key))
    expect(first.map(({ laptop: known }) => known)).toEqual(['xps', `xps-${identities[1]?.key ?? ''}`])
    const second = [await copy(name, await take()), await copyOfOther()]
    expect(second.map(({ laptop: known }) => known)).toEqual(first.map(({ laptop: known }) => known))
    for (const { bytes } of second) expect(bytes).toBeLessThan(1_000_000)
    // What the one gives back the room of is not what the other one is in the middle of.
    const stop = new AbortController()
    let turns = 0
    const turn = () => {
      turns += 1
      if (turns === 2) stop.abort()
      return Promise.resolve()
    }
    const half = within(name, async (open) => open.put(await take(), { ...quiet, turn, signal: stop.signal }))
    await expect(half).rejects.toMatchObject({ code: 'cancelled' })
    const known = await withCopies(other, findCopyPlace(other.stateFolder, name), {}, async (open) => {
      await open.sweep(quiet)
      return open.list()
    })
    expect(known.map(copyKey).toSorted()).toEqual([...first, ...second].map(copyKey).toSorted())
    const { setId: id } = await bringBack(
      host,
      findCopyPlace(host.stateFolder, name),
      { laptop: 'xps', setId: second[0]?.set.id ?? '', subvolumes: ['home'] },
      quiet,
    )
    expect(differences(snapshotOf(second[0]?.set.id ?? ''), snapshotOf(id), ...without)).toBe('')
  })

  it('leave nothing when one is stopped half-way, and the next one is whole', async () => {
    await addPlace()
    const set = await take()
    const stop = new AbortController()
    let turns = 0
    const turn = () => {
      turns += 1
      if (turns === 2) stop.abort()
      return Promise.resolve()
    }
    const stopped = within(name, (open) => open.put(set, { ...quiet, turn, signal: stop.signal }))
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
    expect((await lookInto(host, findCopyPlace(host.stateFolder, name), {})).copies).toEqual([])
    await copy(name, set)
    const { setId: id } = await bringBack(
      host,
      findCopyPlace(host.stateFolder, name),
      { setId: set.id, subvolumes: ['home'] },
      quiet,
    )
    expect(differences(snapshotOf(set.id), snapshotOf(id), ...without)).toBe('')
    expect(existsSync(snapshotOf(id, 'system'))).toBe(false)
    expect(sh('findmnt', '--raw', '--noheadings', '--output', 'TARGET')).not.toContain(host.runFolder)
  })
})

it('a disk keeps a whole copy beside a damaged one of the same week, and one of them where both are whole', async () => {
  await addDisk()
  const [one, other] = [await copyOfDaysAgo('USB disk', 40.00001), await copyOfDaysAgo('USB disk', 40)]
  await copy('USB disk', await take())
  await lookInto(host, findCopyPlace(host.stateFolder, 'USB disk'), {})
  rememberPlace(host.stateFolder, idOf('USB disk'), { damaged: [copyKey(one)] })
  await runJob()
  expect(await listed('USB disk')).toEqual(expect.arrayContaining([one.set.id, other.set.id]))
  rememberPlace(host.stateFolder, idOf('USB disk'), { damaged: [] })
  await runJob()
  expect(await listed('USB disk')).not.toContain(other.set.id)
  expect(await listed('USB disk')).toContain(one.set.id)
})

/** The first bytes of every pack that has contents, until what is returned puts them back. */
function damagePacks(): () => void {
  const packs = sh('find', path.join(store(), 'data'), '-type', 'f', '-size', '+30k').trim().split('\n')
  sh('chmod', '-R', 'u+w', store())
  const whole = packs.map((pack) => readFileSync(pack))
  for (const pack of packs) writeFileSync(pack, Buffer.concat([Buffer.from('XXXX'), readFileSync(pack).subarray(4)]))
  return () => packs.forEach((pack, index) => writeFileSync(pack, whole[index] ?? ''))
}

it('a store that is damaged keeps all that is there until all of it was read and is right', async () => {
  await addStore()
  const old = await copyOfDaysAgo('NAS', 1000)
  await copy('NAS', await take())
  const mend = damagePacks()
  await expect(runJob({ what: 'verify-all', place: 'NAS' })).rejects.toMatchObject({ code: 'not-verified' })
  await runJob()
  expect(await listed('NAS')).toContain(old.set.id)
  expect(recallPlace(host.stateFolder, idOf('NAS')).failed).toMatchObject({ part: 1, of: 1 })
  mend()
  await runJob({ what: 'verify-all', place: 'NAS' })
  await runJob()
  expect(await listed('NAS')).not.toContain(old.set.id)
})

it('a place that cannot be verified is named with the reason, and the next one is verified all the same', async () => {
  await addStore()
  await addDisk()
  const set = await take()
  await copy('NAS', set)
  const copied = await copy('USB disk', set)
  const readOfDisk = () => recallPlace(host.stateFolder, idOf('USB disk')).proven
  const moved = `${store()}-moved`
  renameSync(store(), moved)
  mkdirSync(store())
  const problem = { id: 'copies.someNotRead', data: { failed: [{ place: 'NAS' }], done: [{ place: 'USB disk' }] } }
  const told = { problem, message: expect.stringContaining('NAS') as unknown }
  await expect(runJob({ what: 'verify-all' })).rejects.toMatchObject(told)
  expect(Object.keys(readOfDisk())).toEqual([copyKey(copied)])
  rmSync(store(), { recursive: true })
  renameSync(moved, store())
  rememberPlace(host.stateFolder, idOf('USB disk'), { proven: {} })
  damagePacks()
  await expect(runJob({ what: 'verify-all' })).rejects.toMatchObject({
    code: 'not-verified',
    problem: { id: 'copies.someDamaged', data: problem.data },
  })
  expect(Object.keys(readOfDisk())).toHaveLength(1)
})

it('a place that is not there is named and fails nothing while another one has the copy, and fails it where none has', async () => {
  await addDisk()
  const nas = path.join(laptop.folder, 'nas')
  await add(host, { name: 'NAS', where: nas, asStore: true }, {})
  await take()
  const moved = `${nas}-moved`
  renameSync(nas, moved)
  const away = (name: string) => ({ data: { places: [{ place: name === 'NAS' ? 'USB disk' : 'NAS' }], away: [name] } })
  const done = await runJob()
  expect(done).toMatchObject({ id: 'copies.copied', ...away('NAS') })
  expect(copiesMessages.copied.words(done.data, ({ id }) => id)?.message).toContain('Not connected: NAS.')
  expect(await runJob({ what: 'verify-all' })).toMatchObject({ id: 'copies.verified', ...away('NAS') })
  await expect(runJob({ place: 'NAS' })).rejects.toMatchObject({ problem: { id: 'places.notConnected' } })
  const disk = findCopyPlace(host.stateFolder, 'USB disk')
  if (disk.kind === 'disk') keepPlace(host.stateFolder, { ...disk, fsUuid: randomUUID() })
  for (const what of ['copy', 'verify'])
    await expect(runJob({ what })).rejects.toMatchObject({ problem: { id: 'places.notConnected' } })
  // It can be reached, and does not open: nobody has the copy.
  mkdirSync(nas)
  for (const [what, id] of [
    ['copy', 'copies.someFailed'],
    ['verify', 'copies.someNotRead'],
  ] as const) {
    const failed = [{ place: 'NAS' }, { place: 'USB disk' }]
    await expect(runJob(what === 'copy' ? {} : { what })).rejects.toMatchObject({
      problem: { id, data: { failed, done: [] } },
    })
  }
  rmSync(nas, { recursive: true })
  renameSync(moved, nas)
  expect(await runJob()).toMatchObject({ id: 'copies.copied', ...away('USB disk') })
})

it('a copy of several subvolumes tells one progress, which never goes back, and so does bringing it back', async () => {
  await addStore()
  const set = await take()
  const shares: number[] = []
  await runJob({}, undefined, ({ done, total }) => shares.push(total === undefined ? -1 : done / total))
  expect(shares.at(-1)).toBe(1)
  expect(shares).toEqual(shares.toSorted((one, other) => one - other))
  expect(recallPlace(host.stateFolder, idOf('NAS')).sizes?.['home']).toBeGreaterThan(2_000_000)
  const told: number[] = []
  const report: PlaceWork['report'] = ({ done, total = 0 }) => told.push(total === 0 ? -1 : done / total)
  await bringBack(host, findCopyPlace(host.stateFolder, 'NAS'), { setId: set.id, subvolumes: [] }, { report })
  expect(told.length).toBeGreaterThan(0)
  expect(told).toEqual(told.filter((share) => share >= 0).toSorted((one, other) => one - other))
})

it('what failed is noted at its place alone, and goes once that is done again', async () => {
  await addStore()
  await addDisk()
  await copy('NAS', await take())
  const workAt = (name: string) => recallPlace(host.stateFolder, idOf(name)).work
  const moved = `${store()}-moved`
  renameSync(store(), moved)
  mkdirSync(store())
  const whileAtDisk: unknown[] = []
  await expect(runJob({}, () => whileAtDisk.push(workAt('USB disk')))).rejects.toMatchObject({
    code: 'transfer-failed',
  })
  expect(whileAtDisk.at(-1)).toMatchObject({ kind: 'running', what: 'copy' })
  expect(workAt('NAS')).toMatchObject({ kind: 'failed', what: 'copy', error: { problem: { id: 'tools.noStore' } } })
  expect(workAt('USB disk')).toBeUndefined()
  rmSync(store(), { recursive: true })
  renameSync(moved, store())
  await runJob()
  expect(workAt('NAS')).toBeUndefined()
})

it('what is noted of a place while it is being verified stays, also of a copy that was read and was right', async () => {
  await addDisk()
  const [one, other] = [await copy('USB disk', await take()), await copy('USB disk', await take())]
  const noted = [copyKey(other), 'xps elsewhere']
  await runJob({ what: 'verify-all', place: 'USB disk' }, () =>
    rememberPlace(host.stateFolder, idOf('USB disk'), { damaged: noted, proven: {} }),
  )
  const known = recallPlace(host.stateFolder, idOf('USB disk'))
  expect([known.damaged, Object.keys(known.proven)]).toEqual([noted, [copyKey(one)]])
  await runJob({ what: 'verify-all', place: 'USB disk' })
  expect(recallPlace(host.stateFolder, idOf('USB disk')).damaged).toEqual(['xps elsewhere'])
})

it('half of what comes back goes with the next agent, unless its process still runs', async () => {
  const snapshots = path.join(host.stateFolder, 'snapshots')
  mkdirSync(snapshots, { recursive: true })
  const self = identifyThisProcess()
  // Another process may have got its number since.
  const [own, gone] = [self, { ...self, startTime: '1' }].map((one) => `.bringing-back-${nameOfProcess(one)}.set`)
  for (const name of [own, gone]) mkdirSync(path.join(snapshots, name ?? ''))
  await sweepBroughtBack(host.stateFolder)
  expect(readdirSync(snapshots)).toEqual([own])
})

it('a place that was removed while it was being verified leaves nothing behind', async () => {
  await addDisk()
  await copy('USB disk', await take())
  const place = findCopyPlace(host.stateFolder, 'USB disk')
  await runJob({ what: 'verify-all', place: 'USB disk' }, () => removePlace(host.stateFolder, place))
  expect(readdirSync(path.join(host.stateFolder, 'copies'))).not.toContain(`${place.id}.json`)
})

it('a copy on a disk that is not what was copied is found, told, and not built on any more', async () => {
  await addDisk()
  const set = await take()
  await copy('USB disk', set)
  const there = path.join(usb.top, 'pc-switcher-copies', hostname(), set.id, 'home')
  sh('btrfs', 'property', 'set', '-f', there, 'ro', 'false')
  writeFileSync(path.join(there, 'alice/letter'), 'Dear Eve')
  sh('btrfs', 'property', 'set', there, 'ro', 'true')
  const { proven, damaged } = await within('USB disk', (open) => open.prove({ part: 1, of: 1 }, quiet))
  expect(proven).toEqual([])
  expect(damaged.map((one) => one.set.id)).toEqual([set.id])
  const back = bringBack(host, findCopyPlace(host.stateFolder, 'USB disk'), { setId: set.id, subvolumes: [] }, quiet)
  await expect(back).rejects.toMatchObject({ code: 'not-verified' })
  // All of it crosses again: nothing builds on what was written to.
  expect((await copy('USB disk', await take())).bytes).toBeGreaterThan(2_000_000)
})

const folderOnDisk = (set: Description) => path.join(usb.top, 'pc-switcher-copies', hostname(), set.id)
const verifyDisk = () => within('USB disk', (open) => open.prove({ part: 1, of: 1 }, quiet))

it('a disk on which links, FIFOs and endless files stand for ours keeps nobody waiting, and is verified all the same', async () => {
  await addDisk()
  const set = await take()
  await copy('USB disk', set)
  const digests = path.join(folderOnDisk(set), 'digests.json')
  const secret = path.join(laptop.folder, 'secret')
  writeFileSync(secret, 'of root')
  const attempts = [
    () => sh('mkfifo', digests),
    () => symlinkSync('/dev/zero', digests),
    () => symlinkSync(secret, digests),
    () => sh('truncate', '-s', '100G', digests),
    () => sh('mknod', digests, 'c', '1', '5'),
    () => mkdirSync(digests),
  ]
  for (const attempt of attempts) {
    rmSync(digests, { recursive: true, force: true })
    attempt()
    const { proven, damaged } = await verifyDisk()
    expect([proven.map((one) => one.set.id), damaged]).toEqual([[set.id], []])
  }
  expect(readFileSync(secret, 'utf8')).toBe('of root')
  const description = path.join(folderOnDisk(set), 'copy.json')
  rmSync(description)
  sh('mkfifo', description)
  expect(await within('USB disk', (open) => open.list())).toMatchObject([{ isUnreadable: true, set: { id: set.id } }])
})

it('a copy that the disk cannot read any more is named and remembered, and comes from the next place', async () => {
  await addDisk()
  writeFileSync(path.join(home, 'alice/marked'), Buffer.concat([Buffer.from('what-rots-40e2'), randomBytes(20_000)]))
  const set = await take()
  await copy('USB disk', set)
  await lookInto(host, findCopyPlace(host.stateFolder, 'USB disk'), {})
  sh('sync', '-f', usb.top)
  usb.damage('what-rots-40e2')
  usb.losePower()
  const back = () =>
    bringBack(host, findCopyPlace(host.stateFolder, 'USB disk'), { setId: set.id, subvolumes: [] }, quiet)
  await expect(back()).rejects.toMatchObject({
    problem: { id: 'copies.damaged', data: { place: 'USB disk', count: 1 } },
  })
  const { damaged } = await lookInto(host, findCopyPlace(host.stateFolder, 'USB disk'), {})
  expect(damaged).toEqual([`${hostname()} ${set.id}`])
  const folder = path.join(laptop.folder, 'nas')
  await add(host, { name: 'NAS', where: folder, asStore: true }, {})
  await copy('NAS', set)
  await lookInto(host, findCopyPlace(host.stateFolder, 'NAS'), {})
  const came = await back()
  expect(came).toMatchObject({ from: 'NAS', damaged: ['USB disk'] })
  expect(differences(snapshotOf(set.id), snapshotOf(came.setId), '--exclude=.cache/*')).toBe('')
})

it('a copy whose description the disk cannot read is told as damaged, and is not taken for absent', async () => {
  await addDisk()
  const set = await take()
  await copy('USB disk', set)
  const file = path.join(folderOnDisk(set), 'copy.json')
  const known: unknown = JSON.parse(readFileSync(file, 'utf8'))
  // Longer than what btrfs keeps beside the name.
  writeFileSync(file, JSON.stringify({ mark: 'what-rots-88d1', known: ' '.repeat(20_000), ...(known as object) }))
  await lookInto(host, findCopyPlace(host.stateFolder, 'USB disk'), {})
  sh('sync', '-f', usb.top)
  usb.damage('what-rots-88d1')
  usb.losePower()
  const [found] = await within('USB disk', (open) => open.list())
  expect(found).toMatchObject({ isUnreadable: true, laptop: hostname(), set: { id: set.id } })
  expect((await verifyDisk()).damaged.map((one) => one.set.id)).toEqual([set.id])
})
