import { describe, expect, it } from 'vitest'
import type { InventoryChange, InventoryChangeKind } from '../../../src-main/domains/home-sync/inventory/change.ts'
import { formatShared, keyOfPath } from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import { asAgreed, changesOfPlan, newSince } from '../../../src-main/domains/home-sync/on-pair/plan/changes-of-plan.ts'
import { joinFileSets, type FileSet } from '../../../src-main/domains/home-sync/file-sets/file-set.ts'
import { collectUnits } from '../../../src-main/domains/home-sync/on-pair/plan/collect-units.ts'
import { resolveDoubt, type ChangedBy } from '../../../src-main/domains/home-sync/on-pair/plan/unit.ts'
import { alwaysTaken, unitsBeside } from '../../../src-main/domains/home-sync/on-pair/plan/always-taken.ts'
import {
  compareVersions,
  type InspectedRepository,
} from '../../../src-main/domains/home-sync/on-pair/plan/compare-repositories.ts'
import { decisionsOf } from '../../../src-main/domains/home-sync/on-pair/plan/decisions.ts'
import { createRenames } from '../../../src-main/domains/home-sync/on-pair/plan/renames.ts'
import { vanishedDecisions } from '../../../src-main/domains/home-sync/on-pair/plan/vanished-decisions.ts'
import {
  differenceOfChanges,
  differenceOfInventories,
  type Difference,
} from '../../../src-main/domains/home-sync/on-pair/compare/difference.ts'
import {
  choiceOf,
  choiceSoFar,
  keptPaths,
  newerPaths,
  pathsBy,
  safeDefaultOf,
  type HomeDecision,
  type HomePlan,
} from '../../../src-main/domains/home-sync/on-pair/plan/plan.ts'
import { newerSide } from '../../../src-main/domains/home-sync/on-pair/plan/versions.ts'
import { createIsOfCommits, createUnits } from '../../../src-main/domains/home-sync/on-pair/plan/units.ts'
import { homePlanWith, homeDecision, oneChanged } from './home-plans.ts'
import { decidingLater } from './home-laptops.ts'

const folder = { type: 'd', size: 0 }
const usual = { type: 'f', mode: '644', user: 'alice', group: 'alice', size: 3, mtime: '1.0', leader: '', target: '' }
type Looks = Partial<typeof usual>
const shared = (looks: Looks = {}) => formatShared({ ...usual, ...looks })
const changed = (path: string, kind: InventoryChangeKind, looks?: Looks): InventoryChange => ({
  key: keyOfPath(path),
  kind,
  shared: shared(looks),
})

interface Pairing {
  readonly path: string
  readonly from?: readonly [InventoryChangeKind, Looks?]
  readonly to?: readonly [InventoryChangeKind, Looks?]
}

function laterDifferences(pairings: readonly Pairing[]): readonly Difference[] {
  return sorted(pairings).flatMap(({ path, from, to }) => {
    const left = from === undefined ? {} : { left: changed(path, ...from) }
    const right = to === undefined ? {} : { right: changed(path, ...to) }
    return differenceOfChanges({ key: keyOfPath(path), ...left, ...right }) ?? []
  })
}

interface Inventories {
  readonly path: string
  readonly from?: Looks
  readonly to?: Looks
}

function firstDifferences(inventories: readonly Inventories[]): readonly Difference[] {
  return sorted(inventories).flatMap(({ path, from, to }) => {
    const key = keyOfPath(path)
    const left = from === undefined ? {} : { left: { key, local: '', shared: shared(from) } }
    const right = to === undefined ? {} : { right: { key, local: '', shared: shared(to) } }
    return differenceOfInventories({ key, ...left, ...right }) ?? []
  })
}

function sorted<T extends { readonly path: string }>(items: readonly T[]): readonly T[] {
  return [...items].sort((one, other) => (keyOfPath(one.path) < keyOfPath(other.path) ? -1 : 1))
}

const alice = { home: '/home/alice' }
const gitFoldersOf = (repositories: readonly string[]) => repositories.map((one) => `${one}/.git`)

const unitsOf = (repositories: readonly string[], sets: readonly FileSet[] = []) =>
  createUnits(unitsBeside(alice, repositories, gitFoldersOf(repositories)), sets)

async function collect(
  differences: readonly Difference[],
  repositories: readonly string[] = [],
  sets: readonly FileSet[] = [],
) {
  // oxlint-disable-next-line typescript/require-await -- a stream made of a list
  async function* stream(): AsyncGenerator<Difference> {
    yield* differences
  }
  return collectUnits(stream(), {
    of: unitsOf(repositories, sets),
    alwaysTaken: alwaysTaken(alice),
    wasKept: createIsOfCommits(gitFoldersOf(repositories)),
  })
}

async function decide(
  differences: readonly Difference[],
  isFirstTime = false,
  repositories: readonly string[] = [],
  { mayHaveBeenEqual = false, sets = [] }: { mayHaveBeenEqual?: boolean; sets?: readonly FileSet[] } = {},
) {
  const { units, taken } = await collect(differences, repositories, sets)
  const doubts = units.reduce((sum, unit) => sum + unit.doubts.length, 0)
  // What is deleted on the target alone is still there on the source, as reading it would tell.
  for (const unit of units) {
    for (const doubt of unit.doubts) if (doubt.difference.to?.kind === 'deleted') resolveDoubt(unit, doubt, 'to')
  }
  const isRepository = (path: string) => repositories.includes(path)
  const deciding = {
    isFirstTime,
    mayHaveBeenEqual,
    personFolder: 'alice',
    isRepository,
    gitFolders: gitFoldersOf(repositories),
    of: unitsOf(repositories, sets),
  }
  const decisions = decisionsOf(units, taken, deciding)
  return { decisions, taken: taken.tally, doubts, keptCommits: taken.keptCommits }
}

const decideLater = (pairings: readonly Pairing[], repositories: readonly string[] = []) =>
  decide(laterDifferences(pairings), false, repositories)
