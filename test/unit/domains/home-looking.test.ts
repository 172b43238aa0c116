/** What of a plan about /home can be looked at: all its lines, and what each question is about. */
import { describe, expect, it } from 'vitest'
import type { Answers } from '../../../src-main/contract/preview.ts'
import { effects } from '../../../src-main/contract/switch-calls.ts'
import { formatShared, keyOfPath } from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import type { Difference } from '../../../src-main/domains/home-sync/on-pair/compare/difference.ts'
import { browse, createIsAsked, rootOf } from '../../../src-main/domains/home-sync/on-pair/look/browse.ts'
import { createChangeLister } from '../../../src-main/domains/home-sync/on-pair/look/list-changes.ts'
import { lookAtHome } from '../../../src-main/domains/home-sync/on-pair/home-step.ts'
import {
  createKeptLines,
  createLineWriter,
  type PlanLines,
} from '../../../src-main/domains/home-sync/on-pair/look/plan-lines.ts'
import { createRenames } from '../../../src-main/domains/home-sync/on-pair/plan/renames.ts'
import { createUnits } from '../../../src-main/domains/home-sync/on-pair/plan/units.ts'
import { collectUnits, firstExamples } from '../../../src-main/domains/home-sync/on-pair/plan/collect-units.ts'
import type { HomeDecision, HomePlan } from '../../../src-main/domains/home-sync/on-pair/plan/plan.ts'
import type { Pair } from '../../../src-main/switch/step.ts'
import { homePlanWith, homeDecision } from './home-plans.ts'

type Kind = NonNullable<Difference['from']>['kind']
type Told = readonly [kind: Kind, size?: number, mtime?: number]

const usual = { mode: '644', user: 'alice', group: 'alice', leader: '', target: '' }
const sharedOf = ([, size = 10, mtime = 100]: Told, type: string) =>
  formatShared({ ...usual, type, size: type === 'f' ? size : 0, mtime: `${mtime}.0` })

function differs(path: string, from?: Told, to?: Told, type = 'f'): Difference {
  return {
    key: keyOfPath(`alice/${path}`),
    ...(from === undefined ? {} : { from: { kind: from[0], shared: sharedOf(from, type) } }),
    ...(to === undefined ? {} : { to: { kind: to[0], shared: sharedOf(to, type) } }),
  }
}

interface Renaming {
  readonly moved?: readonly (readonly [from: string, to: string])[]
  readonly alone?: readonly (readonly [from: string, to: string])[]
}

const inTreeOrder = (differences: readonly Difference[]) =>
  [...differences].sort((one, other) => (one.key < other.key ? -1 : 1))

async function renamesOf(differences: readonly Difference[], { moved = [], alone = [] }: Renaming) {
  const inHome = (pairs: typeof moved) => pairs.map(([from, to]) => ({ from: `alice/${from}`, to: `alice/${to}` }))
  const renames = await createRenames(inHome(moved), inHome(alone))
  for (const difference of inTreeOrder(differences)) renames.note(difference)
  return (await renames.find(() => false)).told
}

const noRenames = await renamesOf([], {})

function linesOf(differences: readonly Difference[], mostBytes?: number, renames = noRenames): PlanLines {
  const writer = createLineWriter(mostBytes)
  for (const difference of inTreeOrder(differences)) writer.add(difference)
  return writer.end('alice', renames)
}

const tally = { added: 0, changed: 0, deleted: 0, bytes: 0 }
const version = { files: 0, bytes: 0, newest: 0, newer: 0 }

const decision = (place: string, kind: HomeDecision['kind'], paths: readonly string[] = [place]) =>
  homeDecision(place, {
    ...{ id: `home:${place}${kind}`, kind, paths: paths.map((path) => `alice/${path}`), units: paths.length },
    ...{ from: tally, to: tally, versions: { from: version, to: version } },
  })

const planOf = (...decisions: readonly HomeDecision[]): HomePlan =>
  homePlanWith({ base: 's1', decisions: [...decisions] })

interface Wanted {
  readonly answers?: Answers
  readonly search?: string
  readonly only?: readonly (typeof effects)[number][]
  readonly offset?: number
  readonly limit?: number
}

async function list(plan: HomePlan, lines: PlanLines, wanted: Wanted = {}) {
  const { answers = {}, search = '', only = effects, offset = 0, limit = 200 } = wanted
  return createChangeLister(plan, lines).list({ answers, search, effects: [...only], offset, limit })
}

