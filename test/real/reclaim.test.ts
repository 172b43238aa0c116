/** Files that are the same share their blocks, on real btrfs: what must not change, what is freed, and what is left alone. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  appendFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Places } from '../../src-main/commons/snapshot-sets/on-machine/find-layout.ts'
import { removeHold, writeHold } from '../../src-main/commons/snapshot-sets/on-machine/holds.ts'
import { setFolder } from '../../src-main/commons/snapshot-sets/on-machine/set-folder.ts'
import {
  beginSharingInto,
  endSharingInto,
  isAsTaken,
  readSharedInto,
} from '../../src-main/commons/snapshot-sets/on-machine/shared-into.ts'
import { takeSet } from '../../src-main/commons/snapshot-sets/on-machine/take-set.ts'
import { makeComparison } from '../../src-main/domains/compare/on-machine/make-comparison.ts'
import { listSent } from '../../src-main/domains/copies/on-machine/disk-stream.ts'
import { isUntouched, stampTree } from '../../src-main/domains/home-sync/on-machine/scan/tree-stamps.ts'
import { reclaimMessages } from '../../src-main/domains/reclaim/messages.ts'
import { recallDisks } from '../../src-main/domains/reclaim/on-machine/disk-memory.ts'
import { exclude } from '../../src-main/domains/reclaim/on-machine/excluded-file.ts'
import { findLiving } from '../../src-main/domains/reclaim/on-machine/find-trees.ts'
import { reclaim, type ReclaimAsked } from '../../src-main/domains/reclaim/on-machine/run-reclaim.ts'
import { writeSettings } from '../../src-main/domains/reclaim/on-machine/settings-file.ts'
import { showLineage, snapshotReadOnly } from '../../src-main/tools/btrfs/btrfs-subvolume.ts'
import { sortRecords } from '../../src-main/tools/files/sort.ts'
import { listVersions, readSameSizes } from '../../src-main/tools/sharing/file-versions.ts'
import { shareBlocks } from '../../src-main/tools/sharing/share-blocks.ts'
import { pathsToldBy, scanOf } from './home-scans.ts'
import { makeLaptopDisk } from './laptop-disk.ts'
import { makeLoopBtrfs, sh } from './loop-btrfs.ts'
import { forEachTest } from './while-tested.ts'
import { jobByItself } from '../job-by-itself.ts'

const mega = 2 ** 20
const disk = forEachTest(() => makeLaptopDisk(1024))
let home: string
let places: Places
let stateFolder: string

beforeEach(() => {
  ;({ home, places, stateFolder } = disk)
  mkdirSync(path.join(home, 'alice'))
})

const at = (name: string) => path.join(home, 'alice', name)
const used = (): number => {
  sh('sync', '-f', home)
  return Number(/used=(\d+)/.exec(sh('btrfs', 'filesystem', 'df', '-b', disk.top).split('\n')[0] ?? '')?.[1])
}
/** What state files take at most. */
const ownBytes = 65_536
let taken = 0
const take = () =>
  takeSet(places, { switchId: `reclaim-test-${(taken += 1)}`, reason: 'manual' }, { report: () => undefined })
const snapshotOf = (id: string) => path.join(setFolder(stateFolder, id), 'home')
const inUse = () => () => undefined
/** At once: what was written just now counts as still. */
const run = (asked: Partial<ReclaimAsked> = {}, job: Partial<typeof jobByItself> = {}) =>
  reclaim(
    { stateFolder },
    { places, inUse, stillMs: -5_000 },
    { what: 'run', paths: [], isFull: false, ...asked },
    {
      ...jobByItself,
      ...job,
    },
  )
const plan = (paths: readonly string[] = []) => run({ what: 'plan', paths })
const found = () => recallDisks(stateFolder)[0]?.look

/** Contents, modes, owners and times of all that is there, but for when it was read. */
const state = (folder: string): string =>
  sh('find', folder, '-printf', '%P %y %m %u %g %T@ %C@ %s %n\n').split('\n').toSorted().join('\n') +
  sh('sh', '-c', 'cd "$1" && find . -type f -print0 | sort -z | xargs -0 sha256sum', 'sh', folder)

