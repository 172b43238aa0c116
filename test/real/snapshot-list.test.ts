import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { writeHold } from '../../src-main/commons/snapshot-sets/on-machine/holds.ts'
import { setPinned } from '../../src-main/commons/snapshot-sets/on-machine/set-sidecars.ts'
import { changeLedger } from '../../src-main/commons/ledger/on-machine/ledger-file.ts'
import { createListMemory, listSets } from '../../src-main/domains/snapshots/on-machine/sets/list-sets.ts'
import { measureAll, measureSets } from '../../src-main/domains/snapshots/on-machine/measure/measure-sets.ts'
import { makeSetName, snapshotsFolder } from '../../src-main/commons/snapshot-sets/set-name.ts'
import { sendInto } from '../../src-main/tools/btrfs/btrfs-stream.ts'
import { snapshotReadOnly } from '../../src-main/tools/btrfs/btrfs-subvolume.ts'
import { sh } from './loop-btrfs.ts'
import { makeKeepDisk, quiet, type KeepDisk } from './keep-disk.ts'
import { rollbackMessages } from '../../src-main/domains/rollback/messages.ts'
import { snapshotsMessages } from '../../src-main/domains/snapshots/messages.ts'
import { sayAll } from './words.ts'

let keep: KeepDisk
const list = () => listSets(keep.state, {})

