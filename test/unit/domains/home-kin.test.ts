/** Files that are of one thing by their names alone: what is asked about them, and what stays of them while a switch runs. */
import { describe, expect, it } from 'vitest'
import { groupKin, kinWords } from '../../../src-main/domains/home-sync/file-sets/kin.ts'
import type { InventoryChangeKind } from '../../../src-main/domains/home-sync/inventory/change.ts'
import { keyOfPath } from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import { collectUnits } from '../../../src-main/domains/home-sync/on-pair/plan/collect-units.ts'
import { decisionsOf } from '../../../src-main/domains/home-sync/on-pair/plan/decisions.ts'
import { joinKin, mayHaveKin } from '../../../src-main/domains/home-sync/on-pair/plan/join-kin.ts'
import { safeDefaultOf } from '../../../src-main/domains/home-sync/on-pair/plan/plan.ts'
import { resolveDoubt } from '../../../src-main/domains/home-sync/on-pair/plan/unit.ts'
import { createUnits } from '../../../src-main/domains/home-sync/on-pair/plan/units.ts'
import { tornKin } from '../../../src-main/domains/home-sync/on-pair/run/torn-kin.ts'
import { folder, scansOf, shared, type Looks, decidingLater, differencesOf } from './home-laptops.ts'

type Changes = Readonly<Record<string, readonly [InventoryChangeKind, Looks?]>>
const there = (kind: InventoryChangeKind = 'changed') => [kind, { size: 9, mtime: '9.0' }] as const

async function plan(from: Changes, to: Changes, repositories: readonly string[] = []) {
  const scans = await scansOf({ changes: inHome(from) }, { changes: inHome(to) })
  const of = createUnits(repositories, [])
  const kin = await mayHaveKin(scans.to, of, {})
  const never = () => false
  const collected = await collectUnits(differencesOf(scans), {
    of,
    alwaysTaken: never,
    wasKept: never,
    mayHaveKin: kin,
  })
  for (const unit of collected.units) for (const doubt of unit.doubts) resolveDoubt(unit, doubt, 'neither')
  const deciding = { ...decidingLater, of }
  const decisions = decisionsOf(joinKin(collected), collected.taken, deciding)
  const shown = decisions.map(({ kind, set, paths }) => [
    kind,
    set,
    ...paths.map((path) => path.slice('alice/'.length)),
  ])
  const { added, changed, deleted } = collected.taken.tally
  return { decisions, shown, taken: added + changed + deleted }
}

const inHome = (changes: Changes): Changes =>
  Object.fromEntries(Object.entries(changes).map(([path, change]) => [`alice/${path}`, change]))

describe('names that differ in their extension alone', () => {
  it('are one question where each laptop changed some of them, and nothing of them comes or stays without it', async () => {
    const { decisions, shown, taken } = await plan(
      { 'd/words.dat': ['changed'], 'd/words.log': ['deleted'], 'd/other.dat': ['changed'] },
      { 'd/words.dir': there(), 'd/words.tmp': there('added') },
    )
    expect(shown).toEqual([['both', 'alike', 'd/words.dat', 'd/words.dir', 'd/words.log', 'd/words.tmp']])
    expect(decisions.map(safeDefaultOf)).toEqual([undefined])
    expect(decisions[0]).toMatchObject({ effects: { update: 2, remove: 2, add: 0 } })
    expect(taken).toBe(1)
  })

  it('are decided each by itself where one laptop alone changed them', async () => {
    const both = { 'a.c': there(), 'a.h': there('added') }
    expect(await plan(both, {})).toMatchObject({ shown: [], taken: 2 })
    expect((await plan({ 'b.c': ['changed'] }, both)).shown).toEqual([
      ['only-there', undefined, 'a.c'],
      ['only-there', undefined, 'a.h'],
    ])
  })

  it('are no question where what both changed turns out to be the same', async () => {
    const { shown } = await plan({ 'a.c': ['changed'] }, { 'a.c': ['changed'], 'a.h': there() })
    expect(shown).toEqual([['only-there', undefined, 'a.h']])
  })

  it('are in no larger thing, which is decided as a whole', async () => {
    const { shown } = await plan({ 'repo/a.c': ['changed'] }, { 'repo/a.h': there() }, ['alice/repo'])
    expect(shown).toEqual([['both', undefined, 'repo']])
    const folders = await plan({ 'a.d': ['added', { type: 'd', size: 0 }] }, { 'a.conf': there() })
    expect(folders.shown).toEqual([['only-there', undefined, 'a.conf']])
  })

  const groups = (...names: readonly string[]) =>
    groupKin(names, (name) => kinWords(keyOfPath(`alice/${name}`))).map((group) => group.join(' '))

  it('are told by the last extension, which one may have behind another, or only one of them', () => {
    expect(groups('IMG_1.jpg', 'IMG_1.jpg.xmp', 'IMG_1.raw', 'IMG_2.jpg', 'x/IMG_1.jpg')).toEqual([
      'IMG_1.jpg IMG_1.jpg.xmp IMG_1.raw',
      'IMG_2.jpg',
      'x/IMG_1.jpg',
    ])
    expect(groups('Inbox', 'Inbox.msf', 'a.tar.gz', 'a.tar.xz', 'a.zip')).toEqual([
      'Inbox Inbox.msf',
      'a.tar.gz a.tar.xz',
      'a.zip',
    ])
  })

  it('have none where it is hidden files, dates, versions or sentences', () => {
    const names = [
      '.bashrc',
      '.profile',
      '2026.11.28',
      '2026.11.29',
      'v1.2',
      'v1.3',
      '1. One',
      '1. Two',
      '.a.swp',
      '.b.swp',
    ]
    expect(groups(...names)).toEqual(names)
  })
})