const decideFirst = (inventories: readonly Inventories[], repositories: readonly string[] = []) =>
  decide(firstDifferences(inventories), true, repositories)

const briefly = (decisions: readonly HomeDecision[]) => decisions.map(({ id, kind }) => `${kind} ${id}`)

/** Longer than the other, so that no contents have to be read to tell them apart. */
const other: Looks = { size: 9, mtime: '9.0' }

describe('who changed what since both were equal', () => {
  const kinds = ['none', 'added', 'changed', 'retyped', 'deleted'] as const
  const sides = kinds.flatMap((from) => kinds.map((to) => ({ from, to })))

  it.each(sides)('from $from, to $to', async ({ from, to }) => {
    const pairing: Pairing = {
      path: 'alice/a',
      ...(from === 'none' ? {} : { from: [from] as const }),
      ...(to === 'none' ? {} : { to: [to, other] as const }),
    }
    const { decisions, taken } = await decideLater([pairing])
    if (to === 'none' || (from === 'deleted' && to === 'deleted')) {
      expect(decisions).toEqual([])
      expect(taken.added + taken.changed + taken.deleted).toBe(from === 'none' || to !== 'none' ? 0 : 1)
    } else {
      expect(briefly(decisions)).toEqual([`${from === 'none' ? 'only-there' : 'both'} home:a`])
    }
  })

  it('has nothing to ask when both made the same of it, of a file after it was read', async () => {
    const link = { type: 'l', size: 0 }
    for (const [looks, doubts] of [
      [{}, 1],
      [link, 0],
    ] as const) {
      const both = [{ path: 'alice/a', from: ['changed', looks], to: ['changed', looks] }] as const
      expect(await decideLater(both)).toMatchObject({ decisions: [], doubts })
    }
    expect((await decideLater([{ path: 'alice/a', from: ['added'], to: ['added'] }])).decisions).toEqual([])
  })

  it('reads the contents when only those can tell', async () => {
    const sameSize = await decideLater([{ path: 'alice/a', from: ['changed'], to: ['changed', { mtime: '7.0' }] }])
    expect(sameSize.doubts).toBe(1)
    expect((await decideLater([{ path: 'alice/a', to: ['touched'] }])).doubts).toBe(1)
    expect((await decideLater([{ path: 'alice/a', from: ['touched'] }])).decisions).toEqual([])
  })

  it('asks when both changed a file that not the same people may use, whatever is in it', async () => {
    const closed = { mode: '600' }
    const later = await decideLater([{ path: 'alice/a', from: ['changed'], to: ['changed', closed] }])
    expect(later).toMatchObject({ decisions: [{ id: 'home:a', kind: 'both' }], doubts: 0 })
    // The first time nobody knows whether either was changed: what is in it says whether there is anything to ask.
    const first = await decide(firstDifferences([{ path: 'alice/a', from: {}, to: closed }]))
    expect(first).toMatchObject({ decisions: [], doubts: 1 })
  })

  it.each([
    ['touched', 'touched'],
    ['changed', 'changed'],
    ['touched', 'changed'],
    ['changed', 'retyped'],
  ] as const)('asks when both did something to a file (%s, %s) that looks the same and is not', async (here, there) => {
    const both = () => laterDifferences([{ path: 'alice/a', from: [here], to: [there] }])
    expect((await decide(both())).doubts).toBe(1)
    const { units, taken } = await collect(both())
    for (const unit of units) for (const doubt of unit.doubts) resolveDoubt(unit, doubt, 'both')
    expect(decisionsOf(units, taken, decidingLater)).toMatchObject([{ id: 'home:a', kind: 'both' }])
  })

  it('reads what both have newly with the same size and time, and says nothing of it when it is equal', async () => {
    const both = () => laterDifferences([{ path: 'alice/a', from: ['added'], to: ['added'] }])
    const resolved = async (changedBy: ChangedBy) => {
      const { units, taken } = await collect(both())
      for (const unit of units) for (const doubt of unit.doubts) resolveDoubt(unit, doubt, changedBy)
      const decisions = decisionsOf(units, taken, decidingLater)
      return { decisions: decisions.map(({ id, kind }) => `${kind} ${id}`), added: taken.tally.added }
    }
    expect((await decide(both())).doubts).toBe(1)
    expect(await resolved('neither')).toEqual({ decisions: [], added: 0 })
    expect(await resolved('both')).toEqual({ decisions: ['both home:a'], added: 0 })
  })

  it('makes one question of a folder that only the other laptop has, and none of its folders’ times', async () => {
    const folder = { type: 'd', size: 0 }
    const { decisions } = await decideLater([
      { path: 'alice', to: ['touched', folder] },
      { path: 'alice/new', to: ['added', folder] },
      { path: 'alice/new/x', to: ['added'] },
      { path: 'alice/new/x/y', to: ['added'] },
      { path: 'alice/new beside', to: ['added'] },
    ])
    expect(briefly(decisions)).toEqual(['only-there home:new', 'only-there home:new beside'])
    expect(decisions[0]).toMatchObject({ paths: ['alice/new'], to: { added: 3 } })
  })

  it('asks when one deleted a folder in which the other worked', async () => {
    const folder = { type: 'd', size: 0 }
    const gone = [
      { path: 'alice/p', from: ['deleted', folder] },
      { path: 'alice/p/a', from: ['deleted'] },
      { path: 'alice/p/b', from: ['deleted'], to: ['changed', other] },
      { path: 'alice/p/new', to: ['added'] },
    ] as const satisfies readonly Pairing[]
    const { decisions } = await decideLater(gone)
    expect(briefly(decisions)).toEqual(['both home:p'])
    expect(decisions[0]?.paths).toEqual(['alice/p'])
    // The folder, a file that nobody touched, one with work in it, and a new one.
    expect(decisions[0]?.effects).toEqual({ add: 0, update: 0, remove: 4, bytesGone: 15 })
  })

  it('knows of one place what would go, come, and be replaced', async () => {
    const deleted = await decideLater([{ path: 'alice/a', from: ['deleted'], to: ['changed', other] }])
    expect(deleted.decisions).toMatchObject([{ kind: 'both', effects: { add: 0, update: 0, remove: 1 } }])
    const restored = await decideLater([{ path: 'alice/a', to: ['deleted'] }])
    expect(restored.decisions).toMatchObject([{ kind: 'only-there', effects: { add: 1, update: 0, remove: 0 } }])
    const mixed = await decideLater(
      [
        { path: 'alice/src/app/a', from: ['changed'], to: ['changed', other] },
        { path: 'alice/src/app/b', from: ['deleted'] },
        { path: 'alice/src/app/c', to: ['added', other] },
        { path: 'alice/src/app/d', from: ['added'] },
      ],
      ['alice/src/app'],
    )
    expect(mixed.decisions).toMatchObject([{ kind: 'both', effects: { add: 1, update: 1, remove: 2 } }])
  })

  it('asks when one deleted a folder, or put a file in its place, whose rights the other changed', async () => {
    const [folder, closed] = [
      { type: 'd', size: 0 },
      { type: 'd', size: 0, mode: '555' },
    ]
    const ways = [
      ['deleted', folder],
      ['retyped', {}],
      // A file that was kept beside the folder of the other laptop counts as new.
      ['added', {}],
    ] as const
    for (const from of ways) {
      const one = await decideLater([{ path: 'alice/p', from, to: ['changed', closed] }])
      expect(one.decisions).toMatchObject([{ kind: 'both', paths: ['alice/p'] }])
      // Its time alone says only that something in it came or went.
      const none = await decideLater([{ path: 'alice/p', from, to: ['touched', folder] }])
      expect(none.decisions).toEqual([])
    }
    const rights = await decideLater([{ path: 'alice/p', to: ['changed', closed] }])
    expect(rights.decisions).toEqual([])
  })

  it('never mixes a repository, nor the folder of an application', async () => {
    const { decisions } = await decideLater(
      [
        { path: 'alice/src/app/a', from: ['changed'] },
        { path: 'alice/src/app/b', to: ['changed', other] },
        { path: 'alice/src/lib/c', to: ['changed', other] },
        { path: 'alice/.config/editor/x', from: ['changed'] },
        { path: 'alice/.config/editor/y', to: ['added'] },
        { path: 'alice/Documents/d', from: ['changed'] },
        { path: 'alice/Documents/e', to: ['changed', other] },
      ],
      ['alice/src/app'],
    )
    expect(briefly(decisions).sort()).toEqual([
      'both home:.config/editor',
      'both home:src/app',
      'only-there home:Documents/e',
      'only-there home:src/lib/c',
    ])
  })

  it('takes the lists and the history of ~/system-state from the laptop that is left, whatever happened to them', async () => {
    const object = `alice/system-state/.git/objects/ab/${'cd'.repeat(19)}`
    const { decisions, taken, keptCommits } = await decideLater(
      [
        { path: 'alice/system-state/.git/refs/heads/main', from: ['changed'], to: ['changed', other] },
        { path: 'alice/system-state/.git/objects/ab', to: ['added', { type: 'd' }] },
        { path: object, to: ['added'] },
        { path: 'alice/system-state/packages/p17.json', to: ['changed'] },
        { path: 'alice/system-state/packages/old.json', to: ['added'] },
      ],
      ['alice/system-state'],
    )
    expect(decisions).toEqual([])
    expect(taken).toMatchObject({ changed: 2, deleted: 1 })
    const git = keyOfPath('alice/system-state/.git')
    expect(keptCommits).toEqual([{ unit: git, keys: [keyOfPath(object)], isChanged: true }])
  })

  it('asks about everything else in ~/system-state as about any file', async () => {
    const { decisions } = await decideLater(
      [
        { path: 'alice/system-state/both', from: ['changed'], to: ['changed', other] },
        { path: 'alice/system-state/mine', to: ['added'] },
        { path: 'alice/system-state/packages/notes', to: ['added'] },
        { path: 'alice/system-state/inner/.git/HEAD', to: ['changed'] },
        { path: 'alice/system-state/inner/file', to: ['added'] },
      ],
      ['alice/system-state', 'alice/system-state/inner'],
    )
    expect(briefly(decisions)).toEqual([
      'only-there home:system-state/inner',
      'both home:system-state/both',
      'only-there home:system-state/mine',
      'only-there home:system-state/packages/notes',
    ])
  })

  it('puts neighbours together when there would be too many questions, without loss', async () => {
    const many = Array.from({ length: 5_000 }, (_, number) => ({
      path: `alice/folder ${number % 40}/file ${number}`,
      to: ['changed', other] as const,
    }))
    const { decisions } = await decideLater(many)
    expect(decisions.length).toBe(40)
    expect(decisions.flatMap(({ paths }) => paths)).toHaveLength(5_000)
    expect(new Set(decisions.map(({ id }) => id)).size).toBe(40)
  })

  it('gives names that look alike ids of their own', async () => {
    const { decisions } = await decideLater([
      { path: 'alice/\xff', to: ['added'] },
      { path: 'alice/\xfe', to: ['added'] },
    ])
    expect(decisions.map(({ id }) => id)).toEqual(['home:\\xfe', 'home:\\xff'])
  })

  it('gives names that are alike when they are written out, or end like an id of a group, ids of their own', async () => {
    const names = [
      '\xff',
      '\\xff',
      '\n',
      '\\n',
      '\\x0a',
      '+',
      '*',
      '-',
      '=*',
      '.git*',
      '.git+',
      '\xef\xbf\xbd',
      '\xc3\xbf',
    ]
    const single = names.map((name) => ({ path: `alice/Documents/${name}`, to: ['added'] as const }))
    const alone = await decideLater(single)
    expect(new Set(alone.decisions.map(({ id }) => id)).size).toBe(names.length)
    const many = Array.from({ length: 201 }, (_, index) => ({
      path: `alice/Documents/b${index}`,
      to: ['added'] as const,
    }))
    const grouped = await decideLater(many)
    expect(grouped.decisions.map(({ id }) => id)).toEqual(['home:Documents/+'])
    expect(alone.decisions.map(({ id }) => id)).not.toContain('home:Documents/+')
  })

  it('asks about folders of applications and files beside them apart', async () => {
    const folders = Array.from({ length: 21 }, (_, index) => `alice/.config/app${index}/settings`)
    const files = ['alice/.config/one', 'alice/.config/two']
    const { decisions } = await decideFirst([...folders, ...files].map((path) => ({ path, from: {}, to: other })))
    expect(briefly(decisions)).toEqual(['first home:.config/=*', 'first home:.config/*'])
  })
})

