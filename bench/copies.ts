/**
 * `npm run bench -- copies`: copies of /home on a disk and in a store, beside `btrfs send | btrfs receive` and restic by hand, which know
 * the same parent and the same store before. Everything is on the disk at the end of each. Seconds mean little on a shared machine; ratios hold.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Places } from '../src-main/commons/snapshot-sets/on-machine/find-layout.ts'
import { setFolder } from '../src-main/commons/snapshot-sets/on-machine/set-folder.ts'
import { takeSet } from '../src-main/commons/snapshot-sets/on-machine/take-set.ts'
import type { Description } from '../src-main/commons/snapshot-sets/schemas.ts'
import { add } from '../src-main/domains/copies/on-machine/add-place.ts'
import type { OpenedCopies, PlaceWork } from '../src-main/domains/copies/on-machine/opened-copies.ts'
import { forgetPlace } from '../src-main/commons/places/on-machine/places-file.ts'
import { findCopyPlace, withCopies } from '../src-main/domains/copies/on-machine/with-copies.ts'
import { run } from '../practice/run.ts'
import { makeLoopBtrfs, sh, type LoopBtrfs } from '../test/real/loop-btrfs.ts'
import { middle, timed, type Milliseconds } from './measure.ts'
import { tableLines, type Row } from './table.ts'

const perFolder = 100
const sums = 'find "$1" -type f -print0 | sort -z | xargs -0 sha256sum >/dev/null'
const mostRatio = 1.05

interface Bench {
  readonly laptop: LoopBtrfs
  readonly usb: LoopBtrfs
  readonly home: string
  readonly places: Places
  readonly host: { readonly stateFolder: string; readonly runFolder: string }
  readonly files: number
}

export async function benchCopies(words: readonly string[], say: (sentence: string) => void): Promise<number> {
  const { values } = parseArgs({
    args: [...words],
    options: { files: { type: 'string', default: '50000' }, times: { type: 'string', default: '3' } },
  })
  const bench = makeBench(Number(values.files), say)
  try {
    const rounds: Measured[] = []
    for (let round = 0; round < Number(values.times); round += 1) rounds.push(await measureRound(bench, say))
    const of = (what: keyof Measured, side: 'own' | 'bare') => middle(rounds.map((one) => one[what][side]))
    const row = (label: string, what: keyof Measured, aim: number): Row => ({
      what: label,
      product: of(what, 'own'),
      byHand: of(what, 'bare'),
      unit: 'ms',
      aim,
    })
    const rows = [
      row('to a disk, first', 'diskFirst', of('diskFirst', 'bare') * mostRatio),
      row('to a disk, 1 % changed', 'diskAgain', of('diskAgain', 'bare') * mostRatio),
      row('to a store, first', 'storeFirst', of('storeFirst', 'bare') * mostRatio),
      row('to a store, 1 % changed', 'storeAgain', of('storeAgain', 'bare') * mostRatio),
      row('verify all on a disk', 'verify', of('verify', 'bare') * 1.2),
    ]
    for (const line of tableLines(rows)) console.log(line)
  } finally {
    bench.usb.remove()
    bench.laptop.remove()
  }
  return 0
}

function makeBench(files: number, say: (sentence: string) => void): Bench {
  const [laptop, usb] = [makeLoopBtrfs(20_000), makeLoopBtrfs(20_000)]
  say(`Writing ${files.toLocaleString('en-US')} files`)
  for (const name of ['@', '@home', '@state']) sh('btrfs', '-q', 'subvolume', 'create', path.join(laptop.top, name))
  const root = laptop.mount('@', 'root')
  mkdirSync(path.join(root, 'etc'))
  const home = laptop.mount('@home', 'root/home')
  const stateFolder = laptop.mount('@state', 'root/state')
  for (let index = 0; index < files; index += 1) {
    if (index % perFolder === 0) mkdirSync(path.dirname(fileOf(home, index)), { recursive: true })
    writeFileSync(fileOf(home, index), randomBytes((index * 37) % 20_000))
  }
  return {
    ...{ laptop, usb, home, files },
    places: { areas: { system: path.join(root, 'etc'), home }, stateFolder, swapFiles: [] },
    host: { stateFolder, runFolder: path.join(laptop.folder, 'run') },
  }
}

const fileOf = (home: string, index: number): string =>
  path.join(home, 'alice', `folder-${Math.floor(index / perFolder)}`, `file-${index}`)

interface Sides {
  readonly own: Milliseconds
  readonly bare: Milliseconds
}
interface Measured {
  readonly diskFirst: Sides
  readonly diskAgain: Sides
  readonly storeFirst: Sides
  readonly storeAgain: Sides
  readonly verify: Sides
}

const quiet: PlaceWork = { report: () => undefined }

async function measureRound(bench: Bench, say: (sentence: string) => void): Promise<Measured> {
  const { usb, host, home, files } = bench
  const name = `place-${randomUUID().slice(0, 8)}`
  const device = sh('findmnt', '--noheadings', '--output', 'SOURCE', usb.top).trim()
  const byHand = path.join(usb.top, `by-hand-${name}`)
  mkdirSync(byHand)
  await add(host, { name: `disk ${name}`, where: device, asStore: false }, {})
  await add(host, { name, where: path.join(usb.top, `store-${name}`), asStore: true }, {})
  const passwordFile = path.join(bench.laptop.folder, 'password')
  writeFileSync(passwordFile, 'of this bench\n', { mode: 0o600 })
  const restic = (...words: readonly string[]) => {
    const own = ['--password-file', passwordFile, '--cache-dir', `${bench.laptop.folder}/cache`]
    return run('use a store by hand', ['restic', '--repo', `${byHand}/store`, ...own, ...words])
  }
  await restic('init')
  const within = <T>(place: string, work: (open: OpenedCopies) => Promise<T>): Promise<T> =>
    withCopies(host, findCopyPlace(host.stateFolder, place), {}, work)
  const flush = () => sh('sync', '--file-system', usb.top)
  const ended = (work: () => Promise<unknown>) =>
    timed(async () => {
      await work()
      flush()
    })
  const homeOf = (set: Description) => path.join(setFolder(host.stateFolder, set.id), 'home')
  const send = (set: Description, parent?: Description) => {
    const words = parent === undefined ? [] : ['-p', homeOf(parent)]
    mkdirSync(path.join(byHand, set.id))
    const shell = 'set -o pipefail; to=$1; shift; btrfs -q send "$@" | btrfs -q receive "$to"'
    return run('send it', ['bash', '-c', shell, 'bash', path.join(byHand, set.id), ...words, homeOf(set)])
  }
  const tree = path.join(bench.laptop.folder, 'by-hand')
  const store = async (set: Description) => {
    mkdirSync(tree, { recursive: true })
    sh('mount', '--bind', homeOf(set), tree)
    try {
      await restic('backup', '--quiet', '--one-file-system', '--', tree)
    } finally {
      sh('umount', tree)
    }
  }
  const take = () =>
    takeSet(bench.places, { switchId: `bench-${randomUUID()}`, reason: 'manual' }, { report: () => undefined })

  say('Copying all of it')
  const first = await take()
  const diskFirst = {
    own: await ended(() => within(`disk ${name}`, (open) => open.put(first, quiet))),
    bare: await ended(() => send(first)),
  }
  const storeFirst = {
    own: await ended(() => within(name, (open) => open.put(first, quiet))),
    bare: await ended(() => store(first)),
  }
  for (let index = 0; index < files; index += 100) appendFileSync(fileOf(home, index), 'more')
  say('Copying what changed')
  const second = await take()
  const diskAgain = {
    own: await ended(() => within(`disk ${name}`, (open) => open.put(second, quiet))),
    bare: await ended(() => send(second, first)),
  }
  const storeAgain = {
    own: await ended(() => within(name, (open) => open.put(second, quiet))),
    bare: await ended(() => store(second)),
  }
  say('Reading all of it')
  const verify = {
    own: await cold(() => within(`disk ${name}`, (open) => open.prove({ part: 1, of: 1 }, quiet))),
    bare: await cold(async () => {
      for (const set of [first, second])
        await run('read all of it', ['bash', '-c', sums, 'bash', path.join(byHand, set.id)])
    }),
  }
  // The next round begins with nothing there.
  await within(`disk ${name}`, async (open) => open.remove(await open.list(), quiet))
  for (const place of [`disk ${name}`, name]) forgetPlace(host.stateFolder, findCopyPlace(host.stateFolder, place))
  return { diskFirst, diskAgain, storeFirst, storeAgain, verify }
}

/** With nothing of the disk in memory. */
async function cold(work: () => Promise<unknown>): Promise<Milliseconds> {
  sh('sync')
  writeFileSync('/proc/sys/vm/drop_caches', '3')
  return timed(work)
}