describe('the list of what a plan changes', () => {
  const letters = [
    differs('Documents/letters', ['deleted'], undefined, 'd'),
    ...Array.from({ length: 247 }, (_, index) => differs(`Documents/letters/${index}.txt`, ['deleted', 1_000])),
  ]
  const repository = Array.from({ length: 1_400 }, (_, index) =>
    differs(`work/repo-${String(index).padStart(4, '0')}`, ['added']),
  )

  it('names what goes first, with the files in it and their size', async () => {
    const { entries, counts } = await list(planOf(), linesOf([differs('a.txt', ['added', 5]), ...letters]))
    expect(entries[0]).toEqual({
      effect: 'remove',
      name: 'Documents/letters',
      kind: 'folder',
      detail: 'deleted, 247 files',
      bytes: 247_000,
      items: 248,
    })
    expect(counts).toEqual({ remove: 248, rename: 0, update: 0, add: 1, bytes: 5 })
  })

  it('has every line on one of its pages, and none twice', async () => {
    const lines = linesOf([...repository, ...letters])
    const names: string[] = []
    for (let offset = 0; ; offset += 500) {
      const { entries, total } = await list(planOf(), lines, { offset, limit: 500 })
      expect(total).toBe(1_648)
      if (entries.length === 0) break
      names.push(...entries.map(({ name }) => name))
    }
    expect(new Set(names).size).toBe(1_648)
    expect(names).toHaveLength(1_648)
  })

  it('finds a name that is far behind the first three hundred', async () => {
    const { total, entries } = await list(planOf(), linesOf(repository), { search: 'REPO-1299' })
    expect([total, entries.map(({ name }) => name)]).toEqual([1, ['work/repo-1299']])
  })

  it('can be of one effect alone, while its counts stay those of all', async () => {
    const { total, counts } = await list(planOf(), linesOf([...repository, ...letters]), { only: ['remove'] })
    expect([total, counts.add]).toEqual([248, 1_400])
  })

  it('follows the answers: what is kept is not in it, and what is deleted by a choice is', async () => {
    const plan = planOf(decision('mine', 'only-there'), decision('both', 'both'))
    const lines = linesOf([
      differs('mine', undefined, ['added', 30]),
      differs('both', ['changed', 40], ['changed', 50]),
      differs('gone', ['added']),
    ])
    const effectsOf = async (answers: Answers) =>
      (await list(plan, lines, { answers })).entries.map(({ effect, name }) => `${effect} ${name}`)
    expect(await effectsOf({})).toEqual(['add gone'])
    expect(await effectsOf({ 'home:mineonly-there': 'take', 'home:bothboth': 'take' })).toEqual([
      'remove mine',
      'update both',
      'add gone',
    ])
    expect(await effectsOf({ 'home:bothboth': 'keep' })).toEqual(['add gone'])
  })

  it('has nothing of a question that is open, also where one answer is usual', async () => {
    const plan = planOf(decision('both', 'first'))
    const lines = linesOf([differs('both', ['added', 40], ['added', 50]), differs('new', ['added'])])
    const namesOf = async (answers: Answers) => (await list(plan, lines, { answers })).entries.map(({ name }) => name)
    expect(await namesOf({})).toEqual(['new'])
    expect(await namesOf({ 'home:bothfirst': 'take' })).toEqual(['both', 'new'])
  })

  it('leaves out what turned out to be equal when it was read', async () => {
    const writer = createLineWriter()
    for (const one of [differs('a', ['changed'], ['changed']), differs('b', ['changed'])]) writer.add(one)
    writer.leaveOut([keyOfPath('alice/a')])
    expect((await list(planOf(), writer.end('alice', noRenames))).entries.map(({ name }) => name)).toEqual(['b'])
  })

  it('tells a rename once, and what else was done to the folder', async () => {
    const both = (name: string, type = 'f') => [
      differs(`letters/${name}`, ['deleted', 10], undefined, type),
      differs(`letters-2026/${name}`, ['added', 10], undefined, type),
    ]
    const differences = [
      differs('letters', ['deleted'], undefined, 'd'),
      differs('letters-2026', ['added'], undefined, 'd'),
      ...both('sub', 'd'),
      ...both('sub/c.odt'),
      ...both('empty', 'd'),
      ...['a.odt', 'd.odt'].flatMap((name) => both(name)),
      ...both('link', 'l'),
      // Written to, deleted and made since.
      differs('letters/b.odt', ['deleted', 10]),
      differs('letters-2026/b.odt', ['added', 30]),
      differs('letters/old.odt', ['deleted', 10]),
      differs('letters-2026/new.odt', ['added', 7]),
      differs('plan.md', ['deleted', 5]),
      differs('plan-2026.md', ['added', 5]),
      differs('gone', ['deleted']),
    ]
    const renames = await renamesOf(differences, {
      moved: ['a.odt', 'd.odt', 'sub/c.odt'].map((name) => [`letters/${name}`, `letters-2026/${name}`] as const),
      alone: [['plan.md', 'plan-2026.md']],
    })
    const lines = linesOf(differences, undefined, renames)
    const { entries, counts, total } = await list(planOf(), lines)
    expect(entries.map(({ effect, name, detail }) => `${effect} ${name}: ${detail}`)).toEqual([
      'remove gone: deleted',
      'remove letters/old.odt: deleted',
      'rename letters-2026: was letters, 8 items',
      'rename plan-2026.md: was plan.md',
      'update letters-2026/b.odt: changed',
      'add letters-2026/new.odt: new',
    ])
    expect(total).toBe(6)
    expect(counts).toEqual({ remove: 2, rename: 2, update: 1, add: 1, bytes: 37 })
    const found = async (wanted: Wanted) => (await list(planOf(), lines, wanted)).entries.map(({ name }) => name)
    expect(await found({ search: 'plan.md' })).toEqual(['plan-2026.md'])
    expect(await found({ only: ['rename'] })).toEqual(['letters-2026', 'plan-2026.md'])
    expect(await found({ offset: 3, limit: 2 })).toEqual(['plan-2026.md', 'letters-2026/b.odt'])
  })

  it('says so when there was more than it keeps', async () => {
    const many = linesOf(
      Array.from({ length: 20_000 }, (_, index) => differs(`f${index}`, ['added'])),
      1,
    )
    expect((await list(planOf(), many)).isWhole).toBe(false)
  })

  it('takes little room for what a first switch has', () => {
    const lines = linesOf(
      Array.from({ length: 50_000 }, (_, index) => differs(`photos/2026/IMG_${index}.jpg`, ['added'])),
    )
    expect(lines.isWhole).toBe(true)
    expect(lines.chunks).toBeGreaterThan(5)
  })
})

