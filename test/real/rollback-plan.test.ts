/** What a plan of a rollback says of a laptop: now, at the next start, or not at all, with the reason. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { changeLedger } from '../../src-main/commons/ledger/on-machine/ledger-file.ts'
import type { Description } from '../../src-main/commons/snapshot-sets/schemas.ts'
import { setFolder } from '../../src-main/commons/snapshot-sets/on-machine/set-folder.ts'
import { checkOrder, makeOrder } from '../../src-main/domains/rollback/on-machine/plan/check-order.ts'
import { inspect } from '../../src-main/domains/rollback/on-machine/plan/inspect.ts'
import type { InspectionPlaces } from '../../src-main/domains/rollback/on-machine/plan/inspection-places.ts'
import { toAppError } from '../../src-main/kernel/app-error.ts'
import {
  areaTitles,
  finisher,
  makeRollbackDisk,
  sh,
  laptopContext,
  systemAt,
  takeSnapshots,
  write,
  writeSystem,
} from './rollback-disk.ts'
import { inWords, sayAll } from './words.ts'
import { forAllTests } from './while-tested.ts'
import { usersOfDisks } from './users-of-disks.ts'

const disk = forAllTests(() => makeRollbackDisk())
let set: Description
let at: InspectionPlaces
const { children, startShell } = usersOfDisks()
const inHome = (name: string) => path.join(disk.home, 'alice', name)
const fstab = () => path.join(disk.folder, 'fstab')
const goodFstab = () =>
  [
    `UUID=1 ${path.join(disk.folder, 'root')} btrfs subvol=@ 0 0`,
    `UUID=1 ${disk.home} btrfs subvol=@home,noatime 0 0`,
    `UUID=1 ${disk.places.areas.images} btrfs subvol=@images 0 0`,
    `UUID=1 ${disk.state} btrfs subvol=@state 0 0`,
    '',
  ].join('\n')

beforeAll(async () => {
  const root = path.join(disk.folder, 'root')
  write(inHome('letter'), 'before')
  writeSystem(root, goodFstab())
  write(path.join(root, 'boot/vmlinuz-6.8.0-9-generic'), 'kernel')
  sh('btrfs', '-q', 'subvolume', 'create', inHome('project'))
  set = await takeSnapshots(disk)
  write(fstab(), goodFstab())
  at = { places: disk.places, titles: areaTitles, fstab: fstab(), system: systemAt(root, disk.state) }
})
afterEach(() => write(fstab(), goodFstab()))

const look = async (folders: readonly string[], where = at) =>
  inWords(await inspect(where, laptopContext(disk), { setId: set.id, subvolumes: folders }, {}))
const whenOf = async (folder: string, where = at) => (await look([folder], where)).subvolumes[0]?.when

describe('a plan', () => {
  it('says that what nobody uses can be rolled back now, and how many subvolumes inside are carried over', async () => {
    const { subvolumes, notes } = await look(['home', 'images'])
    expect(subvolumes).toMatchObject([
      { subvolume: 'home', title: 'Home files', path: disk.home, when: { kind: 'now' }, users: [], nested: 1 },
      { subvolume: 'images', title: 'Virtual machine images', when: { kind: 'now' }, nested: 0 },
    ])
    expect(notes).toEqual([])
  })

  it('says who uses it, and that it has to wait for the next start', async () => {
    await startShell(`cd "${disk.home}"`)
    const [home] = (await look(['home'])).subvolumes
    expect(home?.when).toMatchObject({ kind: 'next-start', why: expect.stringContaining('In use') as string })
    expect(home?.users).toEqual([expect.stringMatching(/process \d+/)])
  })

  it('counts whoever works in a subvolume inside, or maps a program from it', async () => {
    await startShell(`cd "${inHome('project')}"`)
    expect(await whenOf('home')).toMatchObject({ kind: 'next-start' })
    for (const child of children.splice(0)) child.kill('SIGKILL')
    sh('cp', '/bin/sleep', inHome('program'))
    const child = spawn(inHome('program'), ['1000'], { cwd: '/', stdio: 'ignore' })
    children.push(child)
    await once(child, 'spawn')
    expect(await whenOf('home')).toMatchObject({ kind: 'next-start' })
  })

  it('lets a system go back at the next start only', async () => {
    expect(await whenOf('system')).toEqual({ kind: 'next-start', why: 'The running system uses it.' })
  })

  it('refuses where the table of mounts means a number, and says what to write', async () => {
    write(fstab(), goodFstab().replace('subvol=@home', 'subvolid=257'))
    expect(await whenOf('home')).toMatchObject({
      kind: 'refused',
      hint: expect.stringContaining('subvol=/@home') as string,
    })
  })

  it('refuses while a switch is not finished', async () => {
    const laptop = { name: 'p17', label: 'P17' }
    const open = {
      switchId: 's1',
      from: laptop,
      to: { name: 'xps', label: 'XPS 13' },
      since: new Date().toISOString(),
      startedBy: 'p17',
    }
    changeLedger(disk.state, (ledger) => ({ ...ledger, open }))
    expect(await whenOf('home')).toMatchObject({
      kind: 'refused',
      why: 'The switch from P17 to XPS 13 is not finished.',
    })
    changeLedger(disk.state, (ledger) => ({ ...ledger, open: undefined }))
  })

  it('refuses when a subvolume inside is mounted by itself', async () => {
    const device = sh('findmnt', '-no', 'SOURCE', '--nofsroot', disk.state).trim()
    const elsewhere = path.join(disk.folder, 'project')
    sh('mkdir', '-p', elsewhere)
    sh('mount', '-o', 'subvol=@home/alice/project', device, elsewhere)
    try {
      expect(await whenOf('home')).toMatchObject({
        kind: 'refused',
        why: expect.stringContaining('alice/project') as string,
      })
    } finally {
      sh('umount', elsewhere)
    }
  })

  it('tells before what is newer than the snapshot and would stay behind', async () => {
    sh('btrfs', '-q', 'subvolume', 'create', inHome('newer'))
    const { subvolumes, notes } = await look(['home'])
    expect(subvolumes).toMatchObject([{ nested: 1 }])
    expect(notes).toEqual([expect.stringMatching(/alice\/newer.*no place for it/)])
    sh('btrfs', '-q', 'subvolume', 'delete', inHome('newer'))
  })

  it('names a swap file, with which nothing can be kept', async () => {
    const places = { ...disk.places, swapFiles: [inHome('letter')] }
    await expect(look(['home'], { ...at, places })).rejects.toMatchObject({ code: 'blocked' })
  })

  it('says so when the snapshots, or one of them, are gone', async () => {
    await expect(
      inspect(at, laptopContext(disk), { setId: '20200101T000000000Z-none', subvolumes: ['home'] }, {}),
    ).rejects.toMatchObject({ code: 'not-found' })
    await expect(look(['extra/none'])).rejects.toMatchObject({ code: 'not-found' })
  })

  it('refuses where pc-switcher’s own snapshots would be rolled back with it', async () => {
    const places = { ...disk.places, stateFolder: path.join(disk.home, 'state') }
    sh('mkdir', '-p', places.stateFolder)
    const inside = await takeInside(places.stateFolder)
    const request = { setId: inside.id, subvolumes: ['home'] }
    const { subvolumes } = inWords(await inspect({ ...at, places }, laptopContext(disk), request, {}))
    expect(subvolumes[0]?.when).toMatchObject({
      kind: 'refused',
      why: 'The snapshots are stored inside Home files and would be rolled back with it.',
    })
    sh(
      'btrfs',
      '-q',
      'subvolume',
      'delete',
      ...inside.snapshots.map(({ subvolume }) => path.join(setFolder(places.stateFolder, inside.id), subvolume)),
    )
    rmSync(places.stateFolder, { recursive: true })
  })
})

async function takeInside(stateFolder: string): Promise<Description> {
  return takeSnapshots({ ...disk, places: { ...disk.places, stateFolder } })
}

describe('a system that could not start', () => {
  const inSnapshot = (name: string) => path.join(setFolder(disk.state, set.id), 'system', name)

  it('is refused when the boot loader would take a kernel whose modules the snapshot has not', async () => {
    const root = path.join(disk.folder, 'root')
    const elsewhere = path.join(root, 'boot')
    write(path.join(elsewhere, 'vmlinuz-6.8.0-50-generic'), 'kernel')
    // Inside the system's subvolume /boot goes back with it, and fits.
    expect(await whenOf('system')).toMatchObject({ kind: 'next-start' })
    sh('mount', '-t', 'tmpfs', 'none', elsewhere)
    try {
      write(path.join(elsewhere, 'vmlinuz-6.8.0-50-generic'), 'kernel')
      expect(await whenOf('system')).toMatchObject({
        kind: 'refused',
        why: expect.stringContaining('6.8.0-50-generic') as string,
      })
      rmSync(path.join(elsewhere, 'vmlinuz-6.8.0-50-generic'))
      write(path.join(elsewhere, 'vmlinuz-6.8.0-40-generic'), 'kernel')
      expect(await whenOf('system')).toMatchObject({ kind: 'next-start' })
    } finally {
      sh('umount', elsewhere)
      rmSync(path.join(elsewhere, 'vmlinuz-6.8.0-50-generic'))
    }
  })

  it('is refused when the kernel is told a number, or nothing, or goes by the default subvolume', async () => {
    const told = async (commandLine: string) => whenOf('system', { ...at, system: { ...at.system, commandLine } })
    expect(await told('root=UUID=1 rootflags=subvolid=256')).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('by a number') as string,
    })
    expect(await told('root=UUID=1 ro')).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('not told') as string,
    })
    const id = sh('btrfs', 'inspect-internal', 'rootid', path.join(disk.folder, 'root')).trim()
    sh('btrfs', 'subvolume', 'set-default', id, disk.top)
    expect(await told('root=UUID=1 rootflags=subvol=@')).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('default subvolume') as string,
    })
    sh('btrfs', 'subvolume', 'set-default', '5', disk.top)
  })

  it('is refused when nobody would be there to finish it', async () => {
    expect(existsSync(inSnapshot(finisher))).toBe(true)
    rmSync(path.join(disk.folder, 'root', finisher))
    const older = await takeSnapshots(disk)
    write(path.join(disk.folder, 'root', finisher), '[Unit]')
    const request = { setId: older.id, subvolumes: ['system'] }
    const { subvolumes } = inWords(await inspect(at, laptopContext(disk), request, {}))
    expect(subvolumes[0]?.when).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('too old in this snapshot to finish the rollback') as string,
    })
  })

  it('is only said to be a container where it is one', async () => {
    const system = { ...at.system, commandLine: '', isContainer: () => Promise.resolve(true) }
    const { subvolumes, notes } = await look(['system'], { ...at, system })
    expect(subvolumes[0]?.when.kind).toBe('next-start')
    expect(notes.join(' ')).toContain('container')
  })
})

describe('what was agreed to', () => {
  const request = async (when: 'now' | 'next-start' = 'now') => {
    const [identity] = (await look(['home'])).subvolumes.flatMap((subvolume) => subvolume.identity ?? [])
    if (identity === undefined) throw new Error('no identity')
    return { operationId: 'o1', setId: set.id, when, agreed: [identity] }
  }

  it('becomes an order that still fits as long as nothing was replaced', async () => {
    const order = await makeOrder(at, laptopContext(disk), await request('next-start'), {})
    expect(await checkOrder(at, laptopContext(disk), order, {})).toBeUndefined()
    const other = {
      ...order,
      subvolumes: order.subvolumes.map((subvolume) => ({ ...subvolume, oldUuid: subvolume.snapshotUuid })),
    }
    const why = await checkOrder(at, laptopContext(disk), other, {})
    expect(sayAll(why && [why])).toBe(
      'The laptop has changed since this rollback was planned. Nothing was rolled back.',
    )
  })

  it('is refused with nothing changed when it is something else by now, or in use by now', async () => {
    const agreed = await request()
    const changed = { ...agreed, agreed: agreed.agreed.map((one) => ({ ...one, oldUuid: one.snapshotUuid })) }
    expect(
      toAppError(await makeOrder(at, laptopContext(disk), changed, {}).catch((error: unknown) => error)).code,
    ).toBe('plan-changed')
    await startShell(`cd "${disk.home}"`)
    await expect(makeOrder(at, laptopContext(disk), agreed, {})).rejects.toMatchObject({ code: 'blocked' })
    expect(await makeOrder(at, laptopContext(disk), { ...agreed, when: 'next-start' }, {})).toMatchObject({
      when: 'next-start',
    })
  })
})
