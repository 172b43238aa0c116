/**
 * A home that is worked in at random, with snapshots that come, go and are sent to another disk, while blocks are shared: every tree has
 * what it had. What belongs there is known from a second home on another file system, in which the same is done.
 */
import { spawn } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeEach, expect, it } from 'vitest'
import type { Places } from '../../src-main/commons/snapshot-sets/on-machine/find-layout.ts'
import { removeHold, writeHold } from '../../src-main/commons/snapshot-sets/on-machine/holds.ts'
import { setFolder } from '../../src-main/commons/snapshot-sets/on-machine/set-folder.ts'
import { isAsTaken, readSharedInto } from '../../src-main/commons/snapshot-sets/on-machine/shared-into.ts'
import { takeSet } from '../../src-main/commons/snapshot-sets/on-machine/take-set.ts'
import { receiveWhole } from '../../src-main/commons/places/on-machine/disk/receive-whole.ts'
import { recallDisks } from '../../src-main/domains/reclaim/on-machine/disk-memory.ts'
import { reclaim, type ReclaimAsked } from '../../src-main/domains/reclaim/on-machine/run-reclaim.ts'
import { deleteSets } from '../../src-main/domains/snapshots/on-machine/sets/delete-sets.ts'
import { showLineage } from '../../src-main/tools/btrfs/btrfs-subvolume.ts'
import { isLong, randomFor, seed } from '../how-long.ts'
import type { Random } from '../random.ts'
import { bundleChild } from './bundle-child.ts'
import { makeLaptopDisk } from './laptop-disk.ts'
import { makeLoopBtrfs, sh } from './loop-btrfs.ts'
import { forEachTest } from './while-tested.ts'
import { jobByItself } from '../job-by-itself.ts'

const disk = forEachTest(() => makeLaptopDisk(2048))
const other = forEachTest(() => makeLoopBtrfs(2048))
let home: string
let places: Places
let stateFolder: string
/** The second home. */
let model: string

beforeEach(() => {
  ;({ home, places, stateFolder } = disk)
  model = path.join(disk.folder, 'model')
  mkdirSync(model)
})

const snapshotOf = (id: string): string => path.join(setFolder(stateFolder, id), 'home')
const inUse = () => () => undefined
/** What was written just now counts as still. */
const run = (asked: Partial<ReclaimAsked> = {}) =>
  reclaim(
    { stateFolder },
    { places, inUse, stillMs: -5_000 },
    { what: 'run', paths: [], isFull: false, ...asked },
    jobByItself,
  )
const promised = async (): Promise<number> => {
  await run({ what: 'plan', isFull: true })
  return recallDisks(stateFolder)[0]?.look?.gainBytes ?? 0
}
const used = (): number => {
  // What was deleted before is given back beside all that.
  sh('btrfs', 'subvolume', 'sync', disk.top)
  sh('sync', '-f', home)
  return Number(/used=(\d+)/.exec(sh('btrfs', 'filesystem', 'df', '-b', disk.top).split('\n')[0] ?? '')?.[1])
}
/** What state files take at most. */
const ownBytes = 65_536

/** Contents, modes, owners, links and times of modification of what is in a tree. */
const state = (folder: string): string =>
  sh('find', folder, '-type', 'f', '-printf', '%P %m %U %G %T@ %s %n\n').split('\n').toSorted().join('\n') +
  sh('sh', '-c', 'cd "$1" && find . -type f -print0 | sort -z | xargs -0r sha256sum', 'sh', folder)

const usualBytes = 204_800
/** Whether some files differ where no sample is taken, and only the kernel tells. */
let hasWrongGuesses = false

/** Few contents, many files: most are there more than once, some begin or end like others. */
function contentsOf(random: Random): Buffer {
  // The same word gives the same contents.
  const word = (random.below(6) + 1) * 7919
  const contents = Buffer.alloc(usualBytes)
  for (let at = 0; at < usualBytes; at += 4) contents.writeInt32LE(Math.imul(word + at, at ^ 0x2545_f491), at)
  if (random.below(5) === 0) contents.writeUInt8(random.below(256), random.below(hasWrongGuesses ? usualBytes : 65_536))
  return random.below(4) === 0 ? contents.subarray(0, 8192 + random.below(usualBytes - 8192)) : contents
}

