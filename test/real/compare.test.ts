import {
  chmodSync,
  linkSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { listChanges } from '../../src-main/domains/compare/on-machine/list-changes.ts'
import { showLineage } from '../../src-main/tools/btrfs/btrfs-subvolume.ts'
import type { TreeChange } from '../../src-main/contract/compare-calls.ts'
import { differences, seeTree, type SeenTree } from './compare-oracle.ts'
import { makeLoopBtrfs, sh } from './loop-btrfs.ts'
import { isLong, seed as runSeed } from '../how-long.ts'
import { createRandom } from '../random.ts'
import { createWorker } from './random-work.ts'
import { compareMessages } from '../../src-main/domains/compare/messages.ts'
import { forAllTests } from './while-tested.ts'

const disk = forAllTests(() => makeLoopBtrfs())

const options = { report: () => undefined }
let made = 0

function makeSubvolume(): string {
  const place = path.join(disk.top, `live-${(made += 1)}`)
  sh('btrfs', '-q', 'subvolume', 'create', place)
  return place
}

function snap(from: string): string {
  const place = path.join(disk.top, `snap-${(made += 1)}`)
  sh('btrfs', '-q', 'subvolume', 'snapshot', '-r', from, place)
  return place
}

async function compare(one: string, other: string) {
  const [first, second] = [await showLineage(one, {}), await showLineage(other, {})]
  return listChanges({ place: one, lineage: first }, { place: other, lineage: second }, options)
}

/** As if nothing were known of where they come from. */
async function compareByWalking(one: string, other: string) {
  const [first, second] = [await showLineage(one, {}), await showLineage(other, {})]
  const orphan = { ...first, uuid: 'unknown', parentUuid: undefined }
  return listChanges({ place: one, lineage: orphan }, { place: other, lineage: second }, options)
}

const lines = (changes: readonly TreeChange[]) =>
  changes
    .map(({ kind, path: where, oldPath }) => `${kind} ${where}${oldPath === undefined ? '' : ` <- ${oldPath}`}`)
    .sort()

describe('what is different between two snapshots', () => {
  const rounds = isLong ? 40 : 12
  it.each([1, 2, 3, 4])(
    'is what looking at every file of both finds, whatever was done in between (%i)',
    async (history) => {
      const seed = runSeed + history
      const random = createRandom(seed)
      const live = makeSubvolume()
      const worker = createWorker(live, random)
      const taken: { readonly place: string; readonly seen: SeenTree }[] = []
      for (let round = 0; round < rounds; round += 1) {
        worker.work(1 + random.below(round === 0 ? 60 : 25))
        const place = snap(live)
        taken.push({ place, seen: await seeTree(place) })
        const later = taken.at(-1)
        const earlier = random.below(3) === 0 ? random.pick(taken) : taken.at(-2)
        if (later === undefined || earlier === undefined || later === earlier) continue
        for (const [one, other] of random.below(4) === 0 ? [[later, earlier] as const] : [[earlier, later] as const]) {
          const { changes, walked } = await compare(one.place, other.place)
          expect(walked).toBeUndefined()
          if (round % 4 === 0) expect((await compareByWalking(one.place, other.place)).changes).toEqual(changes)
          expect(lines(changes), `seed ${seed}, round ${round}`).toEqual(differences(one.seen, other.seen))
        }
      }
    },
  )
})

describe('one thing at a time', () => {
  let live: string
  const at = (...names: readonly string[]) => path.join(live, ...names)
  beforeEach(() => {
    live = makeSubvolume()
    for (const name of ['letter', 'song']) writeFileSync(at(name), `${name}\n`)
    mkdirSync(at('folder/inner'), { recursive: true })
    for (let n = 0; n < 30; n += 1) writeFileSync(at('folder/inner', String(n)), 'x'.repeat(5000))
  })
  const changesAfter = async (work: () => void) => {
    const before = snap(live)
    work()
    return lines((await compare(before, snap(live))).changes)
  }

  it('finds an edit that keeps size and time', async () => {
    const { mtime } = statSync(at('letter'))
    const found = await changesAfter(() => {
      writeFileSync(at('letter'), 'LETTER\n')
      utimesSync(at('letter'), mtime, mtime)
    })
    expect(found).toEqual(['changed letter'])
  })

  it('shows nothing after a defragmentation, and nothing for what was put back', async () => {
    const found = await changesAfter(() => {
      sh('btrfs', 'filesystem', 'defragment', '-r', '-czstd', live)
      sh('sync', '-f', live)
      writeFileSync(at('song'), 'gnos\n')
      writeFileSync(at('song'), 'song\n')
      chmodSync(at('letter'), 0o600)
      chmodSync(at('letter'), 0o644)
      renameSync(at('folder'), at('elsewhere'))
      renameSync(at('elsewhere'), at('folder'))
    })
    expect(found).toEqual([])
  })

  it('finds what writing leaves no trace of in the data: removed, renamed, another mode, owner or attribute', async () => {
    const found = await changesAfter(() => {
      rmSync(at('letter'))
      renameSync(at('song'), at('melody'))
      chmodSync(at('folder/inner/0'), 0o600)
      sh('chown', '1:1', at('folder/inner/1'))
      sh('setfattr', '-n', 'user.a', '-v', 'b', at('folder/inner/2'))
      sh('setfacl', '-m', 'u:1:r', at('folder/inner/3'))
      symlinkSync('/etc', at('link'))
    })
    expect(found).toEqual([
      'added link',
      'attributes folder/inner/0',
      'attributes folder/inner/1',
      'attributes folder/inner/2',
      'attributes folder/inner/3',
      'deleted letter',
      'renamed melody <- song',
    ])
  })

  it('tells of a renamed folder once, and of what is different in it', async () => {
    const found = await changesAfter(() => {
      renameSync(at('folder'), at('moved'))
      writeFileSync(at('moved/inner/5'), 'other')
    })
    expect(found).toEqual(['changed moved/inner/5 <- folder/inner/5', 'renamed moved <- folder'])
  })

  it('tells of two folders that changed names as two that were renamed', async () => {
    const found = await changesAfter(() => {
      mkdirSync(at('other'))
      sh('mv', at('folder'), at('swap'))
      sh('mv', at('other'), at('folder'))
      sh('mv', at('swap'), at('other'))
    })
    expect(found).toEqual(['added folder', 'renamed other <- folder'])
  })

  it('tells of a file that was saved by way of a new one as changed, not as removed and added', async () => {
    const found = await changesAfter(() => {
      writeFileSync(at('.new'), 'another letter\n')
      renameSync(at('letter'), at('letter~'))
      renameSync(at('.new'), at('letter'))
    })
    expect(found).toEqual(['added letter~', 'changed letter'])
  })

  it('shows a change under every name of the file', async () => {
    linkSync(at('letter'), at('folder/same'))
    const found = await changesAfter(() => {
      writeFileSync(at('letter'), 'changed under one name\n')
    })
    expect(found).toEqual(['changed folder/same', 'changed letter'])
  })

  it('takes names of any bytes as they are', async () => {
    const name = Buffer.from('new\nline \\ \xe9 o257-8-0', 'latin1')
    const found = await changesAfter(() => {
      writeFileSync(Buffer.concat([Buffer.from(`${live}/folder/`), name]), '')
    })
    expect(found).toEqual([`added folder/${name.toString('latin1')}`])
  })

  it('leaves out subvolumes inside, and what stands in their place', async () => {
    sh('btrfs', '-q', 'subvolume', 'create', at('folder/nested'))
    writeFileSync(at('folder/nested/file'), '')
    const found = await changesAfter(() => {
      writeFileSync(at('folder/nested/file'), 'changed')
      sh('btrfs', '-q', 'subvolume', 'create', at('folder/another'))
    })
    expect(found).toEqual([])
    sh('btrfs', '-q', 'subvolume', 'delete', at('folder/nested'), at('folder/another'))
  })

  it('compares trees that have nothing to do with one another file by file, and says so', async () => {
    const copy = makeSubvolume()
    sh('cp', '-a', `${live}/.`, copy)
    writeFileSync(path.join(copy, 'letter'), 'LETTER\n')
    sh('touch', '-r', at('letter'), path.join(copy, 'letter'))
    sh('setfattr', '-n', 'user.a', '-v', 'b', path.join(copy, 'song'))
    const { changes, walked } = await compare(snap(live), snap(copy))
    expect(walked).toEqual(compareMessages.walkedUnrelated({}))
    expect(lines(changes)).toEqual(['attributes song', 'changed letter'])
  })

  it('is right about a snapshot that was written to while its read-only flag was off', async () => {
    const before = snap(live)
    writeFileSync(at('song'), 'another song\n')
    const after = snap(live)
    const { generation } = await showLineage(before, {})
    sh('btrfs', 'property', 'set', '-f', '-ts', before, 'ro', 'false')
    writeFileSync(path.join(before, 'letter'), 'poisoned')
    writeFileSync(path.join(before, 'new'), 'poisoned')
    sh('btrfs', 'property', 'set', '-ts', before, 'ro', 'true')
    expect((await showLineage(before, {})).generation).not.toBe(generation)
    expect(lines((await compare(before, after)).changes)).toEqual(['changed letter', 'changed song', 'deleted new'])
  })

  it('follows the line through a rollback, and is right when both sides of it were written at the same moment', async () => {
    const before = snap(live)
    const back = path.join(disk.top, `back-${(made += 1)}`)
    sh('btrfs', '-q', 'subvolume', 'snapshot', before, back)
    // The next inode numbers of both are the same, and so is the transaction.
    sh('btrfs', 'filesystem', 'sync', disk.top)
    mkdirSync(at('made'))
    writeFileSync(path.join(back, 'made-there'), 'x')
    writeFileSync(path.join(back, 'letter'), 'x')
    const { changes, walked } = await compare(snap(live), snap(back))
    expect(walked).toEqual(compareMessages.walkedGrownApart({}))
    expect(lines(changes)).toEqual(['added made-there', 'changed letter', 'deleted made'])
    writeFileSync(path.join(back, 'later'), 'x')
    const later = await compare(before, snap(back))
    expect(later.walked).toBeUndefined()
    expect(lines(later.changes)).toEqual(['added later', 'added made-there', 'changed letter'])
  })
})