describe('the list of one laptop', () => {
  beforeEach(() => {
    keep = makeKeepDisk()
  })
  afterEach(() => keep.disk.remove())

  it('tells pins, and what needs a set: an open switch, a hold, a mount in any namespace', async () => {
    const pinned = await keep.take('one')
    const open = await keep.take('two', { reason: 'before-switch' })
    const held = await keep.take('three')
    const mounted = await keep.take('four')
    setPinned(keep.state, pinned.id, true)
    const laptop = (name: string) => ({ name, label: name.toUpperCase() })
    const since = '2026-11-20T08:00:00.000Z'
    changeLedger(keep.state, (ledger) => ({
      ...ledger,
      open: { switchId: 'two', from: laptop('p17'), to: laptop('xps'), since, startedBy: 'p17' },
    }))
    writeHold(keep.state, 'rollback', { setId: held.id, why: rollbackMessages.holdReplaced({}) })
    const target = keep.disk.mount(`@state/snapshots/${mounted.id}/home`, 'look')
    const { sets } = await list()
    const told = new Map(sets.map((set) => [set.id, set]))
    expect(told.get(pinned.id)).toMatchObject({ pinned: true })
    expect(told.get(pinned.id)?.neededBecause).toBeUndefined()
    expect(told.get(open.id)?.neededBecause).toEqual(
      snapshotsMessages.neededBySwitch({ from: laptop('p17'), to: laptop('xps') }),
    )
    expect(told.get(held.id)?.neededBecause).toEqual(rollbackMessages.holdReplaced({}))
    expect(told.get(mounted.id)?.neededBecause).toEqual(snapshotsMessages.mounted({ target }))
  })

  it('needs every set while a hold cannot be read', async () => {
    await keep.take('one')
    mkdirSync(path.join(keep.state, 'snapshot-holds'))
    const file = path.join(keep.state, 'snapshot-holds/other.json')
    writeFileSync(file, '{"version":2}')
    expect(sayAll((await list()).sets.flatMap(({ neededBecause }) => neededBecause ?? []))).toBe(
      `${file} is from another version of pc-switcher.`,
    )
    writeFileSync(file, '{"version":1')
    expect(sayAll((await list()).sets.flatMap(({ neededBecause }) => neededBecause ?? []))).toBe(`${file} is damaged.`)
  })

  it('shows what was received whole under the time when it was, and never under that of no time', async () => {
    const set = await keep.take('one')
    const before = Math.floor(Date.now() / 1000) * 1000
    mkdirSync(path.join(keep.disk.top, 'archive'))
    await sendInto(
      { snapshot: path.join(snapshotsFolder(keep.state), set.id, 'home'), into: path.join(keep.disk.top, 'archive') },
      {},
    )
    const found = (await list()).foreign.find(({ path: where }) => where === 'archive/home')
    expect(Date.parse(found?.at ?? '')).toBeGreaterThanOrEqual(before)
  })

  it('shows what other tools took, by where they keep it, and never as one of ours', async () => {
    const own = await keep.take('one')
    const at = (...subvolumes: readonly string[]) => path.join(keep.disk.top, ...subvolumes)
    mkdirSync(at('@home/.snapshots/12'), { recursive: true })
    mkdirSync(at('timeshift-btrfs/snapshots/2026-11-19_18-00-01'), { recursive: true })
    mkdirSync(at('@/var/lib/docker/btrfs/subvolumes'), { recursive: true })
    const take = (from: string, to: string, ...flags: readonly string[]) =>
      sh('btrfs', '-q', 'subvolume', 'snapshot', ...flags, at(from), at(to))
    take('@home', '@home/.snapshots/12/snapshot', '-r')
    take('@', 'timeshift-btrfs/snapshots/2026-11-19_18-00-01/@')
    take('@home', 'home.20261119T1800', '-r')
    take('@home', 'my copy', '-r')
    take('@home', 'my writable copy')
    take('@', '@/var/lib/docker/btrfs/subvolumes/0123', '-r')
    sh('btrfs', '-q', 'subvolume', 'create', at('received'))
    sh('btrfs', 'property', 'set', '-ts', at('received'), 'ro', 'true')
    const { sets, foreign } = await list()
    expect(sets.map(({ id }) => id)).toEqual([own.id])
    expect(foreign.map(({ tool, path: where, areas }) => `${tool}: ${where} ${areas.join()}`).sort()).toEqual([
      'btrbk: home.20261119T1800 home',
      'by hand: my copy home',
      'by hand: received ',
      'snapper: @home/.snapshots/12/snapshot home',
      'timeshift: timeshift-btrfs/snapshots/2026-11-19_18-00-01/@ system',
    ])
    const [btrbk] = foreign.filter(({ tool }) => tool === 'btrbk')
    expect(Math.abs(Date.parse(btrbk?.at ?? '') - Date.now())).toBeLessThan(60_000)
  })

  it('does not believe a name that looks like a line of the listing', async () => {
    const own = await keep.take('one')
    const uuid = '867b9b3c-c417-1e4d-8516-d17f6370ec16'
    const forged = `a\nID 999 gen 7 cgen 7 parent 5 top level 5 otime 2026-01-01 00:00:00 parent_uuid ${uuid} uuid ${uuid} path forged`
    sh('btrfs', '-q', 'subvolume', 'snapshot', '-r', keep.home, path.join(keep.home, forged))
    sh('btrfs', '-q', 'subvolume', 'snapshot', '-r', keep.home, path.join(keep.home, 'plain'))
    const { sets, foreign } = await list()
    expect(sets).toMatchObject([{ id: own.id, subvolumes: ['home', 'system'] }])
    expect(foreign.map(({ path: where }) => where.split('\n')[0]).sort()).toEqual(['@home/a', '@home/plain'])
    expect(foreign.map((one) => one.uuid)).not.toContain(uuid)
  })

  it('measures what one alone holds, remembers it, and calls it an estimate once others came or went', async () => {
    const big = path.join(keep.home, 'big')
    writeFileSync(big, Buffer.alloc(3_000_000, 'x'))
    const first = await keep.take('one')
    writeFileSync(big, 'small')
    const second = await keep.take('two')
    expect((await list()).sets.map(({ space }) => space.kind)).toEqual(['unknown', 'unknown'])
    const { sizes, togetherBytes } = await measureSets(keep.state, [first.id, second.id], quiet)
    expect(sizes[0]?.bytes).toBeGreaterThanOrEqual(3_000_000)
    expect(togetherBytes).toBeGreaterThanOrEqual(3_000_000)
    expect((await list()).sets.map(({ space }) => space.kind)).toEqual(['estimate', 'exact'])
    await keep.take('three')
    expect((await list()).sets.map(({ space }) => space.kind)).toEqual(['unknown', 'estimate', 'estimate'])
  })

  it('tells what several free together, also what they share with one another and nothing else', async () => {
    const big = path.join(keep.home, 'big')
    writeFileSync(path.join(keep.home, 'lasting'), Buffer.alloc(5_000_000, 'y'))
    const before = await keep.take('zero')
    writeFileSync(big, Buffer.alloc(3_000_000, 'x'))
    const first = await keep.take('one')
    const second = await keep.take('two')
    writeFileSync(big, 'small')
    await keep.take('three')
    const { sizes, togetherBytes } = await measureAll(keep.state, [first.id, second.id], quiet)
    expect(sizes.map(({ bytes }) => bytes < 100_000)).toEqual([true, true])
    expect(togetherBytes).toBeGreaterThanOrEqual(3_000_000)
    expect(togetherBytes).toBeLessThan(3_200_000)
    // With the last that hold it, what is there now still shares the other file.
    const all = await measureAll(keep.state, [before.id, first.id, second.id], quiet)
    expect(all.togetherBytes).toBeLessThan(3_200_000)
    expect(readdirSync(snapshotsFolder(keep.state)).filter((name) => name.startsWith('.'))).toEqual([])
    expect((await list()).sets).toHaveLength(4)
  })

  it('can be stopped while it measures', async () => {
    const { id } = await keep.take('one')
    const stop = AbortSignal.abort()
    await expect(measureSets(keep.state, [id], { ...quiet, signal: stop })).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('many sets', () => {
  const many = 200
  beforeAll(async () => {
    keep = makeKeepDisk()
    const { id } = await keep.take('one')
    const description = JSON.parse(readFileSync(keep.inSet(id, 'description.json'), 'utf8')) as object
    const ids = Array.from({ length: many - 1 }, (_none, n) => makeSetName(Date.UTC(2026, 0, 1, n), 'a'))
    for (const each of ids) {
      mkdirSync(keep.inSet(each))
      writeFileSync(keep.inSet(each, 'description.json'), JSON.stringify({ ...description, id: each }))
    }
    await Promise.all(ids.map((each) => snapshotReadOnly(keep.inSet(id, 'home'), keep.inSet(each, 'home'), {})))
  })
  afterAll(() => keep.disk.remove())

  it('are listed, and again the same by what is remembered of them', async () => {
    const memory = createListMemory()
    const { sets } = await listSets(keep.state, { memory })
    expect(sets).toHaveLength(many)
    expect(sets.every(({ subvolumes }) => subvolumes.includes('home'))).toBe(true)
    // What was written a moment ago is read again.
    await new Promise((resolve) => setTimeout(resolve, 2_100))
    await listSets(keep.state, { memory })
    expect((await listSets(keep.state, { memory })).sets).toEqual(sets)
    expect(memory.folders.size).toBe(many)
  })

  it('are read again where something came, went or was replaced', async () => {
    const memory = createListMemory()
    const { sets } = await listSets(keep.state, { memory })
    const [changed, unpinned, gone] = sets.slice(5, 8).map(({ id }) => id)
    if (changed === undefined || unpinned === undefined || gone === undefined) throw new Error('three sets')
    setPinned(keep.state, unpinned, true)
    renameSync(keep.inSet(gone), path.join(snapshotsFolder(keep.state), '.gone'))
    writeFileSync(keep.inSet(changed, 'new'), '{}')
    renameSync(keep.inSet(changed, 'new'), keep.inSet(changed, 'description.json'))
    const after = new Map((await listSets(keep.state, { memory })).sets.map((set) => [set.id, set]))
    expect(after.get(unpinned)?.pinned).toBe(true)
    expect(after.has(gone)).toBe(false)
    expect(after.get(changed)?.content.kind).toBe('undescribed')
  })
})
