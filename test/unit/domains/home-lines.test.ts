/** What a switch of /home may change, and in which order, on two laptops in memory that answer about their lists and files. */
import { describe, expect, it } from 'vitest'
import { keyOfPath, pathOfKey } from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import {
  compareHomes,
  type Differing,
  type DifferingKind,
} from '../../../src-main/domains/home-sync/on-pair/compare/compare-homes.ts'
import { treesOf, type Scans } from '../../../src-main/domains/home-sync/on-pair/compare/read-entries.ts'
import { agreementOf, type Agreement } from '../../../src-main/domains/home-sync/on-pair/plan/agreement.ts'
import { areDifferent } from '../../../src-main/domains/home-sync/on-pair/plan/compare-doubtful.ts'
import type { HomeDecision } from '../../../src-main/domains/home-sync/on-pair/plan/plan.ts'
import { inTheWay } from '../../../src-main/domains/home-sync/on-pair/run/agree-on.ts'
import { linesOf, type Lines, type MovedOnSource } from '../../../src-main/domains/home-sync/on-pair/run/find-lines.ts'
import { findDisguised, mayBeTheirs } from '../../../src-main/domains/home-sync/on-pair/run/find-disguised.ts'
import { folder, scansOf, shared, type Laptop, type Looks } from './home-laptops.ts'
import { homePlanWith, homeDecision } from './home-plans.ts'

const everything: Agreement = {
  covers: () => true,
  isDecided: () => true,
  isCache: () => false,
  isAside: () => false,
  holdsKept: () => false,
}
const only = (...paths: readonly string[]): Agreement => ({
  ...everything,
  covers: (key) => paths.includes(pathOfKey(key)),
})

function differing(path: string, from?: Looks, to?: Looks, kind: DifferingKind = 'differs'): Differing {
  const [left, right] = [from, to].map((looks) => (looks === undefined ? undefined : shared(looks)))
  return { key: keyOfPath(path), kind, from: left, to: right }
}

const inTreeOrder = (all: readonly Differing[]) => [...all].sort((one, other) => (one.key < other.key ? -1 : 1))
const made = (
  differing: readonly Differing[],
  alike: readonly string[],
  agreement: Agreement,
  moved: readonly MovedOnSource[] = [],
) => linesOf({ differing, alike, moved, fileSets: [] }, agreement)
const shown = ({ lines }: Lines) => lines.map(({ path, action }) => `${action} ${path}`)

it('names what the laptop that is taken has under another name, of files that come alone', () => {
  const coming = (path: string, to?: Looks) => ({ ...differing(path, {}, to), local: '1.0000000000 300' })
  const all = [
    coming('alice/new/a'),
    coming('alice/new/b', { mtime: '9.0' }),
    coming('alice/new/c'),
    differing('alice/old/a', undefined, {}),
    differing('alice/old/b', undefined, {}),
  ]
  const renamed = ['a', 'b', 'c'].map((name) => ({ from: `alice/old/${name}`, to: `alice/new/${name}` }))
  const lines = linesOf({ differing: all, alike: [], moved: [], renamed, fileSets: [] }, everything)
  expect(lines.renamed.map(({ from, path }) => [from, path])).toEqual([['alice/old/a', 'alice/new/a']])
})

it('has all lines of a database together, what would be taken for a part of the new version first', () => {
  const all = [
    differing('alice/a', {}),
    differing('alice/z.db', {}, { mtime: '9.0' }),
    differing('alice/z.db-and', {}),
    differing('alice/z.db-journal', {}),
    differing('alice/z.db-wal', undefined, {}),
    differing('alice/z.other', undefined, {}),
  ]
  const fileSets = [{ kind: 'database' as const, paths: ['alice/z.db', 'alice/z.db-journal', 'alice/z.db-wal'] }]
  expect(shown(linesOf({ differing: all, alike: [], moved: [], fileSets }, everything))).toEqual([
    'place alice/a',
    ...['remove alice/z.db-wal', 'place alice/z.db', 'place alice/z.db-journal'],
    'place alice/z.db-and',
    'remove alice/z.other',
    'place alice',
  ])
})

