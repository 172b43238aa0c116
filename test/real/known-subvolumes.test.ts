/** Contents that another program than pc-switcher has put back, as a laptop notices it by the subvolumes of a real btrfs. */
import { copyFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { changeLedger, readLedgerFile } from '../../src-main/commons/ledger/on-machine/ledger-file.ts'
import {
  createKnownSubvolumes,
  forgetSubvolumes,
  type KnownSubvolumes,
} from '../../src-main/commons/ledger/on-machine/known-subvolumes.ts'
import { rollbackMessages } from '../../src-main/domains/rollback/messages.ts'
import { wording } from '../../src-main/app/wording.ts'
import { makeLoopBtrfs, sh } from './loop-btrfs.ts'
import { forEachTest } from './while-tested.ts'

const disk = forEachTest(() => makeLoopBtrfs(512))
let known: KnownSubvolumes
let state: string
let home: string
let isRollingBack: boolean
let forgotten: (readonly string[])[]

const at = (name: string) => path.join(disk.top, name)
const snapshot = (from: string, to: string, ...flags: readonly string[]) =>
  sh('btrfs', 'subvolume', 'snapshot', ...flags, at(from), at(to))
const write = (name: string, text: string) => {
  writeFileSync(at(name), text)
  sh('sync', '-f', disk.top)
}
/** As somebody does it by hand or with a tool: the name is another one's, and the laptop starts anew. */
const putInPlace = (name: string, from: string) =>
  disk.exchange(name, () => {
    renameSync(at(name), at(`${name}.broken`))
    snapshot(from, name)
  })

beforeEach(async () => {
  for (const name of ['@', '@home', '@state']) sh('btrfs', 'subvolume', 'create', at(name))
  for (const folder of ['@/etc', '@/home', '@home/alice']) mkdirSync(at(folder))
  const etc = path.join(disk.mount('@', 'root'), 'etc')
  home = disk.mount('@home', 'home')
  state = disk.mount('@state', 'state')
  sh('btrfs', 'subvolume', 'create', at('@home/alice/projects'))
  write('@home/alice/letter', 'of the first day')
  for (const [from, to] of [
    ['@home', '@home.t0'],
    ['@', '@.t0'],
    ['@home/alice/projects', 'projects.t0'],
  ] as const)
    snapshot(from, to, '-r')
  write('@home/alice/letter', 'of the second day')
  isRollingBack = false
  forgotten = []
  const holder = { kind: 'held', by: 'p17', since: '2026-11-20T08:00:00.000Z', switchId: 's1' } as const
  changeLedger(state, (ledger) => ({ ...ledger, holder }))
  known = createKnownSubvolumes({
    areas: [],
    blocksSwitch: () => (isRollingBack ? rollbackMessages.blocksSwitch({}) : undefined),
    forget: (stateFolder, areas) => {
      forgotten.push(areas)
      forgetSubvolumes(stateFolder)
      return Promise.resolve()
    },
    placesOf: () => ({
      areas: { system: etc, home },
      stateFolder: state,
      swapFiles: [],
    }),
  })
  await known.record(state, {})
})

/** Why it is unclear who has the latest work, where it is. */
async function noticed(): Promise<string | undefined> {
  await known.notice(state, {})
  const { holder } = readLedgerFile(state)
  return holder.kind === 'unclear' ? wording.text(holder.why) : undefined
}

const replaced = (what: string) => `Replaced outside pc-switcher, for example by Timeshift or snapper: ${what}.`

describe('it is unclear who has the latest work', () => {
  it('when an earlier snapshot of /home is in its place, and what was known of it is forgotten once', async () => {
    putInPlace('@home', '@home.t0')
    expect(await noticed()).toBe(replaced('Home files'))
    expect(forgotten).toEqual([['home']])
    await known.notice(state, {})
    expect(forgotten).toEqual([['home']])
  })

  it('when the system is another subvolume, and /home is still the same', async () => {
    putInPlace('@', '@.t0')
    expect(await noticed()).toBe(replaced('System'))
    expect(forgotten).toEqual([['system']])
  })

  it('when /home is no longer mounted, and what lies below is another one', async () => {
    home = disk.mount('@home', 'root/home')
    await known.record(state, {})
    sh('umount', home)
    try {
      expect(await noticed()).toBe(replaced('Home files'))
    } finally {
      sh('mount', '--bind', path.join(disk.folder, 'home'), home)
    }
  })

  it('when a subvolume inside /home was put back from a snapshot', async () => {
    renameSync(at('@home/alice/projects'), at('@home/alice/projects.broken'))
    snapshot('projects.t0', '@home/alice/projects')
    expect(await noticed()).toBe(replaced('Home files'))
  })

  it('when the disk was restored from an image of before, while it is remembered what came after', async () => {
    const image = disk.copyDisk()
    write('@home/alice/letter', 'of the third day')
    await known.record(state, {})
    const record = path.join(disk.folder, 'later.json')
    copyFileSync(path.join(state, 'known-subvolumes.json'), record)
    disk.restoreDisk(image)
    copyFileSync(record, path.join(state, 'known-subvolumes.json'))
    expect(await noticed()).toBe(replaced('Home files'))
  })

  it('when a third of them is in place, too', async () => {
    putInPlace('@home', '@home.t0')
    await known.notice(state, {})
    snapshot('@home.t0', '@home.other', '-r')
    disk.exchange('@home', () => {
      renameSync(at('@home'), at('@home.second'))
      snapshot('@home.other', '@home')
    })
    await known.notice(state, {})
    expect(forgotten).toEqual([['home'], ['home']])
  })
})

describe('it stays as it is', () => {
  it('while people and programs work, snapshots are taken, and the laptop starts anew', async () => {
    write('@home/alice/letter', 'of the third day')
    snapshot('@home', '@home.hourly', '-r')
    disk.losePower()
    expect(await noticed()).toBeUndefined()
  })

  it('when a program makes a subvolume inside /home anew, or removes one', async () => {
    sh('btrfs', 'subvolume', 'create', at('@home/alice/build'))
    await known.record(state, {})
    for (const name of ['build', 'projects']) sh('btrfs', 'subvolume', 'delete', at(`@home/alice/${name}`))
    sh('btrfs', 'subvolume', 'create', at('@home/alice/build'))
    expect(await noticed()).toBeUndefined()
  })

  it('after a rollback of ours, which has said so itself', async () => {
    isRollingBack = true
    forgetSubvolumes(state)
    putInPlace('@home', '@home.t0')
    expect(await noticed()).toBeUndefined()
    isRollingBack = false
    expect(await noticed()).toBeUndefined()
    expect(forgotten).toEqual([])
  })

  it('before the first switch', async () => {
    changeLedger(state, (ledger) => ({ ...ledger, holder: { kind: 'none' } }))
    putInPlace('@home', '@home.t0')
    expect(await noticed()).toBeUndefined()
    expect(readLedgerFile(state).holder).toEqual({ kind: 'none' })
  })
})