describe('a line that leaves out what is asked about', () => {
  const linesOf = async (pairings: readonly Pairing[], repositories: readonly string[] = []) =>
    (await decideLater(pairings, repositories)).decisions.map(({ id, exclusion }) => [id, exclusion])
  const ownOf = (path: string): Pairing => ({ path, to: ['changed', other] })

  it('names the file, the folder or the repository as a rule has it', async () => {
    const folder = { type: 'd', size: 0 }
    expect(
      await linesOf(
        [
          ownOf('alice/Documents/a[1].md'),
          { path: 'alice/new', to: ['added', folder] },
          { path: 'alice/new/x', to: ['added'] },
          ownOf('alice/src/app/x'),
          ownOf('alice/src/app/y'),
        ],
        ['alice/src/app'],
      ),
    ).toEqual([
      ['home:src/app', '/src/app'],
      ['home:Documents/a[1].md', '/Documents/a\\[1\\].md'],
      ['home:new', '/new'],
    ])
  })

  it('is not there for names and places that can have no rule', async () => {
    const paths = ['bob/file', 'alice/a\n', 'alice/\xff', 'alice/system-state/notes']
    const found = await linesOf(paths.map(ownOf))
    expect(found.map(([, line]) => line)).toEqual(paths.map(() => undefined))
  })

  it('is not there where several are decided at once', async () => {
    const many = Array.from({ length: 300 }, (_, index) => ownOf(`alice/Documents/${index}`))
    expect(await linesOf(many)).toEqual([['home:Documents/+', undefined]])
  })

  it('makes the answer one that keeps', async () => {
    const { decisions } = await decideFirst([{ path: 'alice/both', from: {}, to: other }])
    const answers = { 'home:both': 'keep-always' }
    expect(decisions.map((decision) => choiceOf(decision, answers))).toEqual(['keep'])
    expect(decisions.map((decision) => choiceSoFar(decision, answers))).toEqual(['keep'])
  })
})

