/** Folders that look the same on both laptops and are not, on two laptops in memory that answer about them. */
import { describe, expect, it } from 'vitest'
import { keyOfPath, pathOfKey } from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import type { Differing } from '../../../src-main/domains/home-sync/on-pair/compare/compare-homes.ts'
import {
  findOtherFolders,
  withOtherFolders,
  type OtherFolder,
} from '../../../src-main/domains/home-sync/on-pair/compare/other-folders.ts'
import { joinChanges } from '../../../src-main/domains/home-sync/on-pair/compare/read-entries.ts'
import { createFolderNotes } from '../../../src-main/domains/home-sync/on-pair/plan/folder-notes.ts'
import { folder, scansOf, shared, type Laptop } from './home-laptops.ts'

const options = {}
const base = '20261120T080000000Z-equal'

async function found(from: Laptop, to: Laptop): Promise<readonly string[]> {
  const others = await findOtherFolders({ scans: await scansOf(from, to), base, planned: undefined }, options)
  return [...others].map(([key, { whose }]) => `${whose} ${pathOfKey(key)}`)
}

const touched = ['touched', folder] as const

describe('folders that differ in what is attached to them', () => {
  it('are those of which either laptop changed that, and it is known which', async () => {
    const from: Laptop = {
      changes: { 'alice/set': touched, 'alice/entered': touched, 'alice/alike': touched, 'alice/file': ['touched'] },
      attached: { 'alice/set': 'new', 'alice/entered': '', 'alice/theirs': '', 'alice/alike': 'x' },
      attachedThen: { 'alice/set': '', 'alice/entered': '', 'alice/alike': '' },
    }
    const to: Laptop = {
      changes: { 'alice/entered': touched, 'alice/theirs': touched },
      attached: { 'alice/set': '', 'alice/entered': 'own', 'alice/theirs': 'own', 'alice/alike': 'x' },
    }
    expect(await found(from, to)).toEqual(['taken alice/entered', 'left alice/set', 'taken alice/theirs'])
  })

  it('are of both where each changed it in its own way, as far as that can be told', async () => {
    const [changes, attachedThen] = [{ 'alice/one': touched }, { 'alice/one': '' }]
    const from = { changes, attached: { 'alice/one': 'from p17' }, attachedThen }
    const to = { changes, attached: { 'alice/one': 'from xps' } }
    expect(await found(from, { ...to, attachedThen })).toEqual(['both alice/one'])
    expect(await found(from, to)).toEqual(['both alice/one'])
    expect(await found(from, { ...to, attachedThen: to.attached })).toEqual(['left alice/one'])
    expect(await found({ ...from, attachedThen: from.attached }, to)).toEqual(['taken alice/one'])
  })

  it('come from the laptop that is left the first time, and stay where what both did is not known', async () => {
    const attached = { 'alice/one': 'from p17' }
    const changes = { 'alice/one': touched }
    const to = { changes, attached: { 'alice/one': 'from xps' } }
    expect(await found({ changes, attached }, to)).toEqual(['taken alice/one'])
    expect(await found({ changes, attached }, { attached: to.attached })).toEqual(['left alice/one'])
    const first = await findOtherFolders(
      { scans: await scansOf({ attached }, to), base: undefined, planned: undefined },
      options,
    )
    expect([...first.values()].map(({ whose }) => whose)).toEqual(['left'])
  })

  it('are on both laptops, also where both have made them', async () => {
    const from: Laptop = {
      changes: { 'alice/both': ['added', folder], 'alice/here': touched, 'alice/new': ['added', folder] },
      attached: { 'alice/both': 'p17', 'alice/here': 'p17', 'alice/new': 'p17' },
    }
    const to: Laptop = {
      changes: { 'alice/both': ['added', folder], 'alice/here': ['deleted', folder] },
      attached: { 'alice/both': 'xps', 'alice/new': 'xps' },
    }
    expect(await found(from, to)).toEqual(['left alice/both'])
  })

  it('stay where they were otherwise already, and only the laptop that is taken did something since', async () => {
    const keptThen = { changes: { 'alice/kept': ['added', folder] as const }, attached: { 'alice/kept': 'p17' } }
    const openThen = { changes: { 'alice/kept': ['changed', folder] as const }, attached: { 'alice/kept': 'p17' } }
    const attached = { 'alice/kept': 'xps' }
    const to = { changes: { 'alice/kept': touched }, attached, attachedThen: attached }
    for (const from of [keptThen, openThen]) {
      expect(await found({ ...from, attachedThen: { 'alice/kept': 'p17' } }, to)).toEqual(['taken alice/kept'])
      expect(await found({ ...from, attachedThen: { 'alice/kept': 'before' } }, to)).toEqual(['left alice/kept'])
    }
    expect(await found({ ...openThen, attachedThen: { 'alice/kept': 'p17' } }, { attached })).toEqual([
      'left alice/kept',
    ])
  })

  it('are found among what changed on the laptop that is taken after the plan, too', async () => {
    const [from, planned] = [{ attached: { 'alice/late': '' } }, await scansOf({}, {})]
    const { from: left, to } = await scansOf(from, {
      changes: { 'alice/late': touched },
      attached: { 'alice/late': 'own' },
    })
    const later = { ...to, scan: { ...to.scan, scanId: '00000000-0000-4000-8000-000000000001' } }
    const others = await findOtherFolders({ scans: { from: left, to: later }, base, planned: planned.to }, options)
    expect([...others.keys()].map(pathOfKey)).toEqual(['alice/late'])
  })
})

