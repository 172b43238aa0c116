/** The inventory made from the earlier one is the inventory that a full listing gives, whatever happened in between. */
import { execFileSync } from 'node:child_process'
import { lstatSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { exclusions } from '../../src-main/commons/home-exclusions/exclusions.ts'
import { createMatcher, type LiteralExclusion } from '../../src-main/domains/home-sync/exclusions/exclusion-matcher.ts'
import {
  isLeftOut,
  keyOfRecord,
  type InventoryEntry,
} from '../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import {
  createInventoryWriter,
  type InventoryWriter,
} from '../../src-main/domains/home-sync/on-machine/inventory/inventory-writer.ts'
import type { Inventory } from '../../src-main/domains/home-sync/on-machine/inventory/outline-file.ts'
import type { OwnRules } from '../../src-main/domains/home-sync/exclusions/person-rule.ts'
import { listInventory } from '../../src-main/domains/home-sync/on-machine/scan/list-inventory.ts'
import type { Special } from '../../src-main/domains/home-sync/inventory/special.ts'
import { updateInventory, type FrozenTree } from '../../src-main/domains/home-sync/on-machine/scan/update-inventory.ts'
import { parsePersonRules } from '../../src-main/domains/home-sync/on-pair/exclusions/rules-file.ts'
import { isLong, seed as runSeed } from '../how-long.ts'
import { createRandom, type Random } from '../random.ts'
import { homeWork } from './home-work.ts'
import { makeLoopBtrfs, sh } from './loop-btrfs.ts'
import { createWorker } from './random-work.ts'
import { forEachTest } from './while-tested.ts'

const disk = forEachTest(() => makeLoopBtrfs(1024))
let live: string
let nested: string[]
let made = 0
const at = (...names: readonly string[]) => path.join(live, ...names)

beforeEach(() => {
  live = path.join(disk.top, 'home')
  sh('btrfs', '-q', 'subvolume', 'create', live)
  for (const folder of ['alice', 'around']) mkdirSync(at(folder))
  nested = ['around/inner', 'bob']
  for (const each of nested) sh('btrfs', '-q', 'subvolume', 'create', at(each))
})

/** One tree, in which nested subvolumes stand in their places. */
function freeze(): FrozenTree {
  const root = path.join(disk.top, `frozen-${(made += 1)}`)
  sh('btrfs', '-q', 'subvolume', 'snapshot', live, root)
  const places = nested.toSorted().map((each) => {
    const place = path.join(root, each)
    const { atime, mtime } = lstatSync(path.dirname(place))
    rmdirSync(place)
    sh('btrfs', '-q', 'subvolume', 'snapshot', at(each), place)
    utimesSync(path.dirname(place), atime, mtime)
    return place
  })
  for (const place of [...places.reverse(), root]) sh('btrfs', 'property', 'set', '-ts', place, 'ro', 'true')
  return { root, subvolumes: ['', ...nested] }
}

interface Listed extends FrozenTree {
  readonly inventory: Inventory
  readonly specials: readonly Special[]
  readonly known: readonly LiteralExclusion[]
  readonly own: OwnRules
}

/** Far shorter stretches than usual, so that some are taken over as they stand. */
const isCutAfter = (entry: InventoryEntry) => !isLeftOut(entry) && entry.key.charCodeAt(entry.key.length - 1) % 3 === 0

async function write(rules: string, by: (writer: InventoryWriter) => Promise<void>): Promise<Inventory> {
  const file = path.join(disk.folder, `inventory-${(made += 1)}`)
  const writer = createInventoryWriter(file, { isCutAfter })
  await by(writer)
  return { file, rules, stretches: writer.close() }
}

const rulesOf = (lines: readonly string[]): OwnRules => ({
  home: 'alice',
  rules: parsePersonRules(lines.join('\n')).rules,
})

async function list(
  tree: FrozenTree,
  known: readonly LiteralExclusion[] = [],
  lines: readonly string[] = [],
): Promise<Listed> {
  const own = rulesOf(lines)
  const folder = path.join(disk.folder, 'state')
  mkdirSync(folder, { recursive: true })
  const frozen = { root: tree.root, nested: tree.subvolumes.slice(1) }
  const request = { frozen, rules: exclusions, own, known, folder }
  let specials: readonly Special[] = []
  const inventory = await write(lines.join(), async (writer) => {
    specials = (await listInventory(request, (entry) => writer.write(entry), {})).specials
  })
  return { ...tree, inventory, specials, known, own }
}

