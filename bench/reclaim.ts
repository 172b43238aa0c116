/**
 * `npm run bench -- reclaim`: sharing the blocks of files that are the same, beside duperemove on a fresh copy of the same disk, everything
 * read from the disk; then looking again, with nothing changed and in a home of many files of which some changed. Seconds mean little on a
 * shared machine; ratios hold.
 */
import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Places } from '../src-main/commons/snapshot-sets/on-machine/find-layout.ts'
import { reclaim } from '../src-main/domains/reclaim/on-machine/run-reclaim.ts'
import { attempt, run } from '../practice/run.ts'
import { makeLoopBtrfs, sh, type LoopBtrfs } from '../test/real/loop-btrfs.ts'
import { median, middle, timed, type Milliseconds } from './measure.ts'
import { tableLines } from './table.ts'

const fileBytes = 2 ** 21

interface Disk {
  readonly loop: LoopBtrfs
  readonly home: string
  readonly places: Places
  /** Of the disk as it was filled. */
  readonly filled: string
}

export async function benchReclaim(words: readonly string[], say: (sentence: string) => void): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: {
      gigabytes: { type: 'string', default: '2' },
      files: { type: 'string', default: '100000' },
      changes: { type: 'string', default: '1000' },
      times: { type: 'string', default: '3' },
    },
  })
  const times = Number(values.times)
  const hasDuperemove = (await attempt(['which', 'duperemove'])).exitCode === 0
  if (!hasDuperemove) say('duperemove is not installed, so there is nothing to compare with: apt install duperemove')

  say(`Writing ${values.gigabytes} GB, half of it twice`)
  const first = makeDisk((home) => fillWithPairs(home, Number(values.gigabytes) * 2 ** 30))
  try {
    say('Sharing, in turn, each on a fresh copy of the disk')
    const both = { own: emptyBook(), theirs: emptyBook() }
    for (let time = 0; time < times; time += 1) {
      await measureSharing(first, both.own, () => share(first))
      if (hasDuperemove) await measureSharing(first, both.theirs, () => duperemove(first))
    }
    const [own, theirs] = [middleOf(both.own), middleOf(both.theirs)]
    const rows = [
      { what: 'half is there twice', product: own.ms, byHand: theirs.ms, unit: 'ms', aim: theirs.ms },
      { what: 'again, nothing changed', product: own.again, byHand: theirs.again, unit: 'ms', aim: own.ms / 10 },
      { what: 'freed, as the disk says', product: own.freed, byHand: theirs.freed, unit: 'MB', aim: Number.NaN },
    ] as const
    for (const line of tableLines(rows, 'duperemove -dr')) console.log(line)
    console.log(`Again took ${(own.again / own.ms).toFixed(2)} times as long as the first time.`)
  } finally {
    first.loop.remove()
  }

  const [files, changes] = [Number(values.files), Number(values.changes)]
  say(`Writing ${files.toLocaleString('en-US')} files`)
  const second = makeDisk((home) => fillWithMany(home, files))
  try {
    await share(second)
    say('Looking at them again')
    let round = 0
    const changed = await median(times, () => {
      changeSome(second.home, { files, changes, round: (round += 1) })
      return cold(() => share(second))
    })
    const walk = ['find', second.home, '-type', 'f', '-size', '+8191c', '-printf', '%s %p\\n'] as const
    const byHand = await median(times, () => cold(() => run('list the files', walk)))
    const rows = [
      {
        what: `${files.toLocaleString('en-US')} files, ${changes} changed`,
        product: changed,
        byHand,
        unit: 'ms',
        aim: files >= 1_000_000 ? 3_000 : Number.NaN,
      },
    ] as const
    for (const line of tableLines(rows, 'find')) console.log(line)
  } finally {
    second.loop.remove()
  }
  return 0
}