describe('what nobody was asked about', () => {
  const link = { type: 'l', target: 'elsewhere' }

  it('stays with the folder around it that should become something else, and in one that should go', () => {
    const all = [
      differing('alice/gone', undefined, folder),
      differing('alice/gone/agreed', undefined, {}),
      differing('alice/gone/not', undefined, {}),
      differing('alice/link', link, folder),
      differing('alice/link/deep', undefined, folder),
      differing('alice/link/deep/not', undefined, {}),
    ]
    const agreed = ['alice/gone', 'alice/gone/agreed', 'alice/link', 'alice/link/deep']
    expect(inTheWay(all, only(...agreed))).toEqual(['alice/gone/not', 'alice/link/deep/not', 'alice/link'])
  })

  it("is no matter where nothing goes around it, and what was agreed to is in nobody's way", () => {
    const all = [
      differing('alice/stays/not', undefined, {}),
      differing('alice/link', link, folder),
      differing('alice/link/agreed', undefined, {}),
      differing('alice/other', link, folder),
      differing('alice/other/not', undefined, {}),
    ]
    expect(inTheWay(all, only('alice/link', 'alice/link/agreed'))).toEqual([])
  })

  it('is also a folder that should become something else, and holds what is never removed', () => {
    const all = [
      differing('alice/gone', undefined, folder, 'stays'),
      differing('alice/link', link, folder, 'stays'),
      differing('alice/link/x', undefined, {}),
      differing('alice/other', link, folder, 'stays'),
    ]
    expect(inTheWay(all, only('alice/gone', 'alice/link', 'alice/link/x'))).toEqual(['alice/link'])
  })
})

