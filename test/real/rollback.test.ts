/** Rolling subvolumes back on a real btrfs, with programs that use it, nested subvolumes, and other mounts of it. */
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, renameSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { readHolds } from '../../src-main/commons/snapshot-sets/on-machine/holds.ts'
import { readSets, setFolder } from '../../src-main/commons/snapshot-sets/on-machine/set-folder.ts'
import { changeLedger, readLedgerFile } from '../../src-main/commons/ledger/on-machine/ledger-file.ts'
import { joinAgent } from '../../src-main/agent/join-capabilities.ts'
import { rollbackAgent } from '../../src-main/domains/rollback/agent.ts'
import { takeLock } from '../../src-main/commons/ledger/on-machine/lock-file.ts'
import { giveNames } from '../../src-main/domains/rollback/on-machine/run/exchange-trees.ts'
import { deleteReplaced } from '../../src-main/domains/rollback/on-machine/run/delete-replaced.ts'
import {
  readJournal,
  readLast,
  readOrder,
  rollbackFolder,
  workFolder,
  writeOrder,
} from '../../src-main/domains/rollback/on-machine/state/operation.ts'
import { performAtEnd } from '../../src-main/domains/rollback/on-machine/run/perform.ts'
import { recoverLeft, rollBackAtEnd, rollBackNow } from '../../src-main/domains/rollback/on-machine/run/run-order.ts'
import { exchangeNames } from '../../src-main/tools/files/exchange-names.ts'
import { showLineage, showSubvolume } from '../../src-main/tools/btrfs/btrfs-subvolume.ts'
import type { Description } from '../../src-main/commons/snapshot-sets/schemas.ts'
import { forgotten, contextOf, makeRollbackDisk, orderFor, read, sh, takeSnapshots, write } from './rollback-disk.ts'
import { sayAll } from './words.ts'
import { forEachTest } from './while-tested.ts'
import { usersOfDisks } from './users-of-disks.ts'

const disk = forEachTest(() => makeRollbackDisk())
const { children, start } = usersOfDisks()
beforeEach(() => {
  write(inHome('letter'), 'before')
})

const inHome = (name: string) => path.join(disk.home, 'alice', name)
const image = () => path.join(disk.places.areas.images, 'disk.raw')
const letter = () => read(inHome('letter'))
const makeSubvolume = (place: string) => sh('btrfs', '-q', 'subvolume', 'create', place)

/** The letter is another one than in these snapshots. */
async function takeBeforeWriting() {
  const set = await takeSnapshots(disk)
  write(inHome('letter'), 'after')
  return set
}

async function rollBack(set: Description, folders: readonly string[] = ['home']) {
  return rollBackNow(await contextOf(disk), await orderFor(disk, set, folders))
}

/** Fails with what the rollback says when it was taken back. */
async function rollBackWhole(set: Description, folders?: readonly string[]) {
  const last = await rollBack(set, folders)
  expect({ result: last.result, why: last.result === 'done' ? '' : sayAll(last.text) }).toEqual({
    result: 'done',
    why: '',
  })
  return last
}

function keptOf(keptSet: string | undefined, name: string): string | undefined {
  return read(path.join(setFolder(disk.state, keptSet ?? ''), name))
}

function expectUntouched(): void {
  expect(letter()).toBe('after')
  expect(readJournal(disk.state)).toBeUndefined()
  expect(readdirSync(workFolder(disk.state))).toEqual([])
  expect(readLedgerFile(disk.state).holder).toEqual({ kind: 'none' })
  expect(readHolds(disk.state)).toEqual([])
}