const mostFiles = 60
let written = 0

/** One thing that people and programs do, in both homes. */
function change(random: Random): void {
  const names = readdirSync(model)
  const one = random.pick(names)
  const fresh = `file ${(written += 1)}`
  const both = (work: (folder: string) => void): void => {
    for (const folder of [home, model]) work(folder)
  }
  /** By the clock of neither. */
  const at = 1_700_000_000 + written
  const touch = (name: string) => both((folder) => utimesSync(path.join(folder, name), at, at))
  if (one === undefined || names.length < 20 || (names.length < mostFiles && random.below(4) === 0)) {
    const contents = contentsOf(random)
    both((folder) => writeFileSync(path.join(folder, fresh), contents))
    return touch(fresh)
  }
  switch (random.below(names.length < mostFiles ? 9 : 10)) {
    case 0: {
      const contents = contentsOf(random).subarray(0, 1 + random.below(70_000))
      both((folder) => appendFileSync(path.join(folder, one), contents))
      return touch(one)
    }
    case 1: {
      const size = random.below(lstatSync(path.join(model, one)).size + 1)
      both((folder) => truncateSync(path.join(folder, one), size))
      return touch(one)
    }
    case 2:
      return both((folder) => renameSync(path.join(folder, one), path.join(folder, fresh)))
    case 3:
      return both((folder) => linkSync(path.join(folder, one), path.join(folder, fresh)))
    case 4: {
      const mode = random.pick([0o600, 0o644, 0o755, 0o4711]) ?? 0
      return both((folder) => chmodSync(path.join(folder, one), mode))
    }
    case 5: {
      const id = 1000 + random.below(5)
      return both((folder) => chownSync(path.join(folder, one), id, id))
    }
    case 6:
      both((folder) => sh('cp', '--reflink=auto', path.join(folder, one), path.join(folder, fresh)))
      return touch(fresh)
    case 7: {
      const contents = readFileSync(path.join(model, one))
      both((folder) => writeFileSync(path.join(folder, fresh), contents))
      return touch(fresh)
    }
    case 8: {
      const contents = contentsOf(random)
      const file = random.pick(names) ?? one
      both((folder) => writeFileSync(path.join(folder, file), contents, { flag: 'r+' }))
      return touch(file)
    }
    default:
      return both((folder) => rmSync(path.join(folder, one)))
  }
}

interface Kept {
  readonly id: string
  readonly state: string
}

/** The oldest first. */
let kept: Kept[] = []
let received: string[] = []
let taken = 0

async function take(): Promise<void> {
  // Nothing is changed meanwhile by those who call it.
  const expected = state(model)
  const request = { switchId: `reclaim-history-${(taken += 1)}`, reason: 'manual' } as const
  const { id } = await takeSet(places, request, { report: () => undefined })
  kept.push({ id, state: expected })
}

/** Builds on what was sent last. Something else reads the snapshots meanwhile, and holds them. */
async function send(): Promise<void> {
  const last = kept.at(-1)
  if (last === undefined || received.includes(last.id)) return
  const parent = received.findLast((id) => kept.some((one) => one.id === id))
  const holds = [last.id, parent].flatMap((id) => (id === undefined ? [] : [{ id, name: `history-${taken}-${id}` }]))
  for (const { id, name } of holds)
    writeHold(stateFolder, name, { setId: id, why: { id: 'copies.beingCopied', data: {} } })
  try {
    const to = path.join(other.top, last.id, 'home')
    const reception = {
      snapshot: snapshotOf(last.id),
      parent: parent === undefined ? undefined : snapshotOf(parent),
      to,
    }
    await receiveWhole(reception, { onBytes: () => undefined })
    received.push(last.id)
  } finally {
    for (const { name } of holds) removeHold(stateFolder, name)
  }
}

/** But the two last ones. */
async function forget(random: Random): Promise<void> {
  const gone = random.pick(kept.slice(0, -2))
  if (gone === undefined) return
  await deleteSets(stateFolder, [gone.id], { report: () => undefined, inUse })
  kept = kept.filter((one) => one !== gone)
}