describe('the lines of a round', () => {
  it('finish the folders that an earlier run of the switch has placed something in, and no others', () => {
    const moved = ['alice/placed', 'alice/removed', 'alice/kept', 'alice/other'].map((path) =>
      differing(path, folder, { ...folder, mtime: '9.0' }, 'time'),
    )
    const link = differing('alice/link', { type: 'l', target: 'a' }, { type: 'l', target: 'a', mtime: '9.0' }, 'time')
    const agreement = { ...only(), isAside: (key: string) => pathOfKey(key) === 'alice/kept' }
    const done = ['alice/placed/a', 'alice/removed/b', 'alice/kept/c', 'alice/link/d', 'alice/equal/e']
    const lines = linesOf({ differing: [...moved, link], alike: [], moved: [], done, fileSets: [] }, agreement)
    expect(shown(lines)).toEqual(['place alice/removed', 'place alice/placed'])
    expect(lines.folders).toEqual(['alice/placed', 'alice/removed'])
    expect(shown(made([...moved, link], [], agreement))).toEqual([])
  })

  it('set the time of a folder last and once, and its mode before what comes into it as well', () => {
    const lines = made(
      inTreeOrder([
        differing('alice/mode', { ...folder, mode: '700' }, folder),
        differing('alice/mode/x', {}),
        differing('alice/time', folder, { ...folder, mtime: '9.0' }, 'time'),
        differing('alice/time/x', {}),
      ]),
      [],
      everything,
    )
    const before = ['place alice/mode', 'place alice/mode/x', 'place alice/time/x']
    expect(shown(lines)).toEqual([...before, 'place alice/time', 'place alice/mode', 'place alice'])
    expect(lines.fetched).toContain('alice/time')
  })

  it('empty a folder that becomes a file first, place in tree order, remove, and finish folders from within', () => {
    const lines = made(
      inTreeOrder([
        differing('alice/folder', folder, folder, 'time'),
        differing('alice/folder/new', {}),
        differing('alice/folder/new folder', folder),
        differing('alice/folder/new folder/x', {}),
        differing('alice/gone', undefined, folder),
        differing('alice/gone/deep', undefined, folder),
        differing('alice/gone/deep/x', undefined, {}),
        differing('alice/was folder', {}, folder),
        differing('alice/was folder/sub', undefined, folder),
        differing('alice/was folder/sub/x', undefined, {}),
        differing('alice/was folder/z', undefined, {}),
      ]),
      [],
      everything,
    )
    expect(shown(lines)).toEqual([
      'remove alice/was folder/z',
      'remove alice/was folder/sub/x',
      'remove alice/was folder/sub',
      'place alice/folder/new',
      'place alice/folder/new folder',
      'place alice/folder/new folder/x',
      'place alice/was folder',
      'remove alice/gone/deep/x',
      'remove alice/gone/deep',
      'remove alice/gone',
      'place alice/folder/new folder',
      'place alice/folder',
      'place alice',
    ])
    expect(lines.fetched).toEqual([
      'alice',
      'alice/folder',
      'alice/folder/new',
      'alice/folder/new folder',
      'alice/folder/new folder/x',
      'alice/was folder',
    ])
  })

  it('tell of files that have one name by what they can be known again, and of no others', () => {
    const local = '1795161720.5120669490 257'
    const { files } = made(
      inTreeOrder([
        { ...differing('alice/plain', { size: 5 }), local },
        { ...differing('alice/changed', { size: 7 }, {}), local },
        { ...differing('alice/linked', {}), local },
        { ...differing('alice/other name', { leader: 'alice/linked' }), local },
        { ...differing('alice/link', { type: 'l', target: 'plain' }), local },
        { ...differing('alice/folder', folder), local },
        { ...differing('alice/disguised', {}, {}), local },
        differing('alice/unknown', {}),
      ]),
      ['alice/disguised'],
      everything,
    )
    expect(files).toEqual([
      {
        path: 'alice/changed',
        identity: `${local} ${shared({ size: 7 })}`,
        bytes: 7,
      },
      { path: 'alice/plain', identity: `${local} ${shared({ size: 5 })}`, bytes: 5 },
    ])
  })

  it('have nothing that was not agreed to, nothing that stays, and no folder around those alone', () => {
    const all = [
      differing('alice/a/yes', {}, { size: 4 }),
      differing('alice/b/no', {}, { size: 4 }),
      differing('alice/c/no', undefined, {}),
      differing('alice/d', undefined, folder, 'stays'),
    ]
    const agreement = only('alice/a/yes', 'alice/d')
    expect(shown(made(all, [], agreement))).toEqual(['place alice/a/yes', 'place alice/a'])
    expect(made(all, [], only())).toEqual({
      lines: [],
      fetched: [],
      folders: [],
      appearing: [],
      files: [],
      seeds: [],
      renamed: [],
      bytes: 0,
    })
  })

  it('begin with the folders around what comes that are missing there, agreed or not', () => {
    const all = [
      differing('alice/missing', folder),
      differing('alice/missing/deep', folder),
      differing('alice/missing/deep/x', {}),
      differing('alice/missing/not agreed', folder),
    ]
    expect(shown(made(all, [], only('alice/missing/deep/x'))).slice(0, 3)).toEqual([
      'place alice/missing',
      'place alice/missing/deep',
      'place alice/missing/deep/x',
    ])
    expect(made(all, [], only('alice/missing/deep/x')).fetched).not.toContain('alice/missing/not agreed')
  })

  it('finish a folder that does not differ although nothing was agreed about it, and none that is otherwise there', () => {
    const all = [
      differing('alice/same/x', {}),
      differing('alice/mode', { ...folder, mode: '755' }, { ...folder, mode: '700' }),
      differing('alice/mode/x', {}),
      differing('alice/aside/x', {}),
    ]
    const agreement = {
      covers: (key: string) => pathOfKey(key).endsWith('/x'),
      isDecided: () => false,
      isCache: () => false,
      isAside: (key: string) => pathOfKey(key) === 'alice/aside',
      holdsKept: () => false,
    }
    expect(shown(made(inTreeOrder(all), [], agreement)).slice(3)).toEqual(['place alice/same'])
  })

  it('finish no folder that the laptop that is left has not', () => {
    const all = [
      differing('alice/holds key', undefined, folder, 'stays'),
      differing('alice/holds key/x', undefined, {}),
      differing('alice/holds kept/x', undefined, {}),
    ]
    const agreement = { ...everything, holdsKept: (key: string) => pathOfKey(key) === 'alice/holds kept' }
    expect(made(all, [], agreement)).toMatchObject({ fetched: [] })
  })

  it('leave a folder as it is that the laptop that is taken alone gave something, whatever comes into it', () => {
    const mine: Differing = { ...differing('alice/mine', folder, folder), isOfTaken: true }
    const theirs: Differing = { ...differing('alice/theirs', folder, folder), isOfTaken: false }
    const all = [mine, differing('alice/mine/x', {}), theirs, differing('alice/theirs/x', {})]
    const agreement = { ...everything, isDecided: () => false, isAside: (key: string) => key === 'alice' }
    expect(shown(made(all, [], { ...agreement, covers: (key) => key !== 'alice' }))).toEqual([
      'place alice/mine/x',
      'place alice/theirs',
      'place alice/theirs/x',
      'place alice/theirs',
    ])
    const taken = { ...agreement, isDecided: (key: string) => pathOfKey(key) === 'alice/mine' }
    expect(shown(made([mine], [], taken))).toContain('place alice/mine')
  })

  it('link a further name with the first one, which stays as it is, unless that is left aside', () => {
    const all = [differing('alice/m', { leader: 'alice/a' }, {}), differing('alice/z', { leader: 'alice/b' })]
    const agreement = { ...only('alice/m', 'alice/z'), isAside: (key: string) => pathOfKey(key) === 'alice/b' }
    const lines = made(all, [], agreement)
    expect(shown(lines)).toEqual(['lead alice/a', 'place alice/m', 'place alice/z', 'place alice'])
    expect(lines.fetched).toEqual(['alice', 'alice/a', 'alice/m', 'alice/z'])
  })

  it('place all names of a file whose first one comes, and no other file that only links otherwise', () => {
    const all = [
      differing('alice/a', { size: 4 }, {}),
      differing('alice/b', { size: 4, leader: 'alice/a' }, { size: 4 }),
      differing('alice/c', { size: 4, leader: 'alice/a' }, {}),
      differing('alice/e', { leader: 'alice/d' }, {}),
    ]
    expect(shown(made(all, [], only('alice/a')))).toEqual(['place alice/a', 'place alice/b', 'place alice'])
  })

  it('place what only looked alike, and finish its folder', () => {
    expect(shown(made([], ['alice/a/x', 'alice/b'], everything))).toEqual([
      'place alice/a/x',
      'place alice/b',
      'place alice/a',
      'place alice',
    ])
  })

  it('build on the other version of a file only where it is large on both', () => {
    const [large, small] = [{ size: 300_000 }, { size: 200_000 }]
    const lines = made(
      [
        differing('alice/both', large, { size: 400_000 }),
        differing('alice/here', large, small),
        differing('alice/link', { type: 'l', size: 300_000 }, large),
        differing('alice/new', large),
        differing('alice/there', small, large),
      ],
      [],
      everything,
    )
    expect(lines.seeds).toEqual([{ from: 'alice/both', to: 'alice/both' }])
    expect(lines.bytes).toBe(300_000 * 3 + 200_000)
  })

  it('build on the file under its earlier name, where the laptop that is taken has that', () => {
    const large = { size: 300_000 }
    const moved = ['one', 'two', 'three'].map((name) => ({ from: `alice/${name}`, to: `alice/new-${name}` }))
    const lines = made(
      [
        differing('alice/new-one', large),
        differing('alice/new-three', large, large),
        differing('alice/new-two', large),
        differing('alice/one', undefined, large),
        differing('alice/three', undefined, large),
      ],
      [],
      everything,
      moved,
    )
    expect(lines.seeds).toEqual([
      { from: 'alice/new-three', to: 'alice/new-three' },
      { from: 'alice/one', to: 'alice/new-one' },
    ])
  })
})