async function update(before: Listed, now: Listed) {
  const { known, own } = now
  const { rules } = now.inventory
  const isExcluded = createMatcher(exclusions, known, own)
  let outcome: Awaited<ReturnType<typeof updateInventory>> | undefined
  const inventory = await write(rules, async (writer) => {
    outcome = await updateInventory({ before, now, rules, known, isExcluded }, writer, {})
  })
  return { outcome, inventory }
}

/** In order, without the NUL at their end. */
function recordsOf({ file, stretches }: Inventory): readonly string[] {
  const bytes = readFileSync(file)
  return stretches.flatMap(({ start, end }) => bytes.toString('latin1', start, end - 1).split('\0'))
}

/** Where a stretch stands in its file is its own affair. */
const summed = ({ stretches }: Inventory) => stretches.map((stretch) => ({ ...stretch, start: 0, end: 0 }))

async function expectSame(before: Listed, now: Listed, hint: string): Promise<number> {
  const { outcome, inventory } = await update(before, now)
  if (before.inventory.rules !== now.inventory.rules) {
    expect({ outcome, stretches: inventory.stretches }).toEqual({ outcome: { walk: 'other-rules' }, stretches: [] })
    return -1
  }
  const [ours, full] = [recordsOf(inventory), recordsOf(now.inventory)]
  const [known, wanted] = [new Set(ours), new Set(full)]
  expect(
    { missing: full.filter((record) => !known.has(record)), wrong: ours.filter((record) => !wanted.has(record)) },
    hint,
  ).toEqual({ missing: [], wrong: [] })
  expect(ours, hint).toEqual(full)
  expect(summed(inventory), hint).toEqual(summed(now.inventory))
  const specialsOf = (some: readonly Special[] = []) => some.map(({ kind, path }) => `${kind} ${path}`).sort()
  const found = outcome !== undefined && 'specials' in outcome ? outcome.specials : undefined
  expect(specialsOf(found), hint).toEqual(specialsOf(now.specials))
  return outcome !== undefined && 'touched' in outcome ? outcome.touched : -1
}

function randomExceptions(random: Random): readonly LiteralExclusion[] {
  const paths = ['alice/a', 'alice/b', 'bob/letter', 'bob/a', 'around', 'bob']
  return paths.filter(() => random.below(12) === 0).map((each) => ({ path: each, kind: 'elsewhere' as const }))
}

/** Of alice; what they name comes and goes. */
function randomLines(random: Random): readonly string[] {
  const lines = ['/a', '/b', '!/a/b', '!/.cache', '!/.cache/a', '/a/*', 'c', '*1', '!/a/b/c', '/b/a', '!/b/a/b']
  return lines.filter(() => random.below(3) === 0)
}

describe('an inventory made from the earlier one', () => {
  const histories = isLong ? 50 : 1
  const steps = isLong ? 40 : 18
  it.each(Array.from({ length: histories }, (_none, index) => index))(
    'is what a full listing gives, whatever was done in between (%i)',
    async (history) => {
      const seed = runSeed + history
      const random = createRandom(seed)
      const roots = ['alice', 'bob', 'around/inner'].map((each) => createWorker(at(each), random, homeWork(random)))
      const known: Listed[] = []
      let lines: readonly string[] = []
      for (let step = 0; step < steps; step += 1) {
        for (const worker of roots) if (random.below(3) > 0) worker.work(random.below(step === 0 ? 60 : 12))
        const exceptions = random.below(3) === 0 ? randomExceptions(random) : []
        if (random.below(6) === 0) lines = randomLines(random)
        const now = await list(freeze(), exceptions, lines)
        const before = random.below(4) === 0 ? random.pick(known) : known.at(-1)
        if (before !== undefined) await expectSame(before, now, `seed ${seed}, step ${step}`)
        known.push(now)
      }
    },
  )
})