describe('the first time', () => {
  it('takes what both have, keeps what only the other one has', async () => {
    const { decisions, taken } = await decideFirst([
      { path: 'alice/equal', from: {}, to: {} },
      { path: 'alice/both', from: {}, to: other },
      { path: 'alice/here', from: {} },
      { path: 'alice/there', to: {} },
    ])
    expect(briefly(decisions)).toEqual(['first home:both', 'only-there home:there'])
    expect(taken).toMatchObject({ added: 1 })
    expect(decisions.map((decision) => choiceOf(decision, {}))).toEqual(['take', 'keep'])
  })

  it('takes nothing by itself where both had been equal once, as times do not tell whose work is newer', async () => {
    const differences = () =>
      firstDifferences([
        { path: 'alice/a/newer', from: {}, to: other },
        { path: 'alice/b/older', from: other, to: {} },
      ])
    const { decisions } = await decide(differences(), true, [], { mayHaveBeenEqual: true })
    expect(decisions.map((decision) => [decision.id, safeDefaultOf(decision)])).toEqual([
      ['home:a/newer', undefined],
      ['home:b/older', undefined],
    ])
    expect(() => decisions.map((decision) => choiceOf(decision, {}))).toThrow('neither version was chosen')
    const { decisions: first } = await decide(differences(), true)
    expect(first.map(safeDefaultOf)).toEqual(['take', 'take'])
  })

  it('keeps a file that only the other one has in a repository of both, but not its half of Git’s own', async () => {
    const { decisions } = await decideFirst(
      [
        { path: 'alice/r/.git/HEAD', from: {}, to: other },
        { path: 'alice/r/.git/objects/aa', to: {} },
        { path: 'alice/r/notes', to: {} },
      ],
      ['alice/r'],
    )
    expect(decisions.map(({ id, kind, paths }) => [id, kind, paths])).toEqual([
      ['home:r', 'first', ['alice/r']],
      ['home:r/+', 'only-there', ['alice/r/notes']],
    ])
  })
})

describe('what each laptop has of what differs', () => {
  const day = 86_400
  const file = (size: number, at: number): Looks => ({ size, mtime: `${at}.5` })

  it('is counted, with its size, the newest date, and which of those that both have are newer', async () => {
    const { decisions } = await decideFirst([
      { path: 'alice/Documents/a', from: file(10, 2 * day), to: file(20, day) },
      { path: 'alice/Documents/b', from: file(10, 3 * day), to: file(20, day) },
      { path: 'alice/Documents/c', from: file(10, day), to: file(30, 5 * day) },
    ])
    expect(decisions).toMatchObject([
      {
        id: 'home:Documents/*',
        kind: 'first',
        units: 3,
        versions: {
          from: { files: 3, bytes: 30, newest: 3 * day + 0.5, newer: 2 },
          to: { files: 3, bytes: 70, newest: 5 * day + 0.5, newer: 1 },
        },
      },
    ])
    expect(newerSide(decisions[0] ?? never())).toBe('from')
  })

  it('asks by folder the first time, and by file later', async () => {
    const both = ['a', 'b'].map((name) => ({ path: `alice/Documents/${name}`, from: {}, to: other }))
    expect(briefly((await decideFirst(both)).decisions)).toEqual(['first home:Documents/*'])
    const later = both.map(({ path }) => ({ path, from: ['changed'] as const, to: ['changed', other] as const }))
    expect((await decideLater(later)).decisions).toHaveLength(2)
  })

  it('knows of each file of a folder which version is newer, and asks apart about those without one', async () => {
    const names = ['ours', 'same 1', 'same 2', 'theirs']
    const times = { ours: '12.0', theirs: '3.0' } as const
    const both = names.map((name) => {
      const mtime = name in times ? times[name as keyof typeof times] : '9.0'
      return { path: `alice/Documents/${name}`, from: { mtime }, to: other }
    })
    const { decisions } = await decideFirst(both)
    expect(briefly(decisions)).toEqual(['first home:Documents/*', 'first home:Documents/~*'])
    const [dated = never(), undated = never()] = decisions
    expect(dated).toMatchObject({ paths: ['alice/Documents/ours', 'alice/Documents/theirs'], newer: ['from', 'to'] })
    expect(undated).not.toHaveProperty('newer')
    const answers = { [dated.id]: 'newer', [undated.id]: 'newer' }
    expect(pathsBy(dated, choiceOf(dated, answers))).toEqual({
      taken: ['alice/Documents/ours'],
      kept: ['alice/Documents/theirs'],
    })
    expect(() => choiceOf(undated, answers)).toThrow(/neither version was chosen/)
  })

  it('does not decide a repository or an application by the time of one of its files', async () => {
    const both = ['.config/a/b/x', '.config/c/d/y'].map((name) => ({ path: `alice/${name}`, from: {}, to: other }))
    expect((await decideFirst(both)).decisions.every(({ newer }) => newer === undefined)).toBe(true)
  })
})

