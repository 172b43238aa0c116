/** State of a pair kept while it is down: its number, and what its disks were made from. */
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import { z } from 'zod'
import { releases } from './image.ts'
import { checkPairName, hosts, layPair, stateFolder, usualFirstPort, type Pair } from './layout.ts'
import { sharedLock, withLock } from './lock.ts'

const stateSchema = z.object({
  version: z.literal(1),
  index: z.int().min(0).max(200),
  /** Hash of everything the disks are made from; absent until both are finished. */
  content: z.string().optional(),
  /** The first of its ports; absent while these are the usual ones. */
  firstPort: z.int().optional(),
  /** How many files the home of p17 was asked to have. */
  files: z.int().optional(),
  /** Which system each laptop was asked to have. */
  releases: z.object({ p17: z.enum(releases), xps: z.enum(releases) }).optional(),
  /** SHA-256 of the package in the kept state, "none" without one; absent when no state is kept yet. */
  kept: z.string().optional(),
  /** Whether both laptops are left without the package, for somebody to pair them. */
  unpaired: z.boolean().optional(),
  /** Which laptop has everything in the top level of its disk. */
  inTop: z.enum(hosts).optional(),
})
export type PairRecord = z.infer<typeof stateSchema>

/** The pair of that name if there is one on this machine. */
export async function findPair(name: string): Promise<Pair | undefined> {
  const record = await readRecord(checkPairName(name))
  return record === undefined ? undefined : layPair(name, record.index, record.firstPort)
}

/** The pair of that name, given a number of its own when it is new: addresses and ports follow from it. */
export async function registerPair(name: string): Promise<Pair> {
  const found = await findPair(name)
  if (found !== undefined) return found
  // Two that are made at the same time must not get the same number.
  return await withLock(
    sharedLock,
    () => undefined,
    () => numberPair(name),
  )
}

async function numberPair(name: string): Promise<Pair> {
  const taken = new Set((await readRecords(() => true)).map((record) => record.index))
  // The first number belongs to the pair that has no name of its own, so that its ports are always the same.
  let index = name === 'main' ? 0 : 1
  while (taken.has(index) || !(await arePortsFree(layPair(name, index)))) index++
  const pair = layPair(name, index)
  await writeRecord(pair, { version: 1, index })
  return pair
}

/** Gives a pair that is off ports which nothing else on this machine has. */
export async function withFreePorts(pair: Pair): Promise<Pair> {
  return await withLock(
    sharedLock,
    () => undefined,
    async () => {
      const others = await readRecords((name) => name !== pair.name)
      const firstPort = await findFirstPort(pair, new Set(others.map((other) => other.firstPort)))
      const isUsual = firstPort === usualFirstPort(pair.index)
      await writeRecord(pair, { ...(await recordOf(pair)), firstPort: isUsual ? undefined : firstPort })
      return layPair(pair.name, pair.index, firstPort)
    },
  )
}

/** The usual one, or else the next that is free with the one after it and that no other pair has taken in place of its own. */
export async function findFirstPort({ name, index }: Pair, taken: ReadonlySet<number | undefined>): Promise<number> {
  let firstPort = usualFirstPort(index)
  while (taken.has(firstPort) || !(await arePortsFree(layPair(name, index, firstPort))))
    firstPort = nextPorts(firstPort)
  return firstPort
}

/** Past those that pairs have by their numbers. */
function nextPorts(firstPort: number): number {
  return Math.max(firstPort + 10, 49_200)
}

async function arePortsFree(pair: Pair): Promise<boolean> {
  for (const { port } of Object.values(pair.laptops)) {
    const server = net.createServer().listen({ host: '127.0.0.1', port })
    const free = await once(server, 'listening').then(
      () => true,
      () => false,
    )
    if (!free) return false
    server.close()
    await once(server, 'close')
  }
  return true
}

export async function recordOf(pair: Pair): Promise<PairRecord> {
  return (await readRecord(pair.name)) ?? { version: 1, index: pair.index }
}

export async function writeRecord(pair: Pair, record: PairRecord): Promise<void> {
  await mkdir(pair.folder, { recursive: true, mode: 0o700 })
  const draft = path.join(pair.folder, 'pair.json.new')
  await writeFile(draft, `${JSON.stringify(record)}\n`)
  await rename(draft, path.join(pair.folder, 'pair.json'))
}

async function readRecords(isWanted: (name: string) => boolean): Promise<readonly PairRecord[]> {
  const records = await Promise.all((await readdir(stateFolder)).filter(isWanted).map(readRecord))
  return records.filter((record) => record !== undefined)
}

async function readRecord(name: string): Promise<PairRecord | undefined> {
  const file = path.join(stateFolder, name, 'pair.json')
  if (!existsSync(file)) return undefined
  return stateSchema.parse(JSON.parse(await readFile(file, 'utf8')))
}