describe('one thing at a time', () => {
  const after = async (work: () => void) => {
    const before = await list(freeze())
    work()
    const now = await list(freeze())
    return expectSame(before, now, '')
  }

  it('looks at nothing again but the folders in which a subvolume was put when nothing was done', async () => {
    for (let n = 0; n < 50; n += 1) writeFileSync(at(`alice/${n}`), '')
    expect(await after(() => undefined)).toBeLessThanOrEqual(4)
  })

  it('sees what changed but a time', async () => {
    writeFileSync(at('alice/a'), '')
    mkdirSync(at('alice/folder'))
    await after(() => sh('touch', '-d', '2001-02-03', at('alice/a'), at('alice/folder')))
  })

  it('leaves out links that are locks of programs, where one comes, stays, goes, or becomes another link', async () => {
    sh('ln', '-s', '127.0.1.1:+42', at('alice/lock'))
    sh('ln', '-s', 'alice@p17.42:1764230000', at('alice/.#plan'))
    writeFileSync(at('alice/other'), '')
    await after(() => {
      mkdirSync(at('alice/x'))
      sh('ln', '-s', '127.0.1.1:+43', at('alice/x/lock'))
      rmSync(at('alice/.#plan'))
    })
    await after(() => sh('ln', '-sfn', 'other', at('alice/lock')))
    const left = (await list(freeze())).inventory.stretches.flatMap(({ leftOut }) => leftOut)
    expect(left.filter((key) => key.includes('lock') || key.includes('#'))).toEqual(['alice\u0001x\u0001lock'])
  })

  it('has to be told to list all of it when a subvolume comes or goes, or is another one', async () => {
    const before = await list(freeze())
    sh('btrfs', '-q', 'subvolume', 'create', at('alice/third'))
    nested.push('alice/third')
    const three = await list(freeze())
    expect((await update(before, three)).outcome).toEqual({ walk: 'other-subvolumes' })
    expect((await update(three, before)).outcome).toEqual({ walk: 'other-subvolumes' })
    sh('btrfs', '-q', 'subvolume', 'delete', at('alice/third'))
    sh('btrfs', '-q', 'subvolume', 'create', at('alice/third'))
    const { outcome, inventory } = await update(three, await list(freeze()))
    expect({ outcome, stretches: inventory.stretches }).toEqual({ outcome: { walk: 'not-told' }, stretches: [] })
  })

  it('has to be told to list all of it when the tree is a folder in a subvolume', async () => {
    const alice = ({ root }: FrozenTree) => list({ root: path.join(root, 'alice'), subvolumes: [''] })
    const { outcome } = await update(await alice(freeze()), await alice(freeze()))
    expect(outcome).toEqual({ walk: 'not-told' })
  })

  it('says that listing all of it is quicker when more changed than there was', async () => {
    const before = await list(freeze())
    execFileSync('bash', ['-euc', 'mkdir many; cd many; for n in {1..120}; do mkdir $n; touch $n/{1..50}; done'], {
      cwd: at('alice'),
    })
    const { outcome, inventory } = await update(before, await list(freeze()))
    expect({ outcome, stretches: inventory.stretches }).toEqual({ outcome: { walk: 'too-much' }, stretches: [] })
  })

  it('has to be told to list all of it when something new lies too deep for a path', async () => {
    const before = await list(freeze())
    execFileSync(
      'bash',
      ['-euc', 'n=$(printf "%0200d" 0); for i in {1..25}; do mkdir "$n"; cd -P "$n"; done; touch file'],
      {
        cwd: at('alice'),
      },
    )
    expect((await update(before, await list(freeze()))).outcome).toEqual({ walk: 'not-told' })
  })

  it('keeps the first of several names right when a folder with one of them is moved out of sight and back', async () => {
    mkdirSync(at('alice/a'))
    mkdirSync(at('alice/.cache'))
    writeFileSync(at('alice/a/one'), 'x')
    sh('ln', at('alice/a/one'), at('alice/two'))
    sh('ln', at('alice/a/one'), at('alice/zero'))
    await after(() => {
      renameSync(at('alice/a'), at('alice/.cache/a'))
    })
    await after(() => {
      renameSync(at('alice/.cache/a'), at('alice/b'))
    })
  })

  it('follows the rules where nothing changed but what they leave out', async () => {
    mkdirSync(at('alice/a'))
    writeFileSync(at('alice/a/one'), 'x')
    sh('mknod', at('alice/a/null'), 'c', '1', '3')
    sh('ln', at('alice/a/one'), at('alice/two'))
    sh('ln', at('alice/a/one'), at('alice/three'))
    const tree = freeze()
    const all = await list(tree)
    const less = await list(tree, [{ path: 'alice/a', kind: 'elsewhere' }])
    expect(recordsOf(less.inventory)).not.toEqual(recordsOf(all.inventory))
    await expectSame(all, less, 'left out')
    await expectSame(less, all, 'no longer left out')
  })

  it('follows the lines of the person, whatever they named before', async () => {
    for (const folder of ['big/deep/kept', 'big/deep/other', '.cache/program/wanted', 'tree/node_modules/x']) {
      mkdirSync(at('alice', folder), { recursive: true })
      writeFileSync(at('alice', folder, 'file'), folder)
    }
    sh('ln', at('alice/big/deep/kept/file'), at('alice/zero'))
    sh('ln', at('alice/big/deep/kept/file'), at('alice/big/also'))
    const tree = freeze()
    const lines = [
      [],
      ['/big'],
      ['/big', '!/big/deep/kept'],
      ['!/.cache/program/wanted', 'node_modules'],
      ['!/.cache', '!/tree/node_modules/x', 'node_modules'],
      ['/big/*', '/zero'],
    ]
    const listed: Listed[] = []
    for (const some of lines) listed.push(await list(tree, [], some))
    const paths = listed.map(({ inventory }) =>
      recordsOf(inventory).map((record) => keyOfRecord(record).replaceAll('\u0001', '/')),
    )
    expect(paths[1]?.filter((path) => path.startsWith('alice/big'))).toEqual(['alice/big'])
    expect(paths[2]).toContain('alice/big/deep/kept/file')
    expect(listed[2] === undefined ? [] : recordsOf(listed[2].inventory)).toContain(
      'alice\u0001big\u0001deep\u0001other\u0001\u0001X',
    )
    expect(paths[3]?.filter((path) => path.includes('wanted'))).toHaveLength(2)
    expect(paths[4]).toContain('alice/tree/node_modules/x/file')
    for (const before of listed) for (const now of listed) await expectSame(before, now, 'other lines')
  })

  it('follows what changes in a subvolume that a line leaves out, or some of it', async () => {
    mkdirSync(at('alice/big'))
    sh('btrfs', '-q', 'subvolume', 'create', at('alice/big/inner'))
    nested.push('alice/big/inner')
    for (const name of ['one', 'two']) writeFileSync(at('alice/big/inner', name), name)
    const lines = [[], ['/big'], ['/big', '!/big/inner/one'], ['/big/inner']]
    for (const [step, some] of lines.entries()) {
      const before = await list(freeze(), [], some)
      writeFileSync(at('alice/big/inner/two'), `changed ${step}`)
      await expectSame(before, await list(freeze(), [], some), `step ${step}`)
    }
  })

  it('asks nothing about a subvolume in what is left out', async () => {
    mkdirSync(at('alice/.cache'))
    sh('btrfs', '-q', 'subvolume', 'create', at('alice/.cache/third'))
    nested.push('alice/.cache/third')
    await after(() => {
      sh('btrfs', '-q', 'subvolume', 'delete', at('alice/.cache/third'))
      sh('btrfs', '-q', 'subvolume', 'create', at('alice/.cache/third'))
    })
  })

  it('counts the device at the very place of an exception that comes, stays and goes', async () => {
    sh('mknod', at('alice/null'), 'c', '1', '3')
    const tree = freeze()
    const exceptions = [{ path: 'alice/null', kind: 'elsewhere' as const }]
    const [all, less, stillLess] = [await list(tree), await list(tree, exceptions), await list(tree, exceptions)]
    expect([all, less].map(({ specials }) => specials.length)).toEqual([1, 0])
    await expectSame(all, less, 'left out')
    expect(await expectSame(less, stillLess, 'left out before')).toBe(0)
    await expectSame(stillLess, all, 'no longer left out')
  })

  it('counts device files, those that went and those that came', async () => {
    sh('mknod', at('alice/null'), 'c', '1', '3')
    mkdirSync(at('alice/folder'))
    sh('mknod', at('alice/folder/zero'), 'c', '1', '5')
    sh('mknod', at('bob/null'), 'c', '1', '3')
    await after(() => {
      rmSync(at('alice/folder'), { recursive: true })
      rmSync(at('bob/null'))
      sh('mknod', at('bob/disk'), 'b', '7', '0')
    })
  })
})