describe('states of a mail', () => {
  it('are one question for each folder of mail, which usually keeps and never doubles', async () => {
    const mail = (name: string) => `Mail/cur/1700000000.M1P${name}.host`
    const { decisions, shown, taken } = await plan(
      {
        [`${mail('1')}:2,`]: ['deleted'],
        [`${mail('1')}:2,S`]: ['added'],
        [`${mail('2')}:2,S`]: ['added'],
        [`${mail('3')}:2,S`]: ['added'],
        'Mail/new/1700000000.M1P2.host': ['deleted'],
      },
      {
        [`${mail('1')}:2,`]: there('deleted'),
        [`${mail('1')}:2,R`]: there('added'),
        [`${mail('2')},U=7:2,F`]: there('added'),
        'Mail/new/1700000000.M1P2.host': there('deleted'),
        [`${mail('4')}:2,S`]: there('added'),
      },
    )
    expect(shown).toEqual([
      ['both', 'mail', `${mail('1')}:2,R`, `${mail('1')}:2,S`, `${mail('2')},U=7:2,F`, `${mail('2')}:2,S`],
      ['only-there', undefined, `${mail('4')}:2,S`],
    ])
    expect(decisions.map(safeDefaultOf)).toEqual(['keep', 'keep'])
    expect(taken).toBe(1)
  })

  it('are one question for each folder of mail, too, where the laptop that is taken alone changed them', async () => {
    const mail = (name: string) => `Mail/cur/1700000000.M1P${name}.host`
    const { decisions, shown } = await plan(
      { [`${mail('4')}:2,S`]: ['added'] },
      {
        [`${mail('1')}:2,`]: there('deleted'),
        [`${mail('1')}:2,R`]: there('added'),
        [`${mail('2')}:2,S`]: there('added'),
        'Mail/new/1700000000.M1P2.host': there('deleted'),
        [`${mail('3')}:2,S`]: there('added'),
        [`${mail('4')}:2,F`]: there('added'),
      },
    )
    expect(shown).toEqual([
      [
        ...['only-there', 'mail', `${mail('1')}:2,`, `${mail('1')}:2,R`, `${mail('2')}:2,S`],
        'Mail/new/1700000000.M1P2.host',
      ],
      ['only-there', undefined, `${mail('3')}:2,S`],
      ['both', 'mail', `${mail('4')}:2,F`, `${mail('4')}:2,S`],
    ])
    expect(decisions.map(safeDefaultOf)).toEqual(['keep', 'keep', 'keep'])
  })
})

describe('what comes up while a switch runs', () => {
  const torn = (
    staying: readonly string[],
    paths: readonly string[],
    { taken = [], looks = {}, own = [] }: { taken?: readonly string[]; looks?: Looks; own?: readonly string[] } = {},
  ) => {
    const differing = paths.map((path) => ({
      key: keyOfPath(path),
      kind: 'differs' as const,
      from: shared(looks),
      to: undefined,
    }))
    const of = createUnits(['alice/repo'], [])
    return tornKin({ of, isTaken: (key) => taken.includes(key.replaceAll('\u0001', '/')) }, { differing, staying, own })
  }

  it('stays with its kin that stays, unless it was decided that it comes', () => {
    expect(torn(['alice/words.dat'], ['alice/words.dir', 'alice/other.dir'])).toEqual(['alice/words.dir'])
    expect(torn(['alice/words.dat'], ['alice/words.dir'], { taken: ['alice/words.dir'] })).toEqual([])
    const own = torn(['alice/words.dat'], ['alice/words.dir'], { taken: ['alice/words.dir'], own: ['alice/words.dat'] })
    expect(own).toEqual(['alice/words.dir'])
    expect(torn(['alice/repo/words.dat'], ['alice/repo/words.dir'])).toEqual([])
    expect(torn(['alice/a.d', 'alice/b'], ['alice/a.conf', 'alice/b.txt'], { looks: folder })).toEqual([])
    expect(torn(['alice/b'], ['alice/b.txt'])).toEqual([])
  })

  it('is no second state of a mail that stays', () => {
    const mail = 'alice/Mail/cur/1700000000.M1P2.host'
    expect(torn([`${mail}:2,R`], [`${mail}:2,SF`, 'alice/Mail/cur/1700000000.M9P2.host:2,S'])).toEqual([`${mail}:2,SF`])
  })
})