describe('a repository', () => {
  const folder = { type: 'd', size: 0 }
  const keptHere = [
    { path: 'alice/r/.git/objects/pack/pack-1.pack', to: ['added'] },
    { path: 'alice/r/.git/refs/laptops', to: ['added', folder] },
    { path: 'alice/r/.git/refs/laptops/xps/heads/main', to: ['added'] },
  ] as const satisfies readonly Pairing[]
  const work = { path: 'alice/r/.git/refs/heads/main', from: ['changed'] } as const satisfies Pairing
  const ofCommits = ['alice/r/.git/objects/pack/pack-1.pack', 'alice/r/.git/refs/laptops'].map(keyOfPath)

  it('is no question because of commits that were kept in it, whatever the other laptop does', async () => {
    const alone = await decideLater(keptHere, ['alice/r'])
    expect(alone).toMatchObject({ decisions: [], keptCommits: [{ keys: ofCommits, isChanged: false }] })
    const both = await decideLater([...keptHere, work], ['alice/r'])
    expect(both).toMatchObject({ decisions: [], taken: { changed: 1 }, keptCommits: [{ isChanged: true }] })
  })

  it('is one when somebody worked in it too, or when it would go with them', async () => {
    const edited = { path: 'alice/r/notes', to: ['changed', other] } as const satisfies Pairing
    const both = await decideLater([...keptHere, work, edited], ['alice/r'])
    expect(both).toMatchObject({ decisions: [{ kind: 'both', gitFolders: ['alice/r/.git'] }], keptCommits: [] })
    const gone = [
      { path: 'alice/r', from: ['deleted', folder] },
      { path: 'alice/r/.git', from: ['deleted', folder] },
    ] as const satisfies readonly Pairing[]
    expect(briefly((await decideLater([...gone, ...keptHere], ['alice/r'])).decisions)).toEqual(['both home:r'])
  })

  it('is one when there is something among its objects that git does not put there', async () => {
    const stray = { path: 'alice/r/.git/objects/pack/notes', to: ['added'] } as const satisfies Pairing
    const { decisions } = await decideLater([...keptHere, stray], ['alice/r'])
    expect(briefly(decisions)).toEqual(['only-there home:r'])
  })

  it('is asked about alone, however many other questions there are', async () => {
    const many = Array.from({ length: 300 }, (_, number) => ({
      path: `alice/src/file ${number}`,
      to: ['changed', other] as const,
    }))
    const inside = { path: 'alice/src/r/a', from: ['changed'], to: ['changed', other] } as const satisfies Pairing
    const { decisions } = await decideLater([...many, inside], ['alice/src/r'])
    expect(briefly(decisions)).toEqual(['both home:src/r', 'only-there home:src/+'])
  })

  const hashes = (...names: readonly string[]) => names.map((name) => name.padEnd(40, '0'))
  const read = (commits: readonly string[], isAll = true): InspectedRepository => {
    return { kind: 'read', refs: [], branch: 'main', commits: [...commits], isAll }
  }
  const versions = (from: InspectedRepository, to: InspectedRepository) => compareVersions([{ from, to }])

  it('needs an answer the first time when it has commits that the other one lacks, or nobody can tell', () => {
    const usual = (repository: HomeDecision['repository']) =>
      safeDefaultOf({
        kind: 'first',
        gitFolders: ['alice/r/.git'],
        ...(repository === undefined ? {} : { repository }),
      })
    expect(usual(versions(read(hashes('b', 'a')), read(hashes('a'))))).toBe('take')
    expect(usual(versions(read(hashes('b', 'a')), read(hashes('c', 'a'))))).toBeUndefined()
    expect(usual(versions(read([]), { kind: 'unreadable', why: { id: 'x', data: {} } }))).toBeUndefined()
    expect(usual(undefined)).toBeUndefined()
  })

  it('is newer on neither laptop where one has newer commits, and the other newer files', () => {
    const repository = versions(read(hashes('b', 'a')), read(hashes('a')))
    const newer = (from: number, to: number) =>
      newerSide({
        repository,
        versions: {
          from: { files: 12, bytes: 1, newest: 5, newer: from },
          to: { files: 12, bytes: 1, newest: 5, newer: to },
        },
      } as HomeDecision)
    expect([newer(2, 0), newer(0, 0), newer(0, 12), newer(12, 2)]).toEqual(['from', 'from', undefined, 'from'])
  })

  it('is compared by its commits, also when only the newest of them were read', () => {
    const two = versions(read(hashes('e', 'c', 'a')), read(hashes('d', 'b', 'a')))
    expect(two).toMatchObject({ from: { ahead: 2, isMore: false }, to: { ahead: 2 } })
    // Both lists have three of many: the last one of the other is only what this one did not reach.
    const cut = versions(read(hashes('e', 'd', 'c'), false), read(hashes('d', 'c', 'b'), false))
    expect(cut).toMatchObject({ from: { ahead: 1, isMore: false }, to: { ahead: 0 } })
    expect(versions(read(hashes('f', 'e'), false), read(hashes('b', 'a'), false))).toMatchObject({
      from: { ahead: 2, isMore: true },
    })
  })
})