describe('the examples that a plan keeps of it', () => {
  it('begin with what is deleted, with its size', async () => {
    async function* all(): AsyncGenerator<Difference> {
      for (let index = 0; index < 400; index += 1) yield await Promise.resolve(differs(`a${1_000 + index}`, ['added']))
      yield differs('z', ['deleted'], undefined, 'd')
      yield differs('z/one', ['deleted', 70])
    }
    const sorting = { of: createUnits([], []), alwaysTaken: () => false, wasKept: () => false }
    const { taken } = await collectUnits(all(), sorting)
    const examples = firstExamples(taken)
    expect(examples).toHaveLength(300)
    expect(examples[0]).toMatchObject({ key: keyOfPath('alice/z'), kind: 'deleted', count: 2, bytes: 70 })
  })

  it('name what is deleted after many that turn out to be renamed', async () => {
    async function* all(): AsyncGenerator<Difference> {
      for (let index = 0; index < 400; index += 1)
        yield await Promise.resolve(differs(`a${1_000 + index}`, ['deleted']))
      yield differs('z', ['deleted'])
    }
    const mayBeRenamed = (key: string) => key !== keyOfPath('alice/z')
    const sorting = { of: createUnits([], []), alwaysTaken: () => false, wasKept: () => false, mayBeRenamed }
    const { taken } = await collectUnits(all(), sorting)
    const examples = firstExamples(taken, (key) => !mayBeRenamed(key))
    expect(examples.map(({ key }) => key)).toEqual([keyOfPath('alice/z')])
    expect(firstExamples(taken)).toHaveLength(300)
  })
})