describe('rolling back what nobody uses', () => {
  it('brings back what the snapshot has, mounted as it was, and tells how it ended', async () => {
    const set = await takeBeforeWriting()
    write(inHome('newer'), 'x')
    const last = await rollBack(set)
    expect(sayAll(last.text)).toContain('Rolled back')
    expect(last).toMatchObject({ result: 'done', setId: set.id, subvolumes: ['home'] })
    expect(letter()).toBe('before')
    expect(existsSync(inHome('newer'))).toBe(false)
    expect(readLast(disk.state)).toEqual(last)
    const options = sh('findmnt', '-no', 'OPTIONS', disk.home)
    expect(options).toContain('noatime')
    expect(options).toContain('subvol=/@home')
  })

  it('keeps what was there before as a set of its own, which can be rolled back to', async () => {
    const set = await takeBeforeWriting()
    const { keptSet } = await rollBackWhole(set)
    const kept = readSets(disk.state).find(({ id }) => id === keptSet)
    expect(kept).toMatchObject({
      subvolumes: ['home'],
      content: {
        description: {
          reason: 'before-rollback',
          state: 'finished',
          occasion: { id: 'rollback.beforeRollback', data: { setAt: expect.any(String) as string } },
        },
      },
    })
    if (kept?.content.kind !== 'described') throw new Error('not described')
    const [taken] = kept.content.description.snapshots
    expect(taken).toMatchObject({ areas: ['home'], path: disk.home })
    const shown = await showSubvolume(path.join(setFolder(disk.state, kept.id), 'home'), {})
    expect(shown).toEqual({ uuid: taken?.uuid, parentUuid: taken?.sourceUuid, readOnly: true })
    await rollBackWhole(kept.content.description)
    expect(letter()).toBe('after')
  })

  it('rolls several subvolumes back in one go', async () => {
    write(image(), 'before')
    const set = await takeBeforeWriting()
    write(image(), 'after')
    const { keptSet } = await rollBackWhole(set, ['home', 'images'])
    expect([letter(), read(image())]).toEqual(['before', 'before'])
    expect([keptOf(keptSet, 'home/alice/letter'), keptOf(keptSet, 'images/disk.raw')]).toEqual(['after', 'after'])
  })

  it('leaves the snapshot read-only and as it was, however often it is rolled back to', async () => {
    const set = await takeSnapshots(disk)
    const snapshot = path.join(setFolder(disk.state, set.id), 'home')
    // What is snapshotted again gets a new generation, which is no change of it.
    const shown = () => sh('btrfs', 'subvolume', 'show', snapshot).replace(/\tGeneration:.*\n|Snapshot\(s\):[^]*/g, '')
    const before = shown()
    await rollBackWhole(set)
    write(inHome('letter'), 'between')
    await rollBackWhole(set)
    expect(letter()).toBe('before')
    expect(shown()).toBe(before)
    // A tree that came of taking a flag off would have a received UUID, and poison later sends.
    expect(sh('btrfs', 'subvolume', 'show', disk.home)).toMatch(/Received UUID:\s+-\n/)
  })

  it('makes the laptop no longer simply hold the work, and forgets what was known of the contents', async () => {
    const set = await takeSnapshots(disk)
    const held = { kind: 'held', by: 'xps', since: new Date().toISOString(), switchId: 's1' } as const
    changeLedger(disk.state, (ledger) => ({ ...ledger, holder: held }))
    forgotten.length = 0
    await rollBackWhole(set)
    expect(readLedgerFile(disk.state).holder).toMatchObject({
      kind: 'unclear',
      why: { id: 'rollback.rolledBack', data: { titles: ['Home files'] } },
    })
    expect(forgotten).toEqual([['home']])
  })

  it('lets no switch begin while a rollback has not come to its end', async () => {
    const set = await takeSnapshots(disk)
    const refusals: unknown[] = []
    const context = await contextOf(disk, async (name) => {
      if (name !== 'exchange on the disk') return
      const laptop = { name: 'p17', label: 'P17' }
      const request = { id: 's2', of: { kind: 'work' as const, laptop }, startedBy: 'p17' }
      const { blocksSwitch } = joinAgent([rollbackAgent]).all
      const options = { signal: new AbortController().signal, blocksSwitch }
      await takeLock(disk.state, request, options).catch((error: unknown) => refusals.push(error))
    })
    await rollBackNow(context, await orderFor(disk, set, ['home']))
    expect(refusals).toMatchObject([{ code: 'locked' }])
  })

  it('holds the set that is gone back to until it is done', async () => {
    const set = await takeSnapshots(disk)
    const held: string[][] = []
    const context = await contextOf(disk, () => void held.push(readHolds(disk.state).map(({ setId }) => setId)))
    await rollBackNow(context, await orderFor(disk, set, ['home']))
    expect(held[0]).toContain(set.id)
    expect(readHolds(disk.state)).toEqual([])
  })

  it('can do it where the name has a comma, which no mount option can hold', async () => {
    disk.unmountAll()
    disk.mountAll()
    sh('umount', disk.home)
    renameSync(path.join(disk.top, '@home'), path.join(disk.top, '@home,old'))
    const device = sh('findmnt', '-no', 'SOURCE', '--nofsroot', disk.state).trim()
    const id =
      /Subvolume ID:\s+(\d+)/.exec(sh('btrfs', 'subvolume', 'show', path.join(disk.top, '@home,old')))?.[1] ?? ''
    sh('mount', '-o', `subvolid=${id}`, device, disk.home)
    const set = await takeBeforeWriting()
    await rollBackWhole(set)
    expect(letter()).toBe('before')
    sh('umount', disk.home)
    renameSync(path.join(disk.top, '@home,old'), path.join(disk.top, '@home'))
    sh('mount', '-o', 'subvol=@home', device, disk.home)
  })
})