/** Half of it is there twice. */
function fill(count: number, bytes = mega): void {
  for (let number = 0; number < count; number += 1) {
    const contents = randomBytes(bytes)
    writeFileSync(at(`one-${number}`), contents)
    writeFileSync(at(`two-${number}`), contents)
    utimesSync(at(`two-${number}`), 1_700_000_000 + number, 1_700_000_000 + number)
  }
  sh('sync', '-f', home)
}

describe('without snapshots', () => {
  it('frees what was promised, and changes no byte, time, owner or mode', async () => {
    fill(20, mega + 1234)
    sh('chown', '1234:1234', at('one-3'))
    sh('chmod', '0640', at('two-4'))
    linkSync(at('one-5'), at('one-5-linked'))
    symlinkSync('one-5', at('link'))
    writeFileSync(at('name\nwith a line'), readFileSync(at('one-6')))
    const before = state(home)
    const usedBefore = used()
    expect(await plan()).toMatchObject({ id: reclaimMessages.planned.id, data: { groups: 20 } })
    // But what was written down of it.
    expect(Math.abs(used() - usedBefore)).toBeLessThan(ownBytes)
    const promised = found()?.gainBytes ?? 0
    expect(found()?.largest[0]?.copies).toBe(3)
    expect(promised).toBeGreaterThan(20 * mega)
    const told = await run()
    expect(told).toMatchObject({ id: reclaimMessages.reclaimed.id, data: { files: 21, leftFiles: 0 } })
    const freed = usedBefore - used()
    expect(Math.abs(freed - promised)).toBeLessThan(promised * 0.02)
    expect(recallDisks(stateFolder)).toMatchObject([{ look: { gainBytes: 0, groups: 0 } }])
    expect(Math.abs((recallDisks(stateFolder)[0]?.reclaimedBytes ?? 0) - freed)).toBeLessThan(ownBytes)
    expect(state(home)).toBe(before)
  })

  it('looks again only at sizes at which something changed', async () => {
    fill(5)
    await run()
    const told: unknown[] = []
    await run({}, { report: ({ current }) => told.push(current) })
    expect(told).toEqual([reclaimMessages.listing({})])
    writeFileSync(at('three'), readFileSync(at('one-1')))
    expect(await run()).toMatchObject({ data: { files: 1 } })
    expect(await run({ isFull: true })).toMatchObject({ data: { files: 0 } })
  })

  it('shares when it can be written to again what it could not while it was read-only', async () => {
    fill(2)
    const usedBefore = used()
    sh('mount', '-o', 'remount,bind,ro', home)
    expect(await run()).toMatchObject({ data: { files: 0, leftFiles: 2 } })
    sh('mount', '-o', 'remount,bind,rw', home)
    expect(await run()).toMatchObject({ data: { files: 2, leftFiles: 0 } })
    expect(usedBefore - used()).toBeGreaterThan(1.9 * mega)
  })

  it('takes files that only begin, lie and end alike for different, and shares those of them that are the same', async () => {
    const contents = randomBytes(4 * mega)
    const other = Buffer.from(contents)
    other.writeUInt32LE(1, mega)
    writeFileSync(at('one'), contents)
    for (const name of ['other', 'other-too']) writeFileSync(at(name), other)
    utimesSync(at('one'), 1, 1)
    const before = state(home)
    await run()
    expect(state(home)).toBe(before)
    expect(used()).toBeLessThan(9 * mega)
  })

  it('leaves alone what is excluded, not copied on write, of holes, small, or changed a moment ago', async () => {
    fill(2)
    mkdirSync(at('kept'))
    renameSync(at('one-0'), at('kept/one-0'))
    exclude(stateFolder, at('kept'), true)
    mkdirSync(at('nocow'))
    sh('chattr', '+C', at('nocow'))
    writeFileSync(at('nocow/one-1'), readFileSync(at('one-1')))
    for (const name of ['hole', 'hole-too']) {
      writeFileSync(at(name), '')
      truncateSync(at(name), 20 * 2 ** 40)
    }
    for (const name of ['small', 'small-too']) writeFileSync(at(name), randomBytes(100).fill(1))
    await plan()
    expect(found()).toMatchObject({ groups: 1, leftOut: { 'left-out': 1 } })
    expect(found()?.largest[0]).toMatchObject({ copies: 2, bytes: mega })
    exclude(stateFolder, at('kept'), false)
    await plan()
    expect(found()?.groups).toBe(2)
    writeSettings(stateFolder, { leastBytes: mega + 1 })
    await plan()
    expect(found()?.groups).toBe(0)
    writeSettings(stateFolder, { leastBytes: mega })
    await plan()
    expect(found()?.groups).toBe(2)
    expect(() => exclude(stateFolder, at('kept'), false)).toThrow(/not excluded/)
    symlinkSync('kept', at('link'))
    expect(exclude(stateFolder, at('link'), true)).toEqual([at('kept')])
    expect(exclude(stateFolder, at('link'), false)).toEqual([])
    // All of them are younger than five minutes, which is said, and not that there are no duplicates.
    const told = await reclaim(
      { stateFolder },
      { places, inUse },
      { what: 'plan', paths: [], isFull: true },
      jobByItself,
    )
    const late = found()?.leftOut.late ?? 0
    expect(late).toBeGreaterThan(2)
    expect(told).toMatchObject({ data: { groups: 0, late } })
    expect(found()?.groups).toBe(0)
  })

  it('looks only at paths that are named, and refuses others', async () => {
    fill(2)
    mkdirSync(at('inner'))
    for (const name of ['one-0', 'two-0']) renameSync(at(name), at(`inner/${name}`))
    await plan([at('inner')])
    expect(found()).toMatchObject({ groups: 1, paths: [at('inner')] })
    expect(Object.keys(found()?.leftOut ?? {})).toEqual([])
    expect(
      found()
        ?.largest[0]?.places.map((one) => one.path)
        .toSorted(),
    ).toEqual([at('inner/one-0'), at('inner/two-0')])
    expect(() => findLiving([at('nothing')])).toThrow(/is not there/)
    expect(() => findLiving(['/proc'])).toThrow(/Only files on a btrfs/)
    sh('mkfifo', at('fifo'))
    expect(() => findLiving([at('fifo')])).toThrow(/not the whole path/)
    sh('btrfs', '-q', 'subvolume', 'create', at('nested'))
    expect(() => findLiving([at('nested')])).toThrow(/no subvolume that is mounted/)
  })
})

