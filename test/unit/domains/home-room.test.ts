import { afterEach, expect, it } from 'vitest'
import type { ToldScan } from '../../../src-main/domains/home-sync/on-pair/compare/read-entries.ts'
import { neededRoom } from '../../../src-main/domains/home-sync/on-pair/plan/needed-room.ts'
import { identifyFiles } from '../../../src-main/domains/home-sync/proof-verbs.ts'
import { readFetched } from '../../../src-main/domains/home-sync/verbs.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine, type MemoryMachine } from '../machine/memory-machine.ts'

const scanId = '6f1c1a3e-2f0c-4f0a-9d0e-8f4f5b1c2d3e'
const identityOf = (size: number, changed = '1795161720.5') =>
  `${changed} 300 f 644 alice alice ${String(size)} 1795161720.5 0 `

let machines: readonly MemoryMachine[] = []
afterEach(() => machines.forEach(({ machine }) => machine.close()))

/** Of 5,000 bytes that are to come. */
async function neededWith(
  fetched: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
  placed: Readonly<Record<string, string>> = {},
  renamed = 0,
) {
  const from = await memoryMachine('p17', [
    answer(identifyFiles, ({ paths }) => Promise.resolve({ identities: paths.map((path) => now[path] ?? '') })),
  ])
  const to = await memoryMachine('xps', [
    answer(identifyFiles, ({ paths }) => Promise.resolve({ identities: paths.map((path) => placed[path] ?? '') })),
    answer(readFetched, () =>
      Promise.resolve({ files: Object.entries(fetched).map(([path, identity]) => ({ path, identity })) }),
    ),
  ])
  machines = [from, to]
  const scans = {
    from: { scanId, freeBytes: 0 } as ToldScan,
    to: { scanId, freeBytes: 20_000, fileSystem: 'disk' } as ToldScan,
  }
  return neededRoom({ from: from.machine, to: to.machine }, { bytes: 5_000, renamed }, scans, {})
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
  expect(await neededWith({}, {}, {}, 4_000)).toMatchObject({ room: { bytes: 1_000 }, fetchedBytes: 4_000 })
})
