import { afterEach, expect, it } from 'vitest'
import type { Scan } from '../../../src-main/domains/home-sync/on-pair/compare/read-entries.ts'
import { roomBlockers } from '../../../src-main/domains/home-sync/on-pair/plan/room-blockers.ts'
import { identifyFiles } from '../../../src-main/domains/home-sync/proof-verbs.ts'
import { readFetched } from '../../../src-main/domains/home-sync/verbs.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine, type MemoryMachine } from '../machine/memory-machine.ts'

const scanId = '6f1c1a3e-2f0c-4f0a-9d0e-8f4f5b1c2d3e'
const identityOf = (size: number, changed = '1795161720.5') =>
  `${changed} 300 f 644 alice alice ${String(size)} 1795161720.5 0 `

let machines: readonly MemoryMachine[] = []
afterEach(() => machines.forEach(({ machine }) => machine.close()))

/** 5,000 bytes are to come, and 2,000 are free. */
async function blockersWith(
  fetched: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
  placed: Readonly<Record<string, string>> = {},
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
  const scans = { from: { scanId, freeBytes: 0 } as Scan, to: { scanId, freeBytes: 2_000 } as Scan }
  return roomBlockers({ from: from.machine, to: to.machine }, 5_000, scans, {})
}

it('has room for what was fetched before, as its blocks are there already', async () => {
  const files = { 'alice/a': identityOf(2_000), 'alice/b': identityOf(1_500) }
  expect(await blockersWith(files, files)).toEqual([])
})

it('has none for what is in its place already: it is not among what is to come, and deleting it there frees nothing', async () => {
  const fetched = { 'alice/a': identityOf(2_000), 'alice/b': identityOf(1_500) }
  const placed = { 'alice/a': identityOf(2_000, '1795162000.5').replace(' 300 ', ' 917 ') }
  const [blocker] = await blockersWith(fetched, fetched, placed)
  expect(blocker?.text).toContain('Needs 3.5 kB, but only 2.0 kB are free')
})

it('has none for what was fetched and is another file by now, or gone', async () => {
  const fetched = { 'alice/a': identityOf(2_000), 'alice/b': identityOf(1_500), 'alice/c': identityOf(1_000) }
  const now = { 'alice/a': identityOf(2_000), 'alice/b': identityOf(1_500, '1795161999.5') }
  const [blocker, ...others] = await blockersWith(fetched, now)
  expect(others).toEqual([])
  expect(blocker).toMatchObject({ title: expect.stringContaining('too little space') as unknown })
  expect(blocker?.text).toContain('Needs 3.0 kB, but only 2.0 kB are free')
})
