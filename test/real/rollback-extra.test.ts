/** Rolling back what the person added, and images: from the plan to the end, as the agent does it. */
import { mkdirSync, readdirSync, rmdirSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { writeExtraFolders, readExtraFolders } from '../../src-main/commons/snapshot-sets/on-machine/extra-folders.ts'
import { readSets, setFolder } from '../../src-main/commons/snapshot-sets/on-machine/set-folder.ts'
import type { Description } from '../../src-main/commons/snapshot-sets/schemas.ts'
import { checkOrder, makeOrder } from '../../src-main/domains/rollback/on-machine/plan/check-order.ts'
import {
  readJournal,
  readOrder,
  rollbackFolder,
  workFolder,
  writeOrder,
} from '../../src-main/domains/rollback/on-machine/state/operation.ts'
import { recoverLeft, rollBackAtEnd, rollBackNow } from '../../src-main/domains/rollback/on-machine/run/run-order.ts'
import { inspect } from '../../src-main/domains/rollback/on-machine/plan/inspect.ts'
import type { InspectionPlaces } from '../../src-main/domains/rollback/on-machine/plan/inspection-places.ts'
import {
  areaTitles,
  contextOf,
  makeRollbackDisk,
  read,
  sh,
  laptopContext,
  takeSnapshots,
  write,
} from './rollback-disk.ts'
import { pickFor } from '../how-long.ts'
import { makeLoopBtrfs } from './loop-btrfs.ts'
import { inWords, sayAll } from './words.ts'
import { rollbackMessages } from '../../src-main/domains/rollback/messages.ts'
import { forEachTest } from './while-tested.ts'
import { usersOfDisks } from './users-of-disks.ts'

const disk = forEachTest(() => makeRollbackDisk(undefined, [['@srv', 'root/srv']]))
const { endAll, startShell } = usersOfDisks()
beforeEach(() => {
  write(inSrv('site'), 'before')
  write(inHome('letter'), 'before')
  add(srv())
})

const srv = () => path.join(disk.folder, 'root/srv')
const inSrv = (name: string) => path.join(srv(), name)
const inHome = (name: string) => path.join(disk.home, 'alice', name)
const makeSubvolume = (place: string) => sh('btrfs', '-q', 'subvolume', 'create', place)
const next = 'next boot'

function add(...folders: readonly string[]): void {
  writeExtraFolders(disk.state, folders)
}

/** The laptop as its agent sees it, at this moment. */
function at(): InspectionPlaces {
  const fstab = path.join(disk.folder, 'fstab')
  const lines = [
    ['@home', disk.home],
    ['@images', disk.places.areas.images],
    ['@srv', srv()],
  ].map(([name, place]) => `UUID=1 ${place} btrfs subvol=${name},noatime 0 0\n`)
  write(fstab, lines.join(''))
  const places = { ...disk.places, extra: readExtraFolders(disk.state) }
  const system = { root: path.join(disk.folder, 'root'), stateMount: disk.state, commandLine: '' }
  return { places, titles: areaTitles, fstab, system: { ...system, isContainer: () => Promise.resolve(true) } }
}

function take(): Promise<Description> {
  return takeSnapshots({ places: at().places })
}

async function planOf(set: Description, subvolumes: readonly string[]) {
  return inWords(await inspect(at(), laptopContext(disk), { setId: set.id, subvolumes }, {}))
}

async function orderOf(set: Description, subvolumes: readonly string[], when: 'now' | 'next-start' = 'now') {
  const agreed = (await planOf(set, subvolumes)).subvolumes.flatMap(({ identity }) => identity ?? [])
  return makeOrder(
    at(),
    laptopContext(disk),
    { operationId: `op-${set.id.slice(-4)}`, setId: set.id, when, agreed },
    {},
  )
}

async function rollBack(set: Description, subvolumes: readonly string[]) {
  return rollBackNow(await contextOf(disk), await orderOf(set, subvolumes))
}

function keptOf(keptSet: string | undefined, name: string): string | undefined {
  return read(path.join(setFolder(disk.state, keptSet ?? ''), name))
}

function keptDescription(keptSet: string | undefined): Description {
  const content = readSets(disk.state).find(({ id }) => id === keptSet)?.content
  if (content?.kind !== 'described') throw new Error('what was there before is not described')
  return content.description
}

function expectTidy(): void {
  expect(readJournal(disk.state)).toBeUndefined()
  expect(readdirSync(workFolder(disk.state))).toEqual([])
  expect(readdirSync(rollbackFolder(disk.state))).not.toContain('left')
}

describe('a subvolume that the person added', () => {
  it('is rolled back now when nobody uses it, mounted as it was, and back again', async () => {
    const set = await take()
    write(inSrv('site'), 'after')
    write(inSrv('newer'), 'x')
    expect((await planOf(set, ['extra/srv'])).subvolumes).toMatchObject([
      { subvolume: 'extra/srv', title: srv(), path: srv(), when: { kind: 'now' }, users: [], nested: 0 },
    ])
    const last = await rollBack(set, ['extra/srv'])
    expect(last).toMatchObject({ result: 'done', subvolumes: ['extra/srv'] })
    expect(sayAll(last.text)).toContain(srv())
    expect(read(inSrv('site'))).toBe('before')
    expect(read(inSrv('newer'))).toBeUndefined()
    expect(sh('findmnt', '-no', 'OPTIONS', srv())).toMatch(/noatime.*subvol=\/@srv/)
    expectTidy()
    await rollBack(keptDescription(last.keptSet), ['extra/srv'])
    expect([read(inSrv('site')), read(inSrv('newer'))]).toEqual(['after', 'x'])
  })

  it('goes back at the next start when somebody uses it', async () => {
    const set = await take()
    write(inSrv('site'), 'after')
    await startShell(`cd "${srv()}"`)
    expect((await planOf(set, ['extra/srv'])).subvolumes).toMatchObject([
      { when: { kind: 'next-start', why: expect.stringMatching(/In use: .*process/) as string } },
    ])
    await expect(orderOf(set, ['extra/srv'])).rejects.toMatchObject({ code: 'blocked' })
    writeOrder(disk.state, await orderOf(set, ['extra/srv'], 'next-start'))
    await rollBackAtEnd(await contextOf(disk), () => Promise.resolve(undefined))
    write(inSrv('last words'), 'x')
    await endAll()
    disk.unmountAll()
    disk.mountAll()
    const last = await recoverLeft(await contextOf(disk, undefined, next))
    expect(last).toMatchObject({ result: 'done' })
    expect(read(inSrv('site'))).toBe('before')
    expect(keptOf(last?.keptSet, 'extra/srv/last words')).toBe('x')
    expect(readOrder(disk.state)).toBeUndefined()
    expectTidy()
  })

  it('goes back together with home in one go, and neither when one is in use', async () => {
    const set = await take()
    write(inSrv('site'), 'after')
    write(inHome('letter'), 'after')
    const order = await orderOf(set, ['home', 'extra/srv'])
    await startShell(`exec 7<"${inSrv('site')}"; cd /`)
    expect(await rollBackNow(await contextOf(disk), order)).toMatchObject({ result: 'taken-back' })
    expect([read(inHome('letter')), read(inSrv('site'))]).toEqual(['after', 'after'])
    expectTidy()
    await endAll()
    const last = await rollBack(set, ['home', 'extra/srv'])
    expect(last).toMatchObject({ result: 'done', subvolumes: ['home', 'extra/srv'] })
    expect([read(inHome('letter')), read(inSrv('site'))]).toEqual(['before', 'before'])
    const kept = ['home/alice/letter', 'extra/srv/site'].map((name) => keptOf(last.keptSet, name))
    expect(kept).toEqual(['after', 'after'])
    expectTidy()
  })

  it('keeps the subvolumes inside it as they are now, or takes them back too when that is wanted', async () => {
    makeSubvolume(inSrv('data'))
    write(inSrv('data/table'), 'before')
    const set = await take()
    const subvolume = set.snapshots.find(({ within }) => within?.subvolume === 'extra/srv')?.subvolume ?? ''
    write(inSrv('data/table'), 'after')
    write(inSrv('site'), 'after')
    expect((await planOf(set, ['extra/srv'])).subvolumes).toMatchObject([{ nested: 1 }])
    expect(await rollBack(set, ['extra/srv'])).toMatchObject({ result: 'done' })
    expect([read(inSrv('site')), read(inSrv('data/table'))]).toEqual(['before', 'after'])
    expect(await rollBack(set, [subvolume])).toMatchObject({ result: 'done' })
    expect(read(inSrv('data/table'))).toBe('before')
    write(inSrv('site'), 'again')
    write(inSrv('data/table'), 'again')
    const last = await rollBack(set, ['extra/srv', subvolume])
    expect([read(inSrv('site')), read(inSrv('data/table'))]).toEqual(['before', 'before'])
    expect(['extra/srv/site', `${subvolume}/table`].map((name) => keptOf(last.keptSet, name))).toEqual([
      'again',
      'again',
    ])
    expectTidy()
  })

  it('is refused with the reason when another disk is mounted in its place, nothing is, or nobody wants it any more', async () => {
    const set = await take()
    const order = await orderOf(set, ['extra/srv'], 'next-start')
    const whenNow = async () => (await planOf(set, ['extra/srv'])).subvolumes[0]
    sh('umount', srv())
    expect(await whenNow()).toMatchObject({
      path: srv(),
      when: {
        kind: 'refused',
        why: `${srv()} is not a subvolume now.`,
        hint: expect.stringContaining('Mount') as string,
      },
    })
    expect(await checkOrder(at(), laptopContext(disk), order, {})).toMatchObject({ id: 'rollback.planOutdated' })
    const other = makeLoopBtrfs(256)
    try {
      sh('mount', '--bind', other.top, srv())
      expect(await whenNow()).toMatchObject({
        when: { kind: 'refused', why: `${srv()} is on another file system now.` },
      })
      const left = await take()
      expect(left.snapshots.map(({ subvolume }) => subvolume)).not.toContain('extra/srv')
      expect(left.leftOut).toMatchObject([{ data: { folder: srv(), why: 'elsewhere' } }])
    } finally {
      sh('umount', srv())
      other.remove()
    }
    disk.unmountAll()
    disk.mountAll()
    add()
    expect(await whenNow()).toMatchObject({
      when: { kind: 'refused', why: expect.stringContaining('no longer one of the extra') as string },
    })
    add(srv())
    expect(await whenNow()).toMatchObject({ when: { kind: 'now' } })
    expect(read(inSrv('site'))).toBe('before')
  })

  it('never takes the place of another folder that was added under the same name later', async () => {
    const set = await take()
    makeSubvolume(path.join(disk.folder, 'root/other'))
    makeSubvolume(path.join(disk.folder, 'root/other/srv'))
    write(path.join(disk.folder, 'root/other/srv/site'), 'of another')
    add()
    add(path.join(disk.folder, 'root/other/srv'))
    expect((await planOf(set, ['extra/srv'])).subvolumes).toMatchObject([{ when: { kind: 'refused' } }])
    expect((await take()).snapshots.map(({ subvolume }) => subvolume)).toContain('extra/srv-2')
  })
})

describe('one that lies inside home', () => {
  /** With a subvolume inside it again, and another beside. */
  async function fill(): Promise<Description> {
    for (const name of ['work', 'work/deep', 'beside']) makeSubvolume(inHome(name))
    add(inHome('work'))
    for (const name of names) write(inHome(name), 'before')
    const set = await take()
    for (const name of names) write(inHome(name), 'after')
    return set
  }
  const names = ['letter', 'work/notes', 'work/deep/file', 'beside/file']
  const seen = () => names.map((name) => read(inHome(name)))
  const timeOf = (folder: string) => statSync(folder, { bigint: true }).mtimeNs
  /** Of the folder around them. */
  const timeIn = ({ id }: Description) => timeOf(path.join(setFolder(disk.state, id), 'home/alice'))
  const deepIn = (set: Description) =>
    set.snapshots.find(({ within }) => within?.subvolume === 'extra/work')?.subvolume ?? 'no deep'

  it('stays as it is now when home is rolled back, and home when it is', async () => {
    const set = await fill()
    expect((await planOf(set, ['home'])).subvolumes).toMatchObject([{ nested: 2 }])
    expect(await rollBack(set, ['home'])).toMatchObject({ result: 'done' })
    expect(seen()).toEqual(['before', 'after', 'after', 'after'])
    expect(timeOf(inHome('.'))).toBe(timeIn(set))
    write(inHome('letter'), 'after')
    expect(await rollBack(set, ['extra/work'])).toMatchObject({ result: 'done' })
    expect(seen()).toEqual(['after', 'before', 'after', 'after'])
    expectTidy()
  })

  it('goes back together with home, in whatever order they are named, and what is inside it stays', async () => {
    const set = await fill()
    for (const subvolumes of [
      ['home', 'extra/work'],
      ['extra/work', 'home'],
    ]) {
      for (const name of names) write(inHome(name), 'after')
      expect((await planOf(set, subvolumes)).subvolumes.map(({ when, nested }) => [when.kind, nested])).toEqual([
        ['now', 1],
        ['now', 1],
      ])
      const last = await rollBack(set, subvolumes)
      expect(sayAll(last.text)).not.toContain('cannot be moved')
      expect(last).toMatchObject({ result: 'done' })
      expect(seen()).toEqual(['before', 'before', 'after', 'after'])
      expect(timeOf(inHome('.'))).toBe(timeIn(set))
      expect(keptOf(last.keptSet, 'home/alice/letter')).toBe('after')
      expect(keptOf(last.keptSet, 'extra/work/notes')).toBe('after')
      expectTidy()
    }
  })

  it('goes back with all that is inside, and all of it back again from what was kept', async () => {
    const set = await fill()
    const subvolumes = ['home', deepIn(set), 'extra/work']
    const last = await rollBack(set, subvolumes)
    expect(last).toMatchObject({ result: 'done' })
    expect(seen()).toEqual(['before', 'before', 'before', 'after'])
    expectTidy()
    const kept = keptDescription(last.keptSet)
    expect(kept.snapshots.map(({ subvolume }) => subvolume).sort()).toEqual([...subvolumes].sort())
    expect(await rollBack(kept, subvolumes)).toMatchObject({ result: 'done' })
    expect(seen()).toEqual(['after', 'after', 'after', 'after'])
    expectTidy()
  })

  it('goes back with home at the next start', async () => {
    const set = await fill()
    await startShell(`cd "${inHome('work/deep')}"`)
    expect((await planOf(set, ['home', 'extra/work'])).subvolumes.map(({ when }) => when.kind)).toEqual([
      'next-start',
      'next-start',
    ])
    writeOrder(disk.state, await orderOf(set, ['home', 'extra/work'], 'next-start'))
    await rollBackAtEnd(await contextOf(disk), () => Promise.resolve(undefined))
    await endAll()
    disk.unmountAll()
    disk.mountAll()
    expect(await recoverLeft(await contextOf(disk, undefined, next))).toMatchObject({ result: 'done' })
    expect(seen()).toEqual(['before', 'before', 'after', 'after'])
    expectTidy()
  })

  it('is the old or the new wherever it is torn, with everything inside', async () => {
    const set = await fill()
    const all = Object.keys(endsAfter)
    for (const point of pickFor('a rollback with what lies inside is torn', all, 3)) {
      for (const name of names) write(inHome(name), 'after')
      const torn = await contextOf(disk, (name) => {
        if (name === point) throw new Error('torn')
      })
      const order = await orderOf(set, ['home', 'extra/work'])
      await rollBackNow(torn, order).catch(() => undefined)
      await recoverLeft(await contextOf(disk))
      const isOld = read(inHome('letter')) === 'after'
      expect(seen()).toEqual(isOld ? ['after', 'after', 'after', 'after'] : ['before', 'before', 'after', 'after'])
      expectTidy()
      expect([point, isOld ? 'old' : 'new']).toEqual([point, endsAfter[point]])
    }
  })
  const endsAfter: Readonly<Record<string, 'old' | 'new'>> = {
    'tree 1 placed': 'old',
    'exchange on the disk': 'old',
    'deep carried': 'new',
    'places marked': 'new',
    'extra/work kept': 'new',
    'set finished': 'new',
  }
})

describe('images of virtual machines', () => {
  const images = () => disk.places.areas.images
  const image = (name = 'windows.raw') => path.join(images(), name)
  const isNoCow = (place: string) => /^\S*C/.test(sh('lsattr', '-d', place))

  beforeEach(() => {
    sh('chattr', '+C', images())
    write(image(), 'before')
  })

  it('are still written in place after they were rolled back, those made later too', async () => {
    const set = await take()
    write(image(), 'after')
    const last = await rollBack(set, ['images'])
    expect(last).toMatchObject({ result: 'done' })
    expect(read(image())).toBe('before')
    write(image('new.raw'), 'x')
    expect([images(), image(), image('new.raw')].map(isNoCow)).toEqual([true, true, true])
    expect(isNoCow(path.join(setFolder(disk.state, last.keptSet ?? ''), 'images/windows.raw'))).toBe(true)
  })

  it('are not rolled back while a guest has one open, and the guest is named', async () => {
    const set = await take()
    write(image(), 'after')
    const guest = await startShell(`exec 7<>"${image()}"; cd /`)
    const leave = enterScope(guest.pid ?? 0, 'machine-qemu\\x2d1\\x2dwindows\\x2d11.scope')
    try {
      expect((await planOf(set, ['images'])).subvolumes).toMatchObject([
        { users: ['the virtual machine windows-11'], when: { kind: 'next-start' } },
      ])
      await expect(orderOf(set, ['images'])).rejects.toMatchObject({
        problem: rollbackMessages.inUse({ users: [{ kind: 'guest', what: 'windows-11' }], count: 1 }),
      })
    } finally {
      await endAll()
      leave()
    }
    expect(read(image())).toBe('after')
    expect(await rollBack(set, ['images'])).toMatchObject({ result: 'done' })
  })
})

/** A cgroup of this name below that of this process, as systemd would have made it; what is returned removes it. */
function enterScope(pid: number, name: string): () => void {
  const [tree = ''] = sh('findmnt', '-rno', 'TARGET,OPTIONS', '-t', 'cgroup,cgroup2')
    .split('\n')
    .sort((one, other) => Number(other.includes('name=systemd')) - Number(one.includes('name=systemd')))
  const scope = path.join(tree.split(' ')[0] ?? '', `rollback-test-${process.pid}`, name)
  mkdirSync(scope, { recursive: true })
  writeFileSync(path.join(scope, 'cgroup.procs'), String(pid))
  return () => {
    rmdirSync(scope)
    rmdirSync(path.dirname(scope))
  }
}
