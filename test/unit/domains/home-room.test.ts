import { afterEach, expect, it } from 'vitest'
import type { ToldScan } from '../../../src-main/domains/home-sync/on-pair/compare/read-entries.ts'
import { createLargest, neededRoom } from '../../../src-main/domains/home-sync/on-pair/plan/needed-room.ts'
import { estimateHome } from '../../../src-main/domains/home-sync/on-pair/plan/preview.ts'
import { bytesOf, type Difference } from '../../../src-main/domains/home-sync/on-pair/compare/difference.ts'
import { withStoredBytes } from '../../../src-main/domains/home-sync/on-pair/compare/stored-bytes.ts'
import { collectUnits } from '../../../src-main/domains/home-sync/on-pair/plan/collect-units.ts'
import { findSparse } from '../../../src-main/domains/home-sync/scan-verbs.ts'
import { identifyFiles } from '../../../src-main/domains/home-sync/proof-verbs.ts'
import { readFetched } from '../../../src-main/domains/home-sync/verbs.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine, type MemoryMachine } from '../machine/memory-machine.ts'
import { homePlanWith } from './home-plans.ts'

const scanId = '6f1c1a3e-2f0c-4f0a-9d0e-8f4f5b1c2d3e'
const identityOf = (size: number, changed = '1795161720.5') =>
  `${changed} 300 f 644 alice alice ${String(size)} 1795161720.5 0 `

let machines: readonly MemoryMachine[] = []
afterEach(() => machines.forEach(({ machine }) => machine.close()))

/** What these files take of the disk: all others have no holes. */
const sparse = (stored: Readonly<Record<string, number>>) =>
  answer(findSparse, ({ paths }) =>
    Promise.resolve({
      files: paths.flatMap((path) => (path in stored ? [{ path, storedBytes: stored[path] ?? 0 }] : [])),
    }),
  )

/** Of 5,000 bytes that are to come, or so many. */
async function neededWith(
  fetched: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
  placed: Readonly<Record<string, string>> = {},
  {
    renamed = 0,
    bytes = 5_000,
    stored = {},
    isRenamed,
  }: {
    readonly renamed?: number
    readonly bytes?: number
    readonly stored?: Readonly<Record<string, number>>
    readonly isRenamed?: true
  } = {},
) {
  const from = await memoryMachine('p17', [
    answer(identifyFiles, ({ paths }) => Promise.resolve({ identities: paths.map((path) => now[path] ?? '') })),
    sparse(stored),
  ])
  const to = await memoryMachine('xps', [
    answer(identifyFiles, ({ paths }) => Promise.resolve({ identities: paths.map((path) => placed[path] ?? '') })),
    answer(readFetched, () =>
      Promise.resolve({
        files: Object.entries(fetched).map(([path, identity]) => ({
          ...{ path, identity },
          ...(isRenamed === undefined ? {} : { isRenamed }),
        })),
      }),
    ),
  ])
  machines = [from, to]
  const scans = {
    from: { scanId, freeBytes: 0 } as ToldScan,
    to: { scanId, freeBytes: 20_000, fileSystem: 'disk' } as ToldScan,
  }
  return neededRoom({ from: from.machine, to: to.machine }, { bytes, renamed, largest: [] }, scans, {})
}

it('needs no room for what was fetched before, as its blocks are there already', async () => {
  const files = { 'alice/a': identityOf(2_000), 'alice/b': identityOf(1_500) }
  expect(await neededWith(files, files)).toEqual({
    room: { bytes: 1_500, freeBytes: 20_000, fileSystem: 'disk' },
    fetchedBytes: 3_500,
  })
})

it('needs it where that is in its place already: it is not among what is to come, and deleting it there frees nothing', async () => {
  const fetched = { 'alice/a': identityOf(2_000), 'alice/b': identityOf(1_500) }
  const placed = { 'alice/a': identityOf(2_000, '1795162000.5').replace(' 300 ', ' 917 ') }
  expect(await neededWith(fetched, fetched, placed)).toMatchObject({ room: { bytes: 3_500 } })
})

it('needs it for what was fetched and is another file by now, or gone', async () => {
  const fetched = { 'alice/a': identityOf(2_000), 'alice/b': identityOf(1_500), 'alice/c': identityOf(1_000) }
  const now = { 'alice/a': identityOf(2_000), 'alice/b': identityOf(1_500, '1795161999.5') }
  expect(await neededWith(fetched, now)).toMatchObject({ room: { bytes: 3_000 } })
})

