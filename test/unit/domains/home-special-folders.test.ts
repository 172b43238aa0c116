import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { keyOfPath } from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import { findSpecialFolders } from '../../../src-main/domains/home-sync/on-machine/scan/answers.ts'
import { homeItem } from '../../../src-main/domains/home-sync/on-pair/compare/home-proof.ts'
import type { ToldScan } from '../../../src-main/domains/home-sync/on-pair/compare/read-entries.ts'
import { createUnits } from '../../../src-main/domains/home-sync/on-pair/plan/units.ts'
import { collectUnits } from '../../../src-main/domains/home-sync/on-pair/plan/collect-units.ts'
import { memoryMachine } from '../machine/memory-machine.ts'
import { homePlanWith, nothingDiffers } from './home-plans.ts'

let root: string
let servers: Server[]

async function socketAt(path: string): Promise<void> {
  const server = createServer().listen(join(root, path))
  await once(server, 'listening')
  servers.push(server)
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'sp-'))
  servers = []
  for (const folder of ['alone/deep', 'mixed/sub', 'empty']) mkdirSync(join(root, 'alice', folder), { recursive: true })
  writeFileSync(join(root, 'alice/mixed/file'), '')
  for (const path of ['alice/alone/one', 'alice/alone/deep/two', 'alice/mixed/sub/three', 'alice/mixed/four'])
    await socketAt(path)
})
afterAll(() => {
  for (const server of servers) server.close()
  rmSync(root, { recursive: true })
})

it('are those that hold sockets and such folders, and nothing else', () => {
  const specials = [
    'alice/alone/one',
    'alice/alone/deep/two',
    'alice/mixed/sub/three',
    'alice/mixed/four',
    'alice/gone/s',
  ]
  expect(findSpecialFolders(root, specials)).toEqual(['alice/alone', 'alice/alone/deep', 'alice/mixed/sub'])
})

it('are no question, and stay', async () => {
  const there = async function* () {
    await Promise.resolve()
    for (const path of ['alice/alone', 'alice/alone/deep', 'alice/other'])
      yield { key: keyOfPath(path), to: { kind: 'added' as const, shared: 'd 755 alice alice 0 1.0 0 ' } }
  }
  const { units, taken } = await collectUnits(there(), {
    of: createUnits([], []),
    alwaysTaken: () => false,
    wasKept: (key) => key.startsWith(keyOfPath('alice/alone')),
  })
  expect(units.map(({ key }) => key)).toEqual([keyOfPath('alice/other')])
  expect(taken.keptCommits.map(({ keys }) => keys)).toEqual([[keyOfPath('alice/alone')]])
})

it('are told in the proof as left, never as chosen', async () => {
  const [from, to] = await Promise.all([memoryMachine('p17', []), memoryMachine('xps', [])])
  const scan = { specials: [{ path: 'alice/alone/one', kind: 'socket' }], found: [], files: 1, entries: 1 }
  const person = { name: 'alice', uid: 1000, gid: 1000, home: '/home/alice' }
  const scanned = ({ machine }: typeof from) => ({ machine, scan: { ...scan, person } as unknown as ToldScan })
  const pair = { from: from.machine, to: to.machine }
  const plan = homePlanWith({ keptSpecials: ['alice/alone'] })
  const found = { scans: { from: scanned(from), to: scanned(to) }, kept: ['alice/alone'], ...nothingDiffers }
  const context = { unanswered: new Set<string>() }
  const run = { pair, plan, answers: {}, context } as unknown as Parameters<typeof homeItem>[0]
  expect(homeItem(run, found)).toMatchObject({
    chosen: [],
    left: [{ why: 'only on XPS, holding sockets or device files', count: 1, names: ['alone'] }],
  })
})