describe('what two homes differ in', () => {
  const other = (path: string, whose: OtherFolder['whose']) => {
    const versions = { path, from: {}, to: {} }
    return [keyOfPath(path), { shared: shared(folder), whose, versions }] as const
  }

  it('has these folders with it in tree order, but for what is left aside', () => {
    const listed: readonly Differing[] = [
      { key: keyOfPath('alice/b'), kind: 'time', from: shared(folder), to: shared({ ...folder, mtime: '2.0' }) },
      { key: keyOfPath('alice/d'), kind: 'differs', from: shared({}), to: undefined },
    ]
    const others = new Map([
      ...[other('alice/c', 'left'), other('alice/b', 'taken'), other('alice/aside', 'left')],
      ...[other('alice/e', 'both'), other('alice/f', 'both')],
    ])
    const all = withOtherFolders(listed, others, {
      isAside: (key) => pathOfKey(key) === 'alice/aside',
      choiceOf: (key) => (pathOfKey(key) === 'alice/e' ? 'take' : 'keep'),
    })
    expect(all.map(({ key, kind, isOfTaken }) => [pathOfKey(key), kind, isOfTaken])).toEqual([
      ['alice/b', 'differs', true],
      ['alice/c', 'differs', false],
      ['alice/d', 'differs', undefined],
      ['alice/e', 'differs', false],
      ['alice/f', 'differs', true],
    ])
  })
})

describe('a plan', () => {
  it('has the folders to which something was done on the laptop that is left', async () => {
    const paths = ['alice/both', 'alice/entered', 'alice/found', 'alice/set']
    const changes = Object.fromEntries(paths.map((path) => [path, touched] as const))
    const attachedThen = Object.fromEntries(paths.map((path) => [path, ''] as const))
    const attached = { ...attachedThen, 'alice/both': 'x', 'alice/found': 'x', 'alice/set': 'x' }
    const to = { changes: { 'alice/both': touched }, attached: { ...attachedThen, 'alice/both': 'y' }, attachedThen }
    const scans = await scansOf({ changes, attached, attachedThen }, to)
    const recorded: string[] = []
    const notes = createFolderNotes(['alice/found'], ({ key }) => recorded.push(pathOfKey(key)))
    const passed: string[] = []
    for await (const { key } of notes.through(joinChanges(scans.from, scans.to, options))) passed.push(pathOfKey(key))
    expect(passed).toEqual(paths)
    expect(recorded).toEqual(['alice/both', 'alice/entered', 'alice/set'])
    const { other, open, same } = await notes.compare({ scans, base }, options)
    expect(other.map(pathOfKey)).toEqual(['alice/set'])
    expect([...open.keys()].map(pathOfKey)).toEqual(['alice/both'])
    expect(same.map(pathOfKey)).toEqual(['alice/entered'])
  })
})