it('needs no room for what is there under an earlier name, nor does it cross', async () => {
  expect(await neededWith({}, {}, {}, { renamed: 4_000 })).toMatchObject({
    room: { bytes: 1_000 },
    fetchedBytes: 4_000,
  })
})

it('counts once what is there under an earlier name, and was brought under the new one before', async () => {
  const files = { 'alice/a': identityOf(2_000) }
  expect(await neededWith(files, files, {}, { renamed: 2_000, isRenamed: true })).toMatchObject({ fetchedBytes: 2_000 })
})

it('tells how long it takes without what is there under an earlier name, once', () => {
  const taken = { added: 20, changed: 0, deleted: 10, bytes: 20e9 }
  const renamed = { added: 10, changed: 0, deleted: 10, bytes: 10e9, count: 1, examples: [] }
  const plan = homePlanWith({ taken: { tally: taken, examples: [], renamed }, fetchedBytes: 10e9 })
  expect(estimateHome(plan, {})).toMatchObject({ bytes: 10e9 })
})

it('counts of a file that was fetched what it takes of the disk: a longer one with holes gives no room to the others', async () => {
  const files = { 'alice/disk.raw': identityOf(214_748_364_800) }
  const stored = { 'alice/disk.raw': 4_096 }
  expect(await neededWith(files, files, {}, { bytes: 30_000_000, stored })).toMatchObject({
    room: { bytes: 30_000_000 - 4_096 },
    fetchedBytes: 4_096,
  })
})

const added = (key: string, size: number): Difference => ({
  key,
  from: { kind: 'added', shared: `f 644 alice alice ${String(size)} 1795161720.5 0 ` },
})

async function* streamOf(...all: readonly Difference[]): AsyncGenerator<Difference> {
  for (const each of all) yield await Promise.resolve(each)
}

async function storedOf(differences: readonly Difference[], stored: Readonly<Record<string, number>>) {
  const from = await memoryMachine('p17', [sparse(stored)])
  const to = await memoryMachine('xps', [sparse({})])
  machines = [from, to]
  const sides = { from: { machine: from.machine, scan: { scanId } }, to: { machine: to.machine, scan: { scanId } } }
  return withStoredBytes(streamOf(...differences), sides, {})
}

it('takes a file with holes for what it has on the disk: 200 GB with 4 KB in it need 4 KB', async () => {
  const coming = [
    added('alice\u0001VMs\u0001disk.raw', 214_748_364_800),
    added('alice\u0001VMs\u0001full.raw', 30_000_000),
    added('alice\u0001note', 12),
  ]
  const { taken } = await collectUnits(await storedOf(coming, { 'alice/VMs/disk.raw': 4_096, 'alice/note': 0 }), {
    of: { keyOf: (key) => key, spreadOf: () => undefined },
    alwaysTaken: () => false,
    wasKept: () => false,
  })
  expect(taken.tally).toMatchObject({ added: 3, bytes: 4_096 + 30_000_000 + 12 })
})

it('asks what files with holes take some at a time, and keeps their order', async () => {
  const names = Array.from({ length: 12_001 }, (_, index) => String(index).padStart(6, '0'))
  const differences = await storedOf(
    names.map((name) => added(name, 2_000_000)),
    { '000000': 1, '005000': 2, '012000': 3 },
  )
  const found: Difference[] = []
  for await (const difference of differences) found.push(difference)
  expect(found.map(({ key }) => key)).toEqual(names)
  const sparseOnes = found.filter(({ from }) => from?.storedBytes !== undefined)
  expect(sparseOnes.map(({ key, from }) => [key, from && bytesOf(from)])).toEqual([
    ['000000', 1],
    ['005000', 2],
    ['012000', 3],
  ])
})

it('names the largest of what comes, without what is asked about', async () => {
  const largest = createLargest()
  const names = Array.from({ length: 500 }, (_, index) => added(`small${String(index)}`, 21_000_000))
  const more = [added('a', 3e9), added('asked', 9e9), added('b', 5e9), added('c', 4e9), added('little', 1_000)]
  for await (const difference of largest.through(streamOf(...names, ...more))) expect(difference.key).not.toBe('')
  expect(
    largest.named(
      (key) => key === 'asked',
      (key) => `~/${key}`,
    ),
  ).toEqual([
    { name: '~/b', bytes: 5e9 },
    { name: '~/c', bytes: 4e9 },
    { name: '~/a', bytes: 3e9 },
  ])
})