describe('with snapshots', () => {
  it('frees what was promised, and leaves them read-only and as they were', async () => {
    fill(15)
    const set = await take()
    rmSync(at('two-3'))
    writeFileSync(at('three'), readFileSync(at('one-3')))
    const second = await take()
    const trees = [home, snapshotOf(set.id), snapshotOf(second.id)]
    const before = trees.map(state)
    const usedBefore = used()
    const held: string[] = []
    await run({ what: 'plan' }, { hold: (setId) => held.push(setId) })
    expect(held.toSorted()).toEqual([set.id, second.id].toSorted())
    const promised = found()?.gainBytes ?? 0
    await run()
    const freed = usedBefore - used()
    expect(promised).toBeGreaterThan(15 * mega)
    expect(Math.abs(freed - promised)).toBeLessThan(promised * 0.02)
    expect(trees.map(state)).toEqual(before)
    expect(sh('btrfs', 'property', 'get', snapshotOf(set.id), 'ro').trim()).toBe('ro=true')
    expect(found()).toMatchObject({ groups: 0, gainBytes: 0, writtenSnapshots: 0 })
  })

  it('sends afterwards incrementally what was there', async () => {
    fill(5)
    const one = await take()
    writeFileSync(at('new'), 'since then')
    await run()
    const two = await take()
    const other = makeLoopBtrfs(512)
    try {
      const [first, second] = [snapshotOf(one.id), snapshotOf(two.id)]
      sh('sh', '-c', 'btrfs -q send "$1" | btrfs -q receive "$2"', 'sh', first, other.top)
      renameSync(path.join(other.top, 'home'), path.join(other.top, 'one'))
      sh('sh', '-c', 'btrfs -q send -p "$1" "$2" | btrfs -q receive "$3"', 'sh', first, second, other.top)
      const differences = sh(
        'rsync',
        '-niacHAXS',
        '--modify-window=-1',
        '--delete',
        `${second}/`,
        `${path.join(other.top, 'home')}/`,
      )
      // receive(8) leaves the top another time.
      expect(differences.replace('.d..t...... ./\n', '')).toBe('')
    } finally {
      other.remove()
    }
  })

  it('are told from those to which somebody has written: by copies, by comparisons, by scans', async () => {
    fill(5)
    const set = await take()
    const written = await take()
    const frozen = path.join(stateFolder, 'frozen')
    await snapshotReadOnly(home, frozen, {})
    const stamps = await stampTree({ root: frozen, subvolumes: [''] }, {})
    writeFileSync(at('later'), 'a line')
    const later = await take()
    await run()
    const lineage = await showLineage(snapshotOf(set.id), {})
    expect(Number(lineage.changed)).toBeGreaterThan(Number(lineage.made))
    expect(await isAsTaken(snapshotOf(set.id), lineage, readSharedInto(stateFolder), {})).toBe(true)
    expect(await isUntouched({ root: frozen, subvolumes: [''] }, stamps, {})).toBe(true)

    const place = snapshotOf(written.id)
    sh('btrfs', 'property', 'set', place, 'ro', 'false')
    appendFileSync(path.join(place, 'alice/one-1'), 'more')
    sh('btrfs', 'property', 'set', '-f', place, 'ro', 'true')
    sh('sync', '-f', home)
    expect([...(await listSent(stateFolder, 'home', {})).values()].toSorted()).toEqual(
      [snapshotOf(set.id), snapshotOf(later.id)].toSorted(),
    )
    const comparing = { places, folder: path.join(disk.folder, 'results') }
    const tree = (id: string) => ({ kind: 'snapshot', setId: id, subvolume: 'home' }) as const
    const { result } = await makeComparison(
      comparing,
      { one: tree(set.id), other: tree(later.id) },
      { report: () => undefined },
    )
    expect(result.paths.toString('latin1')).toBe('alice/later')
    await plan()
    expect(found()?.writtenSnapshots).toBe(1)
  })

  it('are no reason for the next scan to list all of /home, and nothing in it counts as changed', async () => {
    sh('chown', '-R', '1000:1000', at('.'))
    fill(5)
    const first = await scanOf(places)
    await take()
    await run()
    writeFileSync(at('note'), 'new')
    const second = await scanOf(places, first.inventory)
    expect([first.whole, second.whole]).toEqual(['first', undefined])
    expect((await pathsToldBy(second)).filter((name) => name !== 'alice')).toEqual(['alice/note'])
  })

  it('are left alone while something holds them, and what they hold is not promised', async () => {
    fill(5)
    const set = await take()
    writeHold(stateFolder, 'copied-disk', { setId: set.id, why: { id: 'copies.beingCopied', data: {} } })
    const before = await showLineage(snapshotOf(set.id), {})
    const usedBefore = used()
    await plan()
    expect(found()).toMatchObject({ gainBytes: 0, laterBytes: 5 * mega, heldSnapshots: 1 })
    await run()
    expect((await showLineage(snapshotOf(set.id), {})).changed).toBe(before.changed)
    expect(Math.abs(usedBefore - used())).toBeLessThan(mega)
  })

  it('keep being as they were taken while blocks are shared into them and after a kill, unless somebody wrote to them', async () => {
    fill(1)
    const sets = [await take(), await take(), await take(), await take()]
    const [one, two, three, early] = sets.map(({ id }) => snapshotOf(id)) as [string, string, string, string]
    const asTaken = async (place: string) =>
      isAsTaken(place, await showLineage(place, {}), readSharedInto(stateFolder), {})
    const roots = [home, one, two, three, early]
    const [keeper, target] = await listed(roots)
    const gone = path.join(disk.folder, 'gone')
    writtenTo(early)
    sh('sync', '-f', home)
    const wanted = new Map([one, two, three, early, gone].map((place) => [place, [target ?? '']]))
    expect(await beginSharingInto(stateFolder, wanted, {})).toEqual(new Set([one, two, three]))
    const shares = [1, 2, 3].map((tree) => ({ from: `0 ${keeper}`, into: `${tree} ${target}` }))
    const told: string[] = []
    await shareBlocks(roots, shares, ({ word }) => told.push(word), {})
    expect(told).toEqual(['shared', 'shared', 'shared'])
    writtenTo(two)
    expect(await Promise.all([one, two, three, early].map(asTaken))).toEqual([true, false, true, false])
    expect([...(await listSent(stateFolder, 'home', {})).values()].toSorted()).toEqual([one, three].toSorted())
    await endSharingInto(stateFolder, {})
    expect(readSharedInto(stateFolder).begun).toEqual({})
    writtenTo(three)
    sh('sync', '-f', home)
    expect(await Promise.all([one, two, three, early].map(asTaken))).toEqual([true, false, false, false])
  })

  /** `meanwhile`: when it is found what there is, before the first files share their blocks. */
  const runAnd = async (meanwhile: () => unknown) => {
    let turns = 0
    const turn = async () => {
      turns += 1
      if (turns === 3) await meanwhile()
      return new AbortController().signal
    }
    return run({}, { turn })
  }

  it('are not shared into when somebody wrote to them after they were found', async () => {
    fill(2)
    const [one, two] = [await take(), await take()]
    await runAnd(() => {
      writtenTo(snapshotOf(two.id))
      sh('sync', '-f', home)
    })
    expect([...(await listSent(stateFolder, 'home', {})).values()]).toEqual([snapshotOf(one.id)])
    expect(found()?.groups).toBe(2)
    await plan()
    expect(found()).toMatchObject({ writtenSnapshots: 1 })
  })

  it('are left for the next time when something holds them by then; what others delete does not count as freed', async () => {
    fill(2)
    const set = await take()
    writeFileSync(at('large'), randomBytes(20 * mega))
    const before = await showLineage(snapshotOf(set.id), {})
    await runAnd(() => {
      writeHold(stateFolder, 'copied-disk', { setId: set.id, why: { id: 'copies.beingCopied', data: {} } })
      rmSync(at('large'))
    })
    expect((await showLineage(snapshotOf(set.id), {})).changed).toBe(before.changed)
    expect(found()?.groups).toBe(2)
    expect(recallDisks(stateFolder)[0]?.reclaimedBytes).toBeLessThanOrEqual(2 * mega)
    removeHold(stateFolder, 'copied-disk')
    const usedBefore = used()
    expect(await run()).toMatchObject({ data: { files: 2 } })
    expect(usedBefore - used()).toBeGreaterThan(1.9 * mega)
  })

  it('are looked at by the next run when they were taken during one', async () => {
    fill(2)
    const contents = randomBytes(20 * mega)
    for (let number = 0; number < 20; number += 1) {
      appendFileSync(at('in-pieces'), contents.subarray(number * mega, (number + 1) * mega))
      sh('sync', '-f', home)
    }
    writeFileSync(at('whole'), contents)
    const usedBefore = used()
    const takeLater = async () => {
      await pause(1_100)
      await take()
    }
    expect(await runAnd(takeLater)).toMatchObject({ data: { files: 3 } })
    expect(await run()).toMatchObject({ data: { files: 3 } })
    expect(usedBefore - used()).toBeGreaterThan(21.5 * mega)
  })

  it('are left out by a path that is excluded however many names a file has', async () => {
    fill(1)
    const long = (number: number) => at(`${'n'.repeat(200)}-${number}`)
    for (let number = 0; number < 40; number += 1) linkSync(at('one-0'), long(number))
    mkdirSync(at('kept'))
    linkSync(at('one-0'), at('kept/one-0'))
    exclude(stateFolder, at('kept'), true)
    await plan()
    expect(found()).toMatchObject({ groups: 0, leftOut: { 'left-out': 1 } })
  })
})