function never(): never {
  throw new Error('there is a decision')
}

describe('what a decision is about', () => {
  const about = async (to: Looks, path = 'alice/work/a'): Promise<string> => {
    const { decisions } = await decideLater([{ path, from: ['changed'], to: ['changed', { ...other, ...to }] }])
    return decisions.map((one) => one.about).join()
  }

  it('stays the same as long as both versions do', async () => {
    expect(await about({})).toBe(await about({}))
    expect(await about({})).not.toBe('')
  })

  it('is something else when size, time, mode or owner of either version is another', async () => {
    const changes: readonly Looks[] = [{ size: 10 }, { mtime: '9.1' }, { mode: '600' }, { user: 'bob' }]
    const seen = new Set([await about({}), ...(await Promise.all(changes.map((one) => about(one))))])
    expect(seen.size).toBe(changes.length + 1)
  })

  it('is told apart by what the laptop that is taken has: what the other one saved since is wanted anyway', async () => {
    const one = async (from: Looks, to: Looks): Promise<HomeDecision | undefined> => {
      const files: readonly Pairing[] = [
        { path: 'alice/a', from: ['changed', from], to: ['changed', { ...other, ...to }] },
      ]
      return (await decideLater(files)).decisions[0]
    }
    const agreed = await one({}, {})
    expect(agreed?.aboutThere).toMatch(/^[0-9a-f]{16}$/)
    expect((await one({ size: 10 }, {}))?.aboutThere).toBe(agreed?.aboutThere)
    expect((await one({}, { size: 10 }))?.aboutThere).not.toBe(agreed?.aboutThere)
    expect((await one({}, { mtime: '9.1' }))?.aboutThere).not.toBe(agreed?.aboutThere)
  })

  it('is something else when one of many files of a group is another', async () => {
    const of = async (size: number): Promise<string> => {
      const files = Array.from({ length: 300 }, (_, at): Pairing => ({
        path: `alice/work/${at}`,
        from: ['changed'],
        to: ['changed', { ...other, size: at === 150 ? size : 9 }],
      }))
      const { decisions } = await decideLater(files)
      expect(decisions).toHaveLength(1)
      return decisions.map((one) => one.about).join()
    }
    expect(await of(9)).toBe(await of(9))
    expect(await of(10)).not.toBe(await of(9))
  })
})

describe('answers', () => {
  const tally = oneChanged
  const decision = (subject: string, kind: HomeDecision['kind']) => homeDecision(subject, { kind })
  const planOf = (decisions: HomeDecision[], base = 's1'): HomePlan => homePlanWith({ base, decisions })

  it('keeps by default what only the other laptop changed, and demands a word about what both did', () => {
    expect(keptPaths(planOf([decision('a', 'only-there'), decision('b', 'first')]), {})).toEqual(['alice/a'])
    expect(() => keptPaths(planOf([decision('a', 'both')]), {})).toThrow(/neither version was chosen/)
    expect(() => keptPaths(planOf([decision('a', 'both')]), { 'home:a': 'nonsense' })).toThrow(
      /neither version was chosen/,
    )
    expect(keptPaths(planOf([decision('a', 'both')]), { 'home:a': 'keep' })).toEqual(['alice/a'])
  })

  it('hold while little more is deleted, and what came since is told', () => {
    const withTally = (facts: Partial<typeof tally>) =>
      homePlanWith({ base: 's1', taken: { tally: { ...tally, ...facts }, examples: [] } })
    const agreed = withTally({ deleted: 3, bytes: 100 })
    expect(changesOfPlan(agreed, withTally({ deleted: 23 }), {})).toEqual([])
    expect(changesOfPlan(agreed, withTally({ deleted: 24 }), {})).toEqual([
      '21 more items were deleted since the plan was made.',
    ])
    const renamed = { added: 500, changed: 21, deleted: 500, bytes: 0, count: 1, examples: [] }
    const taken = { tally: { ...tally, added: 500, deleted: 503 }, examples: [], renamed }
    expect(changesOfPlan(agreed, homePlanWith({ base: 's1', taken }), {})).toHaveLength(1)
    expect(newSince(agreed, withTally({ added: 400, changed: 2, deleted: 4, bytes: 3e8 }))).toEqual([
      '401 files, 0.3 GB more since the plan: copied too.',
      '1 more deleted since the plan.',
    ])
    expect(newSince(agreed, withTally({ deleted: 3, bytes: 4e8 }))).toEqual(['0.4 GB more since the plan: copied too.'])
    expect(newSince(agreed, agreed)).toEqual([])
  })

  it('hold as long as nothing new has to be decided', () => {
    const agreed = planOf([decision('a', 'both'), decision('b', 'only-there')])
    expect(changesOfPlan(agreed, planOf([decision('a', 'both')]), {})).toEqual([])
    expect(changesOfPlan(agreed, planOf([decision('a', 'only-there')]), {})).toHaveLength(1)
    expect(changesOfPlan(agreed, planOf([{ ...decision('a', 'both'), about: 'later' }]), {})).toEqual([])
    expect(changesOfPlan(agreed, planOf([decision('c', 'only-there')]), {})).toHaveLength(1)
    expect(changesOfPlan(agreed, planOf([], 's2'), {})).toHaveLength(1)
    expect(
      changesOfPlan(agreed, planOf([{ ...decision('b', 'only-there'), paths: ['alice/b', 'alice/x'] }]), {}),
    ).toHaveLength(1)
  })

  it('leave alone what is newer on the laptop that is taken, and are asked for again where many things are meant', () => {
    const [take, keep] = [{ 'home:a': 'take' }, { 'home:a': 'keep' }]
    const one = decision('a', 'both')
    const later = { ...one, aboutThere: 'later' }
    expect(changesOfPlan(planOf([one]), planOf([later]), take)).toEqual([])
    const agreed = asAgreed(planOf([one]), planOf([later]), take)
    expect(newerPaths(agreed)).toEqual(['alice/a'])
    expect(agreed.decisions.map((each) => choiceOf(each, take))).toEqual(['keep'])
    expect(keptPaths(agreed, take)).toEqual([])
    expect(newerPaths(asAgreed(planOf([one]), planOf([later]), keep))).toEqual([])
    expect(newerPaths(asAgreed(planOf([one]), planOf([one]), take))).toEqual([])
    const [many, manyLater] = [planOf([{ ...one, units: 30 }]), planOf([{ ...later, units: 30 }])]
    expect(changesOfPlan(many, manyLater, take)).toHaveLength(1)
    expect(changesOfPlan(many, manyLater, keep)).toEqual([])
    const vanished = planOf([{ ...one, kind: 'vanished' }])
    expect(changesOfPlan(vanished, planOf([{ ...later, kind: 'vanished' }]), take)).toHaveLength(1)
  })
})