describe('when somebody uses it', () => {
  it('changes nothing while a program works in it, and names the program', async () => {
    const set = await takeBeforeWriting()
    await start('sh', '-c', `cd "${disk.home}/alice"; echo ready; exec sleep 1000`)
    const last = await rollBack(set)
    expect(last.result).toBe('taken-back')
    expect(sayAll(last.text)).toMatch(
      /^In use by (sh|sleep) \(process \d+\), so it can't be rolled back now\. Nothing was changed\. Everything is as it was\.$/,
    )
    expectUntouched()
  })

  it('changes nothing while a file of it is open', async () => {
    const set = await takeBeforeWriting()
    await start('sh', '-c', `exec 7<"${inHome('letter')}"; cd /; echo ready; exec sleep 1000`)
    expect(await rollBack(set)).toMatchObject({ result: 'taken-back' })
    expectUntouched()
  })

  it('believes the kernel when it says that somebody is in it, and mounts again what was unmounted', async () => {
    write(image(), 'before')
    const set = await takeBeforeWriting()
    let open: number | undefined
    // Somebody comes at the last moment, when everybody was asked already. This process is never asked.
    const context = await contextOf(disk, (name) => {
      if (name === 'mounts written') open = openSync(inHome('letter'), 'r')
    })
    const last = await rollBackNow(context, await orderFor(disk, set, ['home', 'images']))
    if (open !== undefined) closeSync(open)
    expect(last).toMatchObject({ result: 'taken-back' })
    expect(read(image())).toBe('before')
    expectUntouched()
  })

  it('counts a service that has mounts of its own, because it would keep the old tree', async () => {
    const set = await takeBeforeWriting()
    await start('unshare', '--mount', '--propagation', 'private', 'sh', '-c', 'cd /; echo ready; exec sleep 1000')
    const last = await rollBack(set)
    expect(last.result).toBe('taken-back')
    expect(sayAll(last.text)).toMatch(/^In use by (sh|sleep) \(process \d+\)/)
    expectUntouched()
  })

  it('does not roll back what has something else mounted inside', async () => {
    const set = await takeBeforeWriting()
    write(inHome('mnt/.keep'), '')
    sh('mount', '-t', 'tmpfs', 'none', inHome('mnt'))
    try {
      const last = await rollBack(set)
      expect(sayAll(last.text)).toContain(`what is mounted at ${inHome('mnt')}`)
    } finally {
      sh('umount', inHome('mnt'))
    }
    expectUntouched()
  })

  it('never gives up a mounted tree, even when it was told to', async () => {
    const set = await takeBeforeWriting()
    const context = await contextOf(disk)
    const journal = await performAtEnd(context, await orderFor(disk, set, ['home'], 'next-start'))
    const kept = { ...set, snapshots: set.snapshots }
    const notes = await deleteReplaced(context, journal, kept)
    expect(sayAll(notes)).toContain('cannot be moved')
    expect(letter()).toBe('after')
    write(inHome('letter'), 'still alive')
    expect(letter()).toBe('still alive')
  })
})