const decision = (id: string, kind: HomeDecision['kind'], ...paths: readonly string[]) =>
  homeDecision(id, { id, kind, paths: [...paths] })

const options = {}

describe('what was agreed to', () => {
  const covered = async (
    request: Partial<Parameters<typeof agreementOf>[0]>,
    asked: readonly string[],
    scans?: Scans,
  ) => {
    const all = {
      plan: homePlanWith(),
      answers: {},
      kept: [],
      own: [],
      done: [],
      toSyncthing: [],
      scans: scans ?? (await scansOf({}, {})),
      ...request,
    }
    const { covers } = await agreementOf(all, options)
    return asked.filter((path) => covers(keyOfPath(path)))
  }

  it('is, since both were equal, what the laptop that is left changed and what the person took', async () => {
    const scans = await scansOf(
      {
        changes: { 'alice/changed': ['changed'], 'alice/gone': ['deleted'] },
        files: { 'alice/same': {} },
      },
      { changes: { 'alice/theirs': ['changed'] } },
    )
    const decisions = [decision('take', 'both', 'alice/taken'), decision('keep', 'both', 'alice/not-taken')]
    const request = { plan: homePlanWith({ base: 's1', decisions }), answers: { take: 'take', keep: 'keep' } }
    const asked = ['changed', 'gone', 'same', 'theirs', 'taken', 'taken/in it', 'not-taken'].map(
      (name) => `alice/${name}`,
    )
    expect(await covered(request, asked, scans)).toEqual([
      'alice/changed',
      'alice/gone',
      'alice/taken',
      'alice/taken/in it',
    ])
  })

  it('is everything the first time, but what is kept, left out on either laptop, or newer there than the plan', async () => {
    const scans = await scansOf({ found: ['alice/key'] }, { found: ['alice/their key'] })
    const request = {
      plan: homePlanWith({ found: [{ path: 'alice/planned key', kind: 'key' }] }),
      kept: ['alice/kept'],
      own: ['alice/own'],
    }
    const asked = ['a', 'key', 'their key', 'planned key', 'kept', 'kept/x', 'own', 'own/x', 'kept too'].map(
      (name) => `alice/${name}`,
    )
    expect(await covered(request, asked, scans)).toEqual(['alice/a', 'alice/kept too'])
  })

  it('is the history and the lists of ~/system-state, unless they are kept or newer there than the plan', async () => {
    const ours = ['.git', '.git/HEAD', 'packages/p17.json'].map((name) => `alice/system-state/${name}`)
    const others = [
      'alice/system-state',
      'alice/system-state/x',
      'alice/system-state/packages/x',
      'bob/system-state/.git',
    ]
    const asked = [...ours, ...others]
    const request = { plan: homePlanWith({ base: 's1' }) }
    expect(await covered(request, asked)).toEqual(ours)
    expect(await covered({ ...request, kept: ['alice/system-state/.git'] }, asked)).toEqual(ours.slice(2))
    expect(await covered({ ...request, own: ['alice/system-state/.git/HEAD'] }, asked)).toEqual([ours[0], ours[2]])
  })

  it('is what this switch has done, when the laptop that is left undid it while it was broken off', async () => {
    const request = {
      plan: homePlanWith({ base: 's1' }),
      kept: ['alice/kept'],
      own: ['alice/own'],
      done: ['alice/came', 'alice/kept/came', 'alice/own'],
    }
    const asked = ['came', 'came/in it', 'kept/came', 'own', 'other'].map((name) => `alice/${name}`)
    expect(await covered(request, asked)).toEqual(['alice/came'])
  })

  it('is not known while something open has no answer', async () => {
    const open = agreementOf(
      {
        plan: homePlanWith({ decisions: [decision('open', 'both', 'alice/x')] }),
        answers: {},
        kept: [],
        own: [],
        done: [],
        toSyncthing: [],
        scans: await scansOf({}, {}),
      },
      options,
    )
    await expect(open).rejects.toMatchObject({ code: 'needs-answers' })
  })
})