/** Within a clock tick of all else, or with a clock that was set back: its times tell nothing. */
function writtenTo(place: string): void {
  sh('btrfs', 'property', 'set', place, 'ro', 'false')
  appendFileSync(path.join(place, 'alice/one-0'), 'more')
  sh('btrfs', 'property', 'set', '-f', place, 'ro', 'true')
}

describe('beside others', () => {
  it('opens nothing outside while a second user exchanges files for links, and leaves alone what changes', async () => {
    const contents = randomBytes(256 * 1024)
    for (const folder of ['moving', 'moved']) {
      mkdirSync(at(folder))
      for (let number = 0; number < 20; number += 1) writeFileSync(at(`${folder}/${number}`), contents)
    }
    for (const name of ['still', 'still-too', 'changing']) writeFileSync(at(name), contents)
    sh('chown', '-R', '1234:1234', at('.'))
    sh('sync', '-f', home)
    const all = await listed([home])
    const { ino } = lstatSync(at('still'))
    const keeper = all.find((words) => words.startsWith(`${ino} `))
    const others = all.filter((words) => words !== keeper)
    // Whoever opens it to read it lets a writer go on.
    sh('chmod', '0755', disk.folder)
    const outside = path.join(disk.folder, 'outside')
    mkdirSync(outside)
    sh('mkfifo', path.join(outside, '0'))
    for (let number = 1; number < 20; number += 1) linkSync(path.join(outside, '0'), path.join(outside, String(number)))
    const waiting = spawn('sh', ['-c', 'echo > "$1/0" && touch "$1.opened"', 'sh', outside], { stdio: 'ignore' })
    const mover = spawn('perl', ['-e', moverProgram, home, outside], { stdio: 'ignore' })
    const changer = setInterval(() => appendFileSync(at('changing'), 'x'), 5)
    const told: string[] = []
    const met = ['shared', 'changed', 'gone']
    try {
      const shares = others.map((into) => ({ from: `0 ${keeper}`, into: `0 ${into}` }))
      const often = Array.from({ length: 25 }, () => shares).flat()
      // Until each has been met: the mover may be slow to begin, or the machine busy.
      for (let round = 0; round < 2 || (round < 40 && !met.every((word) => told.includes(word))); round += 1)
        await shareBlocks([home], often, ({ word }) => told.push(word), {})
    } finally {
      clearInterval(changer)
      for (const child of [mover, waiting]) {
        child.kill('SIGKILL')
        if (child.exitCode === null) await new Promise((resolve) => child.once('exit', resolve))
      }
    }
    expect(existsSync(`${outside}.opened`)).toBe(false)
    expect(new Set(told)).toEqual(new Set(met))
    const files = sh('find', at('.'), '-type', 'f', '!', '-name', 'changing', '-print0').split('\0')
    expect(files.length).toBeGreaterThan(40)
    for (const file of files) if (file !== '') expect(readFileSync(file).equals(contents)).toBe(true)
    expect(readFileSync(at('changing')).subarray(0, contents.length).equals(contents)).toBe(true)
  })

  it('loses nothing when it is killed at any instant, and gives way when it is told to', async () => {
    fill(24)
    await take()
    const before = state(home)
    const usedBefore = used()
    const all = { places, inUse, stillMs: -5_000 }
    for (const afterMs of [40, 120, 260, 420, 700, 900]) {
      const turns = new AbortController()
      const kill = setTimeout(() => turns.abort(), afterMs)
      const stop = new AbortController()
      await reclaim(
        { stateFolder },
        all,
        { what: 'run', paths: [], isFull: true },
        {
          ...jobByItself,
          signal: stop.signal,
          turn: () => {
            if (turns.signal.aborted) stop.abort()
            return Promise.resolve(turns.signal)
          },
        },
      ).catch(() => undefined)
      clearTimeout(kill)
      expect(state(home)).toBe(before)
    }
    await run({ isFull: true })
    expect(usedBefore - used()).toBeGreaterThan(23.5 * mega)
    expect(state(home)).toBe(before)
  })
})

/** As a user of their own: files go aside, links and pipes that lead out take their names, and all goes back; of others the folder does. */
const moverProgram = `my ($home, $outside) = @ARGV;
  $) = $( = 1234; $> = $< = 1234;
  use POSIX ();
  my ($moving, $moved) = map { "$home/alice/$_" } qw(moving moved);
  while (1) {
    for my $n (0 .. 19) {
      my $name = "$moving/$n";
      rename $name, "$name.aside"; symlink "$outside/0", $name; unlink $name;
      POSIX::mkfifo($name, 0600); unlink $name; rename "$name.aside", $name;
      for (1 .. 5) { rename $moved, "$moved.aside"; symlink $outside, $moved; unlink $moved; rename "$moved.aside", $moved }
    }
  }`

/** Of the one size that there is, what tells each version from others. */
async function listed(roots: readonly string[]): Promise<readonly string[]> {
  const file = path.join(disk.folder, 'versions')
  await listVersions({ families: [{ roots, first: 0 }], leastBytes: 8192, stillSince: 4e9, file }, {})
  await sortRecords({ input: file, output: file, scratchFolder: disk.folder })
  return [...readSameSizes(file, 100)].flatMap(({ versions }) => versions.map(({ words }) => words))
}