describe('subvolumes inside', () => {
  it('stay as they are now, whatever they are called', async () => {
    const names = ['project', 'with, comma', 'two words', 'line\nbreak']
    for (const name of names) {
      makeSubvolume(inHome(name))
      write(inHome(`${name}/notes`), 'before')
    }
    makeSubvolume(inHome('project/deeper'))
    const set = await takeSnapshots(disk)
    for (const name of names) write(inHome(`${name}/notes`), 'after')
    write(inHome('project/deeper/file'), 'deep')
    write(inHome('letter'), 'after')
    await rollBackWhole(set)
    expect(letter()).toBe('before')
    expect(names.map((name) => read(inHome(`${name}/notes`)))).toEqual(names.map(() => 'after'))
    expect(read(inHome('project/deeper/file'))).toBe('deep')
    write(inHome('project/notes'), 'goes on')
  })

  it('go back too when their own subvolume is rolled back, alone or together with the one around', async () => {
    makeSubvolume(inHome('project'))
    write(inHome('project/notes'), 'before')
    const set = await takeSnapshots(disk)
    const subvolume = set.snapshots.find(({ within }) => within !== undefined)?.subvolume ?? ''
    write(inHome('project/notes'), 'after')
    write(inHome('letter'), 'after')
    const alone = await rollBack(set, [subvolume])
    expect(alone).toMatchObject({ result: 'done' })
    expect([letter(), read(inHome('project/notes'))]).toEqual(['after', 'before'])
    expect(keptOf(alone.keptSet, `${subvolume}/notes`)).toBe('after')
    write(inHome('project/notes'), 'again')
    const both = await rollBack(set, ['home', subvolume])
    expect(both).toMatchObject({ result: 'done' })
    expect([letter(), read(inHome('project/notes'))]).toEqual(['before', 'before'])
    expect([keptOf(both.keptSet, 'home/alice/letter'), keptOf(both.keptSet, `${subvolume}/notes`)]).toEqual([
      'after',
      'again',
    ])
    expect(readdirSync(rollbackFolder(disk.state))).not.toContain('left')
  })

  it('are given back when somebody came in at the last moment, for what is not mounted by itself', async () => {
    makeSubvolume(inHome('project'))
    write(inHome('project/notes'), 'before')
    const set = await takeSnapshots(disk)
    const subvolume = set.snapshots.find(({ within }) => within !== undefined)?.subvolume ?? ''
    write(inHome('project/notes'), 'after')
    const context = await contextOf(disk, async (name) => {
      if (name === 'mounts written') await start('sh', '-c', `cd "${inHome('project')}"; echo ready; exec sleep 1000`)
    })
    const last = await rollBackNow(context, await orderFor(disk, set, [subvolume]))
    expect(last).toMatchObject({ result: 'taken-back' })
    expect(read(inHome('project/notes'))).toBe('after')
  })

  it('that are newer than the snapshot stay with what was there before, and it is said', async () => {
    const set = await takeSnapshots(disk)
    makeSubvolume(inHome('newer'))
    write(inHome('newer/work'), 'precious')
    const last = await rollBack(set)
    expect(sayAll(last.text)).toMatch(/alice\/newer.*no place for it/)
    expect(existsSync(inHome('newer'))).toBe(false)
    const nested = readdirSync(path.join(setFolder(disk.state, last.keptSet ?? ''), 'nested'))[0] ?? ''
    expect(keptOf(last.keptSet, `nested/${nested}/work`)).toBe('precious')
  })

  it('that are read-only and the person’s own move along, and stay read-only and what was received', async () => {
    makeSubvolume(inHome('archive'))
    write(inHome('archive/letter'), 'kept')
    sh('btrfs', 'property', 'set', inHome('archive'), 'ro', 'true')
    const { uuid } = await showLineage(inHome('archive'), {})
    sh('btrfs', '-q', 'send', '-f', path.join(disk.folder, 'stream'), inHome('archive'))
    mkdirSync(inHome('in'))
    sh('btrfs', '-q', 'receive', '-f', path.join(disk.folder, 'stream'), inHome('in'))
    const set = await takeBeforeWriting()
    const last = await rollBack(set)
    expect(last).toMatchObject({ result: 'done' })
    expect(sayAll(last.text)).not.toContain('archive')
    expect([letter(), read(inHome('archive/letter')), read(inHome('in/archive/letter'))]).toEqual([
      'before',
      'kept',
      'kept',
    ])
    expect(await showLineage(inHome('archive'), {})).toMatchObject({ uuid, readOnly: true })
    expect(await showLineage(inHome('in/archive'), {})).toMatchObject({ receivedUuid: uuid, readOnly: true })
    expect(readdirSync(rollbackFolder(disk.state))).not.toContain('left')
  })

  it('that are read-only, as other tools make them, are not touched: their tree is kept aside', async () => {
    makeSubvolume(inHome('project'))
    sh('btrfs', '-q', 'subvolume', 'snapshot', '-r', inHome('project'), inHome('by-hand'))
    const uuid = (await showSubvolume(inHome('by-hand'), {})).uuid
    const set = await takeSnapshots(disk)
    const last = await rollBack(set)
    expect(sayAll(last.text)).toMatch(/by-hand.*read-only/)
    const left = path.join(rollbackFolder(disk.state), 'left')
    const [tree = ''] = readdirSync(left)
    expect((await showSubvolume(path.join(left, tree, 'alice/by-hand'), {})).uuid).toBe(uuid)
  })
})