describe('two homes compared', () => {
  const compared = async (from: Laptop, to: Laptop, aside: { kept?: string[]; found?: string[] } = {}) => {
    const all = await compareHomes(await scansOf(from, to), { kept: [], found: [], ...aside }, options)
    return all.map(({ key, kind }) => `${kind} ${pathOfKey(key)}`)
  }

  it('tells a folder that holds what stays from one that can go', async () => {
    const to: Laptop = {
      files: {
        ...{ 'alice/gone': folder, 'alice/gone/x': {} },
        ...{ 'alice/key': folder, 'alice/key/k': 'left out', 'alice/key/x': {} },
        ...{ 'alice/kept': folder, 'alice/kept/k': {}, 'alice/kept/x': {} },
      },
    }
    const [gone, kept, key] = [
      ['differs alice/gone', 'differs alice/gone/x'],
      ['differs alice/kept/x'],
      ['stays alice/key', 'differs alice/key/x'],
    ] as const
    expect(await compared({}, to, { kept: ['alice/kept/k'] })).toEqual([...gone, ...kept, ...key])
    const replaced = { files: { 'alice/gone': {}, 'alice/key': {} } }
    expect(await compared(replaced, to, { kept: ['alice/kept'] })).toEqual([...gone, ...key])
  })

  it('leaves aside what is kept, and what either laptop leaves out', async () => {
    const files = { 'alice/a': {}, 'alice/b': {}, 'alice/c': {}, 'alice/d': {}, 'alice/e': {} }
    const from = { files, found: ['alice/a'] }
    const to = { files: { 'alice/d': 'left out' as const }, found: ['alice/b'] }
    expect(await compared(from, to, { kept: ['alice/c'] })).toEqual(['differs alice/e'])
  })

  it('tells times of folders and links from what matters, and which names are one file', async () => {
    const from = {
      files: {
        'alice/f': folder,
        'alice/l': { type: 'l' },
        'alice/m': {},
        'alice/n': { leader: 'alice/m' },
        'alice/t': {},
      },
    }
    const to = {
      files: {
        ...{ 'alice/f': { ...folder, mtime: '2.0' }, 'alice/l': { type: 'l', mtime: '2.0' }, 'alice/m': {} },
        ...{ 'alice/n': {}, 'alice/t': { mtime: '2.0' } },
      },
    }
    expect(await compared(from, to)).toEqual(['time alice/f', 'time alice/l', 'differs alice/n', 'differs alice/t'])
  })

  it('tells names that cannot be one file, where one of the laptops has a subvolume, from those that are not', async () => {
    const linked = {
      ...{ 'alice/a': {}, 'alice/sub': folder, 'alice/sub/b': { leader: 'alice/a' } },
      ...{ 'alice/sub/in': folder, 'alice/sub/in/c': { leader: 'alice/a' }, 'alice/z': { leader: 'alice/a' } },
    }
    const apart = Object.fromEntries(
      Object.entries(linked).map(([path, looks]) => [path, 'type' in looks ? looks : {}] as const),
    )
    const cannot = ['unlinked alice/sub/b', 'unlinked alice/sub/in/c', 'differs alice/z']
    const there = { files: apart, subvolumes: ['alice/sub', 'alice/sub/in'] }
    expect(await compared({ files: linked }, there)).toEqual(cannot)
    expect(await compared(there, { files: linked })).toEqual(cannot)
    const [unlinked] = await compareHomes(await scansOf({ files: linked }, there), { kept: [], found: [] }, options)
    expect(made(unlinked === undefined ? [] : [unlinked], [], everything).lines).toEqual([])
  })
})