function makeDisk(fill: (home: string) => void): Disk {
  const loop = makeLoopBtrfs(20_000)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      loop.remove()
      process.exitCode = 1
      process.nextTick(() => process.exit())
    })
  try {
    for (const name of ['@', '@home', '@state']) sh('btrfs', '-q', 'subvolume', 'create', path.join(loop.top, name))
    const root = loop.mount('@', 'root')
    mkdirSync(path.join(root, 'etc'))
    const home = loop.mount('@home', 'root/home')
    const stateFolder = loop.mount('@state', 'root/state')
    fill(home)
    sh('sync', '-f', home)
    const filled = path.join(loop.folder, 'filled')
    renameSync(loop.copyDisk(), filled)
    return {
      loop,
      home,
      places: { areas: { system: path.join(root, 'etc'), home }, stateFolder, swapFiles: [] },
      filled,
    }
  } catch (error) {
    loop.remove()
    throw error
  }
}

function fillWithPairs(home: string, bytes: number): void {
  for (let pair = 0; pair < bytes / fileBytes / 2; pair += 1) {
    const contents = randomBytes(fileBytes)
    for (const folder of ['one', 'two']) {
      mkdirSync(path.join(home, folder), { recursive: true })
      writeFileSync(path.join(home, folder, String(pair)), contents)
    }
  }
}

const perFolder = 100
const manyOf = (home: string, index: number) =>
  path.join(home, `folder-${Math.floor(index / perFolder)}`, `file-${index % perFolder}`)

/** No two are the same; a third is large enough to be shared. */
function fillWithMany(home: string, files: number): void {
  for (let index = 0; index < files; index += 1) {
    if (index % perFolder === 0) mkdirSync(path.dirname(manyOf(home, index)))
    writeFileSync(manyOf(home, index), `${index}`.padEnd((index * 37) % 12_000, 'x'))
  }
}

function changeSome(
  home: string,
  { files, changes, round }: { readonly files: number; readonly changes: number; readonly round: number },
): void {
  for (let change = 0; change < changes; change += 1)
    appendFileSync(manyOf(home, (Math.floor((change * files) / changes) + round) % files), 'more')
}

interface Book {
  readonly first: Milliseconds[]
  readonly again: Milliseconds[]
  /** In MB, by what the disk says of contents before and after. */
  readonly freed: number[]
}

const emptyBook = (): Book => ({ first: [], again: [], freed: [] })

/** NaN of one in which nothing is. */
const middleOf = ({ first, again, freed }: Book) => ({
  ms: middle(first),
  again: middle(again),
  freed: middle(freed),
})

async function measureSharing(disk: Disk, book: Book, work: () => Promise<unknown>): Promise<void> {
  const copy = path.join(disk.loop.folder, 'copy')
  sh('cp', '--sparse=always', '--', disk.filled, copy)
  disk.loop.restoreDisk(copy)
  const before = usedBytes(disk)
  book.first.push(await cold(work))
  book.freed.push((before - usedBytes(disk)) / 1e6)
  book.again.push(await cold(work))
}

/** With nothing of the disk in memory. */
async function cold(work: () => Promise<unknown>): Promise<Milliseconds> {
  await run('write everything to the disk', ['sync'])
  writeFileSync('/proc/sys/vm/drop_caches', '3')
  return timed(work)
}

function usedBytes({ home, loop }: Disk): number {
  sh('sync', '-f', home)
  return Number(/used=(\d+)/.exec(sh('btrfs', 'filesystem', 'df', '-b', loop.top).split('\n')[0] ?? '')?.[1])
}

/** As the job does it; what was written just now counts as still. */
const share = ({ places }: Disk) =>
  reclaim(
    { stateFolder: places.stateFolder },
    { places, inUse: () => () => undefined, stillMs: -5_000 },
    { what: 'run', paths: [], isFull: false },
    {
      signal: new AbortController().signal,
      turn: () => Promise.resolve(new AbortController().signal),
      report: () => undefined,
      hold: () => undefined,
    },
  )

async function duperemove({ home }: Disk): Promise<void> {
  await run('share with duperemove', ['duperemove', '-dr', home])
  await run('write it to the disk', ['sync', '-f', home])
}