describe('at the next start', () => {
  const next = 'next boot'

  async function orderAndEnd(set: Description, folders: readonly string[] = ['home']): Promise<void> {
    writeOrder(disk.state, await orderFor(disk, set, folders, 'next-start'))
    await rollBackAtEnd(await contextOf(disk), () => Promise.resolve(undefined))
  }

  it('is exchanged while it is mounted and in use, and what is still written then is kept', async () => {
    const set = await takeBeforeWriting()
    await start('sh', '-c', `cd "${disk.home}"; echo ready; exec sleep 1000`)
    await orderAndEnd(set)
    // The running system goes down with the old tree.
    expect(letter()).toBe('after')
    write(inHome('last words'), 'x')
    for (const child of children) child.kill('SIGKILL')
    await new Promise((resolve) => setTimeout(resolve, 100))
    disk.unmountAll()
    disk.mountAll()
    const last = await recoverLeft(await contextOf(disk, undefined, next))
    expect(last).toMatchObject({ result: 'done' })
    expect(letter()).toBe('before')
    expect(keptOf(last?.keptSet, 'home/alice/last words')).toBe('x')
    expect(readOrder(disk.state)).toBeUndefined()
  })

  it('is taken back when the next start still mounts the old one, as "subvolid=" does in silence', async () => {
    const set = await takeBeforeWriting()
    const id = /subvolid=(\d+)/.exec(sh('findmnt', '-no', 'OPTIONS', disk.home))?.[1] ?? ''
    await orderAndEnd(set)
    disk.unmountAll()
    disk.mountAll()
    const device = sh('findmnt', '-no', 'SOURCE', '--nofsroot', disk.state).trim()
    sh('umount', disk.home)
    sh('mount', '-o', `subvolid=${id}`, device, disk.home)
    expect(letter()).toBe('after')
    const last = await recoverLeft(await contextOf(disk, undefined, next))
    expect(sayAll(last?.text)).toContain('kept using')
    expect(letter()).toBe('after')
    disk.unmountAll()
    disk.mountAll()
    expect(letter()).toBe('after')
  })

  it('waits on when the power went before it could be done', async () => {
    const set = await takeSnapshots(disk)
    writeOrder(disk.state, await orderFor(disk, set, ['home'], 'next-start'))
    expect(await recoverLeft(await contextOf(disk, undefined, next))).toBeUndefined()
    expect(readOrder(disk.state)).toBeDefined()
  })

  it('is not done when a switch came between, and says so', async () => {
    const set = await takeBeforeWriting()
    writeOrder(disk.state, await orderFor(disk, set, ['home'], 'next-start'))
    const held = { kind: 'held', by: 'xps', since: new Date().toISOString(), switchId: 's9' } as const
    changeLedger(disk.state, (ledger) => ({ ...ledger, holder: held }))
    await rollBackAtEnd(await contextOf(disk), () => Promise.resolve(undefined))
    const last = readLast(disk.state)
    expect(last?.result).toBe('failed')
    expect(sayAll(last?.text)).toMatch(
      /was not done\. A switch or another rollback happened in between, so the plan no longer fitted\. Nothing was changed\.$/,
    )
    expect(readOrder(disk.state)).toBeUndefined()
    expect(letter()).toBe('after')
  })

  it('finishes where only one of two was exchanged, or takes that one back when the other is in use', async () => {
    write(image(), 'before')
    const set = await takeSnapshots(disk)
    for (const inUse of [true, false]) {
      write(inHome('letter'), 'after')
      write(image(), 'after')
      const torn = await contextOf(disk, (name) => {
        if (name === 'names of 0 exchanged') throw new Error('torn')
      })
      await performAtEnd(torn, await orderFor(disk, set, ['home', 'images'])).catch(() => undefined)
      disk.unmountAll()
      disk.mountAll()
      expect([letter(), read(image())]).toEqual(['before', 'after'])
      write(inHome('meanwhile'), 'work')
      const child = inUse
        ? await start('sh', '-c', `cd "${path.dirname(image())}"; echo ready; exec sleep 1000`)
        : undefined
      const last = await recoverLeft(await contextOf(disk, undefined, next))
      // What was done in the meantime is there, or among the snapshots.
      const sets = readSets(disk.state).filter(
        ({ content }) => content.kind === 'described' && content.description.reason === 'before-rollback',
      )
      const kept = sets.map(({ id }) => read(path.join(setFolder(disk.state, id), 'home/alice/meanwhile')))
      expect(inUse ? kept : [read(inHome('meanwhile'))]).toContain('work')
      expect(last?.result).toBe(inUse ? 'taken-back' : 'done')
      expect([letter(), read(image())]).toEqual(inUse ? ['after', 'after'] : ['before', 'before'])
      expect(readJournal(disk.state)).toBeUndefined()
      child?.kill('SIGKILL')
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  })

  it('touches nothing when something else has the name by then', async () => {
    const set = await takeSnapshots(disk)
    const torn = await contextOf(disk, (name) => {
      if (name === 'contents forgotten') throw new Error('torn')
    })
    await performAtEnd(torn, await orderFor(disk, set, ['home'])).catch(() => undefined)
    disk.unmountAll()
    disk.mountAll()
    sh('umount', disk.home)
    renameSync(path.join(disk.top, '@home'), path.join(disk.top, '@home.mine'))
    makeSubvolume(path.join(disk.top, '@home'))
    await expect(recoverLeft(await contextOf(disk, undefined, next))).rejects.toMatchObject({ code: 'plan-changed' })
    expect(existsSync(path.join(disk.top, '@home.mine/alice/letter'))).toBe(true)
    expect(readJournal(disk.state)).toBeDefined()
  })
})

describe('the exchange', () => {
  it('needs both names in one mount: between two mounts a rename would be a copy, and the kernel refuses', async () => {
    makeSubvolume(path.join(disk.top, 'other'))
    const device = sh('findmnt', '-no', 'SOURCE', '--nofsroot', disk.state).trim()
    const second = path.join(disk.folder, 'second')
    sh('mkdir', second)
    sh('mount', '-o', 'subvolid=5', device, second)
    try {
      const across = exchangeNames(path.join(disk.top, 'other'), path.join(second, '@images'), {})
      await expect(across).rejects.toMatchObject({ details: expect.stringContaining('cross-device') as string })
    } finally {
      sh('umount', second)
    }
    sh('btrfs', '-q', 'subvolume', 'delete', path.join(disk.top, 'other'))
  })

  it('is the same however often it is asked for', async () => {
    const set = await takeBeforeWriting()
    const context = await contextOf(disk)
    const journal = await performAtEnd(context, await orderFor(disk, set, ['home']))
    await giveNames(context, journal, 'new')
    expect(read(path.join(disk.top, '@home/alice/letter'))).toBe('before')
    await giveNames(context, journal, 'old')
    await giveNames(context, journal, 'old')
    expect(read(path.join(disk.top, '@home/alice/letter'))).toBe('after')
  })
})