describe('files that look alike', () => {
  const request = { differing: [], agreement: everything, marked: [], since: 'base' as const }

  it('are read if they were touched since both were equal, and those that differ are told', async () => {
    const scans = await scansOf(
      {
        changes: {
          ...{ 'alice/other': ['touched'], 'alice/same': ['touched'], 'alice/folder': ['touched', folder] },
          ...{ 'alice/gone': ['deleted'], 'alice/hidden': ['touched', 'left out'] },
        },
        files: { 'alice/untouched': {} },
        contents: { 'alice/other': 'x', 'alice/untouched': 'y', 'alice/folder': 'z', 'alice/hidden': 'z' },
      },
      {},
    )
    expect(await findDisguised({ ...request, scans }, options)).toEqual(['alice/other'])
  })

  it('are all read when nothing is known of earlier, and those that were touched or marked in a later round', async () => {
    const scans = await scansOf(
      { files: { 'alice/a': {}, 'alice/b': {}, 'alice/c': {} }, contents: { 'alice/a': 'x', 'alice/b': 'y' } },
      {},
    )
    expect(await findDisguised({ ...request, scans, since: 'ever' }, options)).toEqual(['alice/a', 'alice/b'])
    const later = { ...request, scans, since: { switchId: 's1' } }
    expect(await findDisguised({ ...later, marked: ['alice/b', 'alice/c'] }, options)).toEqual(['alice/b'])
    const touched = await scansOf({ contents: { 'alice/a': 'x' }, touched: ['alice/a', 'alice/c'] }, {})
    expect(await findDisguised({ ...later, scans: touched }, options)).toEqual(['alice/a'])
  })

  it('are read too where the laptop that is taken touched them, and the other version was chosen', async () => {
    const contents = { 'alice/taken': 'x', 'alice/kept': 'y' }
    const { from, to } = await scansOf(
      { contents },
      { changes: { 'alice/taken': ['touched'], 'alice/kept': ['touched'], 'alice/gone': ['deleted'] } },
    )
    const agreement = only('alice/taken', 'alice/gone')
    const asked = { ...request, scans: { from, to }, agreement, planned: to }
    expect(await findDisguised(asked, options)).toEqual(['alice/taken'])
  })

  it('are read too where the plan did not read all that the laptop that is taken alone touched', async () => {
    const contents = { 'alice/written': 'x', 'alice/kept': 'y', 'alice/mode': 'x' }
    const { from, to } = await scansOf(
      { contents },
      {
        changes: { 'alice/written': ['touched'], 'alice/kept': ['touched'], 'alice/mode': ['touched'] },
        unchanged: ['alice/mode'],
      },
    )
    const agreement = { ...only(), isAside: (key: string) => pathOfKey(key) === 'alice/kept' }
    const asked = { ...request, scans: { from, to }, agreement, planned: to }
    expect(await findDisguised({ ...asked, unreadSince: 's1' }, options)).toEqual(['alice/written'])
    expect(await findDisguised(asked, options)).toEqual([])
  })

  it('stay where the other laptop may have written to them too and nobody was asked, and not where it only touched them', async () => {
    const scans = await scansOf(
      {},
      {
        changes: {
          ...{ 'alice/asked': ['changed'], 'alice/both': ['touched'], 'alice/gone': ['deleted'] },
          'alice/mode': ['touched'],
        },
        unchanged: ['alice/mode'],
      },
    )
    const agreement = { ...everything, isDecided: (key: string) => pathOfKey(key) === 'alice/asked' }
    const disguised = ['alice/asked', 'alice/both', 'alice/gone', 'alice/mode', 'alice/ours']
    const asked = { scans, since: 'base' as const, planned: scans.to, agreement, plan: { base: 's1' } }
    expect(await mayBeTheirs(disguised, asked, options)).toEqual(['alice/both'])
    expect(await mayBeTheirs(disguised, { ...asked, planned: undefined }, options)).toEqual([])
  })

  it('stay where both had been equal, nobody knows when, and nobody was asked, if it is not only what is attached that differs', async () => {
    const scans = await scansOf(
      { contents: { 'alice/asked': 'x', 'alice/other': 'x', 'alice/same': 'x' } },
      { contents: { 'alice/asked': 'y', 'alice/other': 'y', 'alice/same': 'x' } },
    )
    const agreement = { ...everything, isDecided: (key: string) => pathOfKey(key) === 'alice/asked' }
    const disguised = ['alice/asked', 'alice/other', 'alice/same']
    const asked = { scans, since: 'ever' as const, agreement, plan: { mayHaveBeenEqual: true } }
    expect(await mayBeTheirs(disguised, asked, options)).toEqual(['alice/other'])
    // The first time the source leads, as the plan says.
    expect(await mayBeTheirs(disguised, { ...asked, plan: { mayHaveBeenEqual: false } }, options)).toEqual([])
  })

  it('are not looked at where they are known to differ, or were not agreed to', async () => {
    const contents = { 'alice/a': 'x', 'alice/b': 'y', 'alice/c': 'z' }
    const scans = await scansOf({ files: { 'alice/a': {}, 'alice/b': {}, 'alice/c': {} }, contents }, {})
    const known = { ...request, scans, since: 'ever' as const, differing: [differing('alice/a', {}, { size: 4 })] }
    const agreement = only('alice/a', 'alice/b')
    expect(await findDisguised({ ...known, agreement, marked: ['alice/c'] }, options)).toEqual(['alice/b'])
  })

  it('differ when one laptop lacks them, not when both do', async () => {
    const gone = { 'alice/gone': undefined }
    const scans = await scansOf(
      { contents: { ...gone, 'alice/here': undefined } },
      { contents: { ...gone, 'alice/there': undefined } },
    )
    const paths = ['alice/gone', 'alice/here', 'alice/there', 'alice/both']
    expect(await areDifferent(treesOf(scans), paths, 'everything', options)).toEqual([false, true, true, false])
  })
})