describe('much that vanished', () => {
  const gone = (count: number, folder = 'alice/Documents') =>
    laterDifferences(
      Array.from({ length: count }, (_, index) => ({ path: `${folder}/${index}`, from: ['deleted'] as const })),
    )
  const movedTo = (path: string) => path.replace('/Documents/', '/Documents moved/')
  const asked = async (differences: readonly Difference[], entries: number, bytes = 1e9, moved: string[] = []) => {
    const { taken } = await collect(differences)
    const moves = moved.map((from) => ({ from, to: movedTo(from) }))
    const renames = await createRenames(moves, [])
    for (const one of differences) renames.note(one)
    const { went } = await renames.find(() => false)
    const decisions = await vanishedDecisions(taken, { there: { entries, bytes }, went }, 'alice')
    return { decisions, left: taken.tally.deleted }
  }

  it('is asked about by folder when it is more than a tenth of what is there', async () => {
    const { decisions, left } = await asked([...gone(150), ...gone(50, 'alice/Music')], 1_000)
    expect(decisions).toMatchObject([
      { id: 'home:Documents/-', kind: 'vanished', place: 'Documents', from: { deleted: 150 }, units: 150 },
      { id: 'home:Music/-', kind: 'vanished', from: { deleted: 50 } },
    ])
    expect(decisions[0]?.paths).toHaveLength(150)
    expect(left).toBe(0)
  })

  it('counts what came under another name, unless it is asked about', async () => {
    const names = ['alice/new/a', 'alice/new/b', 'alice/other']
    const differences = laterDifferences(names.map((path) => ({ path, from: ['added', { size: 300 }] as const })))
    const renamed = await createRenames(
      [
        { from: 'alice/old/a', to: 'alice/new/a' },
        { from: 'alice/old/b', to: 'alice/new/b' },
      ],
      [],
    )
    for (const one of differences) renamed.note(one)
    expect(await renamed.bytesOfNew(() => false)).toBe(600)
    expect(await renamed.bytesOfNew((key) => key.endsWith('a'))).toBe(300)
  })

  it('is not what is there under another name', async () => {
    const names = Array.from({ length: 150 }, (_, index) => `alice/Documents/${index}`)
    const decisionsOf = async (moved: string[]) => {
      const differences = laterDifferences([
        { path: 'alice/Documents', from: ['deleted', { type: 'd' }] },
        { path: 'alice/Documents moved', from: ['added', { type: 'd' }] },
        ...names.map((path) => ({ path, from: ['deleted'] as const })),
        ...moved.map((path) => ({ path: movedTo(path), from: ['added'] as const })),
      ])
      return (await asked(differences, 1_000, 1e9, moved)).decisions
    }
    expect(await decisionsOf(names)).toEqual([])
    expect(await decisionsOf(names.slice(0, 40))).toHaveLength(1)
  })

  it('is asked about by the name of each folder when whole ones are gone, and by their home when they are many', async () => {
    const whole = (folder: string) =>
      laterDifferences([
        { path: folder, from: ['deleted', { type: 'd' }] as const },
        { path: `${folder}/a`, from: ['deleted'] as const },
      ])
    const foldersOf = async (count: number) => {
      const names = Array.from({ length: count }, (_, index) => `alice/folder ${index + 100}`)
      return (await asked([...names.flatMap(whole), ...gone(1, 'alice')], 150)).decisions
    }
    const few = await foldersOf(60)
    expect(few).toHaveLength(61)
    expect(few[0]).toMatchObject({ place: 'folder 100', paths: ['alice/folder 100'], from: { deleted: 2 } })
    expect(await foldersOf(250)).toMatchObject([{ place: '/home/alice', units: 251 }])
  })

  it('goes without a question when it is little, of all that is there or by itself', async () => {
    expect(await asked(gone(150), 10_000)).toEqual({ decisions: [], left: 150 })
    expect(await asked(gone(19), 30)).toEqual({ decisions: [], left: 19 })
    const song = laterDifferences([{ path: 'alice/Music/a', from: ['deleted', { size: 19_000_000 }] }])
    expect((await asked(song, 10_000, 100_000_000)).decisions).toEqual([])
  })

  it('is asked about in a small home too', async () => {
    expect((await asked(gone(90), 200)).decisions).toMatchObject([{ kind: 'vanished', from: { deleted: 90 } }])
    const film = laterDifferences([{ path: 'alice/Films/a', from: ['deleted', { size: 30_000_000 }] }])
    expect((await asked(film, 10_000, 200_000_000)).decisions).toMatchObject([{ kind: 'vanished', units: 1 }])
  })

  it('is asked about too when it is few files, but a large part', async () => {
    const film = laterDifferences([{ path: 'alice/Films/a', from: ['deleted', { size: 200_000_000 }] }])
    const { decisions } = await asked(film, 10_000)
    expect(decisions).toMatchObject([
      { id: 'home:Films/a/-', paths: ['alice/Films/a'], versions: { to: { bytes: 2e8 } } },
    ])
  })

  it('needs a word of the person', () => {
    expect(safeDefaultOf({ kind: 'vanished', gitFolders: [] })).toBeUndefined()
  })
})