describe('a folder that is asked about', () => {
  const asked = decision('work', 'both')
  const lines = linesOf([
    differs('before', ['added']),
    differs('work/a.txt', ['changed', 10, 300], ['changed', 20, 200]),
    differs('work/deep', undefined, ['added'], 'd'),
    differs('work/deep/only-there.txt', undefined, ['added', 7, 50]),
    differs('work/deep/deleted-there.txt', undefined, ['deleted', 9, 60]),
    differs('work/new.txt', ['added', 5, 400]),
    differs('zzz', ['added']),
  ])
  const plan = planOf(asked)
  const open = (path?: string, page = { offset: 0, limit: 100 }, of = asked) =>
    browse({ lines, isAsked: createIsAsked(plan, of), root: rootOf(of) }, path, page)

  it('is listed by name, with what each laptop has, and which is newer', async () => {
    const { path, entries, total } = await open()
    expect([path, total]).toEqual(['alice/work', 3])
    expect(entries.map(({ name, type }) => `${type} ${name}`)).toEqual(['folder deep', 'file a.txt', 'file new.txt'])
    expect(entries[1]).toEqual({
      name: 'a.txt',
      path: 'alice/work/a.txt',
      type: 'file',
      from: { files: 1, bytes: 10, changedAt: '1970-01-01T00:05:00.000Z' },
      to: { files: 1, bytes: 20, changedAt: '1970-01-01T00:03:20.000Z' },
      onlyFrom: 0,
      onlyTo: 0,
      differ: 1,
      newer: 'from',
    })
    expect(entries[2]).not.toHaveProperty('to')
  })

  it('counts in its folders what only one has, also what only one deleted', async () => {
    const [deep] = (await open()).entries
    expect(deep).toMatchObject({ onlyFrom: 1, onlyTo: 1, differ: 0, from: { bytes: 9 }, to: { bytes: 7 } })
    expect((await open('alice/work/deep')).entries.map(({ name }) => name)).toEqual([
      'deleted-there.txt',
      'only-there.txt',
    ])
  })

  it('says whether some of it may be missing because there were too many differences', async () => {
    const files = Array.from({ length: 20_000 }, (_, index) => differs(`work/f${index}`, ['added']))
    const many = [differs('before/a', ['added']), ...files]
    const whole = async (written: PlanLines, path?: string) =>
      (await browse({ lines: written, isAsked: () => true, root: '' }, path, { offset: 0, limit: 1 })).isWhole
    expect(await whole(linesOf(many))).toBe(true)
    const cut = linesOf(many, 1)
    expect([await whole(cut), await whole(cut, 'alice/work')]).toEqual([false, false])
    // All of it comes before the place where the list is cut.
    expect(await whole(cut, 'alice/before')).toBe(true)
  })

  it('is paged', async () => {
    const { entries, total } = await open(undefined, { offset: 1, limit: 1 })
    expect([entries.map(({ name }) => name), total]).toEqual([['a.txt'], 3])
  })

  it('lists a file that is asked about alone', async () => {
    const { entries } = await open(undefined, undefined, decision('work/a.txt', 'both'))
    expect(entries.map(({ path }) => path)).toEqual(['alice/work/a.txt'])
  })

  it('leaves to another question what that one is about', async () => {
    const extra = decision('work', 'only-there', ['work/deep'])
    const both = planOf(asked, extra)
    const names = async (of: HomeDecision) =>
      (
        await browse({ lines, isAsked: createIsAsked(both, of), root: rootOf(of) }, undefined, { offset: 0, limit: 9 })
      ).entries.map(({ name }) => name)
    expect(await names(asked)).toEqual(['a.txt', 'new.txt'])
    expect(await names(extra)).toEqual(['deleted-there.txt', 'only-there.txt'])
  })

  it('opens at what is around all that is asked about together', () => {
    expect(rootOf(decision('x', 'first', ['Documents/a/1', 'Documents/a/2', 'Documents/b']))).toBe(
      keyOfPath('alice/Documents'),
    )
  })
})

describe('looking at a file of /home', () => {
  it('is refused for what the question is not about', async () => {
    const plan = planOf(decision('work', 'both'))
    const laptops = {} as Pair
    const question = { id: 'home:workboth', subject: { kind: 'home', place: 'work' } } as const
    for (const path of ['alice/workshop', 'alice/.ssh/id_ed25519', 'bob/work']) {
      await expect(lookAtHome(laptops, plan, { question, path })).rejects.toMatchObject({ code: 'not-found' })
    }
  })
})

describe('what is kept of plans', () => {
  it('is that of the last two', () => {
    const kept = createKeptLines()
    const lines = ['1', '2', '3'].map((from) => {
      const one = linesOf([])
      kept.keep({ from, to: 't' }, one)
      return one
    })
    expect(['1', '2', '3'].map((from) => kept.of({ from, to: 't' }))).toEqual([undefined, lines[1], lines[2]])
  })

  it('is no more than fits into memory, the newest one always', () => {
    const many = () => linesOf(Array.from({ length: 2_000 }, (_, index) => differs(`f${index}`, ['added'])))
    const [first, second] = [many(), many()]
    const kept = createKeptLines(first.packedBytes + second.packedBytes - 1)
    kept.keep({ from: '1', to: 't' }, first)
    expect(kept.of({ from: '1', to: 't' })).toBe(first)
    kept.keep({ from: '2', to: 't' }, second)
    expect(['1', '2'].map((from) => kept.of({ from, to: 't' }))).toEqual([undefined, second])
  })
})