/** By whom it was seen: living, snapshots, received ones. */
async function wrongTrees(): Promise<readonly string[]> {
  const wrong: string[] = []
  if (state(home) !== state(model)) wrong.push('living')
  const shared = readSharedInto(stateFolder)
  for (const one of kept) {
    const place = snapshotOf(one.id)
    if (state(place) !== one.state) wrong.push(`snapshot ${one.id}`)
    if (received.includes(one.id) && state(path.join(other.top, one.id, 'home')) !== one.state)
      wrong.push(`received ${one.id}`)
    if (!(await isAsTaken(place, await showLineage(place, {}), shared, {}))) wrong.push(`written to ${one.id}`)
  }
  return wrong
}

beforeEach(() => {
  kept = []
  received = []
  hasWrongGuesses = false
})

const rounds = isLong ? 25 : 3

it('keeps every tree of a history as it was, with runs between and beside what is done, and frees what it promised', async () => {
  const random = randomFor('reclaim-histories')
  for (let count = 0; count < 60; count += 1) change(random)
  let promisedBytes = 0
  for (let round = 0; round < rounds; round += 1) {
    const told = `seed ${seed}, round ${round}`
    for (let count = 0; count < 25; count += 1) change(random)
    // Once for certain: it is sent while the run goes on.
    const isWithSnapshot = round === 1 || (round > 1 && random.below(4) > 0)
    if (isWithSnapshot) await take()

    const usedBefore = used()
    const gainBytes = await promised()
    await run({ isFull: random.below(2) === 0 })
    const freed = usedBefore - used()
    promisedBytes += gainBytes
    expect
      .soft(Math.abs(freed - gainBytes), `${told}: freed ${freed} of ${gainBytes}`)
      .toBeLessThan(gainBytes * 0.02 + ownBytes)
    expect(await wrongTrees(), `${told}, between`).toEqual([])

    for (let count = 0; count < 10; count += 1) change(random)
    let isOver = false
    const running = run().finally(() => (isOver = true))
    const beside = async (): Promise<void> => {
      for (let count = 0; count < 40 && (!isOver || count < 10); count += 1) {
        change(random)
        await pause(random.below(15))
        if (count === 4) await take()
        if (count === 8) await forget(random)
      }
    }
    const [ran, sent] = await Promise.allSettled([running, send(), beside()])
    expect(
      [ran, sent].filter(({ status }) => status === 'rejected'),
      told,
    ).toEqual([])
    await send()
    expect(await wrongTrees(), `${told}, beside`).toEqual([])
  }
  expect(promisedBytes).toBeGreaterThan(rounds * 100_000)
  expect(received.length).toBeGreaterThan(rounds)
  sh('sync', '-f', home)
  disk.losePower()
  expect(await wrongTrees(), `seed ${seed}, read from the disk`).toEqual([])
})

const kills = isLong ? 200 : 5

it('loses nothing and forgets no work when it is killed at any instant', async () => {
  const random = randomFor('reclaim-kills')
  const program = path.join(disk.folder, 'child.mjs')
  const order = path.join(disk.folder, 'order.json')
  await bundleChild('reclaim-child.ts', program)
  writeFileSync(order, JSON.stringify({ stateFolder, places }))
  hasWrongGuesses = true
  for (let count = 0; count < 80; count += 1) change(random)
  let usualMs = 600
  let killed = 0
  for (let round = 0; round < kills; round += 1) {
    const told = `seed ${seed}, kill ${round}`
    for (let count = 0; count < 20; count += 1) change(random)
    if (round % 3 === 0) await take()
    if (kept.length > 4) await forget(random)
    const child = spawn(process.execPath, [program, order], { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    let began = 0
    const ended = new Promise((resolve) => child.once('close', resolve))
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString()
      if (began > 0) return
      began = performance.now()
      setTimeout(() => child.kill('SIGKILL'), random.below(usualMs))
    })
    await ended
    if (said.includes('done')) usualMs = Math.max(100, performance.now() - began)
    else killed += 1
    expect(await wrongTrees(), told).toEqual([])
    if (round % 5 < 4) continue
    await run()
    // What the index passes over is not to be found by a look at all either.
    expect((await run({ isFull: true })).data, told).toMatchObject({ files: 0, freedBytes: 0 })
  }
  expect(killed).toBeGreaterThan(kills / 4)
})