describe('files that make one thing', () => {
  const database: FileSet = { kind: 'database', paths: ['alice/z.db', 'alice/z.db-journal', 'alice/z.db-wal'] }
  const guest: FileSet = {
    kind: 'guest',
    name: 'win',
    paths: ['alice/VMs/x.qcow2', 'alice/.config/libvirt/qemu/win.xml', 'alice/.config/libvirt/qemu/save/win.save'],
  }
  const later = (differences: readonly Difference[], ...sets: readonly FileSet[]) =>
    decide(differences, false, [], { sets })
  const first = (differences: readonly Difference[], ...sets: readonly FileSet[]) =>
    decide(differences, true, [], { sets })

  it('are one question where one laptop has the main file anew, and the other one its log', async () => {
    const { decisions, taken } = await later(
      laterDifferences([
        { path: 'alice/z.db', from: ['changed'] },
        { path: 'alice/z.db-copy', from: ['added'] },
        { path: 'alice/z.db-journal', to: ['added'] },
        { path: 'alice/z.db-wal', to: ['added'] },
      ]),
      database,
    )
    expect(decisions).toMatchObject([{ kind: 'both', set: 'database', paths: database.paths, units: 1 }])
    expect(decisions.map(safeDefaultOf)).toEqual([undefined])
    expect(taken).toMatchObject({ added: 1, changed: 0 })
  })

  it('come and stay without a question as a whole where one laptop alone worked', async () => {
    const ours = laterDifferences([
      { path: 'alice/z.db', from: ['changed'] },
      { path: 'alice/z.db-wal', from: ['deleted'] },
    ])
    expect(await later(ours, database)).toMatchObject({ decisions: [], taken: { changed: 1, deleted: 1 } })
    const theirs = laterDifferences([{ path: 'alice/z.db-wal', to: ['added'] }])
    expect((await later(theirs, database)).decisions).toMatchObject([{ kind: 'only-there', paths: database.paths }])
  })

  it('are one question though they lie far apart, and what lies in between is decided by itself', async () => {
    const { decisions } = await later(
      laterDifferences([
        { path: 'alice/.config/libvirt/libvirt.conf', to: ['changed', other] },
        { path: 'alice/.config/libvirt/qemu/save/win.save', from: ['added'] },
        { path: 'alice/VMs/x.qcow2', to: ['changed', other] },
        { path: 'alice/VMs/y.txt', to: ['changed', other] },
      ]),
      guest,
    )
    expect(decisions.map(({ kind, subject, paths }) => ({ kind, subject, paths }))).toEqual([
      { kind: 'only-there', subject: '.config/libvirt', paths: ['alice/.config/libvirt'] },
      { kind: 'both', subject: 'Virtual machine win', paths: guest.paths },
      { kind: 'only-there', subject: 'VMs/y.txt', paths: ['alice/VMs/y.txt'] },
    ])
  })

  it('of a folder go with that folder', async () => {
    const inside: FileSet = { kind: 'database', paths: ['alice/new/z.db', 'alice/new/z.db-wal'] }
    const differences = laterDifferences(
      ['alice/new', ...inside.paths].map((path) => ({ path, to: ['added', path === 'alice/new' ? folder : {}] })),
    )
    expect(briefly((await later(differences, inside)).decisions)).toEqual(['only-there home:new'])
    const repository = laterDifferences([
      { path: 'alice/repo/z.db', from: ['changed'] },
      { path: 'alice/repo/z.db-wal', to: ['added'] },
    ])
    const inRepository: FileSet = { kind: 'database', paths: ['alice/repo/z.db', 'alice/repo/z.db-wal'] }
    const { decisions } = await decide(repository, false, ['alice/repo'], { sets: [inRepository] })
    expect(briefly(decisions)).toEqual(['both home:repo'])
  })

  it('are never of both laptops the first time, whether they are a folder, beside others, or in an application', async () => {
    const store: FileSet = { kind: 'database-folder', paths: ['alice/.config/App/store'] }
    const { decisions } = await first(
      firstDifferences([
        { path: 'alice/.config/App/own.conf', to: {} },
        { path: 'alice/.config/App/store/000005.log', to: {} },
        { path: 'alice/.config/App/store/CURRENT', from: {}, to: other },
        { path: 'alice/z.db', from: {}, to: other },
        { path: 'alice/z.db-wal', to: {} },
      ]),
      store,
      database,
    )
    expect(decisions.map(({ kind, paths, effects: { update, remove } }) => ({ kind, paths, update, remove }))).toEqual([
      { kind: 'first', paths: ['alice/.config/App'], update: 1, remove: 1 },
      { kind: 'first', paths: database.paths, update: 1, remove: 1 },
      { kind: 'only-there', paths: ['alice/.config/App/own.conf'], update: 0, remove: 1 },
    ])
  })

  it('have no second version beside them: half of one would stand there', async () => {
    const both = laterDifferences([{ path: 'alice/z.db', from: ['changed'], to: ['changed', other] }])
    const { decisions } = await later(both, database)
    expect(decisions[0]).not.toHaveProperty('plain')
    expect((await later(both)).decisions).toMatchObject([{ plain: [true] }])
  })

  it('are one where two guests have one image, on whichever laptop that was found', () => {
    const more: FileSet = { kind: 'image', paths: ['alice/VMs/x.qcow2', 'alice/VMs/base.qcow2'] }
    const third: FileSet = { kind: 'database', paths: ['alice/other.db'] }
    expect(joinFileSets([more, third, guest])).toEqual([
      third,
      { ...guest, paths: [...guest.paths, 'alice/VMs/base.qcow2'] },
    ])
  })
})
