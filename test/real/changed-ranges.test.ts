/** What changed in a file, from where it stands on a real btrfs, and the same put together from it elsewhere. */
import { constants, copyFileSync, readFileSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { changedRanges, type ChangedRange } from '../../src-main/commons/changed-ranges/compare-layouts.ts'
import { digestOf, sumAll, sumChanged, type Sums } from '../../src-main/commons/changed-ranges/contents-digest.ts'
import { applyChanges, writeChanges } from '../../src-main/commons/changed-ranges/changes-file.ts'
import { readLayout } from '../../src-main/tools/btrfs/btrfs-extents.ts'
import { randomFor } from '../how-long.ts'
import { makeLoopBtrfs, sh } from './loop-btrfs.ts'
import { forAllTests } from './while-tested.ts'

const disk = forAllTests(() => makeLoopBtrfs(1200))
const at = (name: string): string => path.join(disk.top, name)
const bash = (script: string): void => void sh('bash', '-euc', `cd ${disk.top}; ${script}`)
const reading = { signal: new AbortController().signal, onBytes: () => undefined }
const clone = (from: string, to: string): void =>
  copyFileSync(at(from), at(to), constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL)

async function sumsOf(name: string): Promise<Sums> {
  const handle = await open(at(name))
  try {
    return await sumAll(handle, reading)
  } finally {
    await handle.close()
  }
}

/** Between two that were held still. */
async function rangesSince(base: string, now: string): Promise<readonly ChangedRange[]> {
  const [before, after] = [await readLayout(at(base), {}), await readLayout(at(now), {})]
  if (before === undefined || after === undefined) throw new Error('no layout')
  return changedRanges(before, after)
}

const lengthOf = (ranges: readonly ChangedRange[]): number => ranges.reduce((sum, { length }) => sum + length, 0)

/** Holds the image still, sends what changed, and puts it together from the base: gives the ranges and how long the file was. */
async function carry(): Promise<{
  readonly ranges: readonly ChangedRange[]
  readonly sent: number
  readonly read: number
}> {
  clone('image', 'held')
  const ranges = await rangesSince('base', 'held')
  const before = await sumsOf('base')
  const sent = await writeChanges(at('held'), at('held.changes'), ranges, {})
  clone('base', 'incoming')
  // As it arrives: nothing is shared with what was sent.
  sh('cp', '--reflink=never', '--sparse=always', at('held.changes'), at('incoming.changes'))
  const applied = await applyChanges(at('incoming.changes'), at('incoming'), {})
  expect(applied).toEqual(ranges)
  expect(Buffer.compare(readFileSync(at('incoming')), readFileSync(at('image')))).toBe(0)
  let read = 0
  const handle = await open(at('incoming'))
  try {
    const sums = await sumChanged(handle, before, applied, { ...reading, onBytes: (bytes) => (read += bytes) })
    expect(digestOf(sums)).toBe(digestOf(await sumsOf('image')))
  } finally {
    await handle.close()
  }
  return { ranges, sent, read }
}

beforeEach(() => {
  for (const name of ['image', 'base', 'held', 'held.changes', 'incoming', 'incoming.changes'])
    rmSync(at(name), { force: true })
  bash('head -c 40M /dev/urandom > image; truncate -s 64M image')
  clone('image', 'base')
})

describe('what changed in a file that nobody writes to', () => {
  it('is nothing right after, whatever is done to where it stands', async () => {
    bash('btrfs -q filesystem defragment -f image; touch image')
    const { read } = await carry()
    expect(read).toBeLessThanOrEqual(64 << 20)
    rmSync(at('held'))
    rmSync(at('image'))
    clone('base', 'image')
    clone('image', 'held')
    expect(await rangesSince('base', 'held')).toEqual([])
  })

  it('is the blocks that were written, also what waits in memory, and costs no more than these', async () => {
    bash('for n in 1 9 30; do head -c 65536 /dev/urandom | dd of=image bs=64K seek=$n conv=notrunc status=none; done')
    const { ranges, sent, read } = await carry()
    expect(lengthOf(ranges)).toBe(3 * 65_536)
    expect(sent).toBeLessThan(3 * 65_536 + 8192)
    expect(read).toBe(3 * 65_536)
  })

  it('has holes as holes, and sends nothing of them', async () => {
    bash('fallocate -p -o 4M -l 8M image; fallocate -o 50M -l 2M image; fallocate -z -o 20M -l 1M image')
    const before = statSync(at('base')).blocks
    const { ranges, sent } = await carry()
    expect(ranges).toEqual([
      { start: 4 << 20, length: 8 << 20, zeros: true },
      { start: 20 << 20, length: 1 << 20, zeros: true },
    ])
    expect(sent).toBeLessThan(8192)
    expect(statSync(at('incoming')).blocks).toBeLessThan(before - (8 << 20) / 512)
  })

  it.each([
    ['grows', 'head -c 3000001 /dev/urandom >> image'],
    ['grows by a hole', 'truncate -s 70000001 image'],
    ['is cut in the middle of a block', 'truncate -s 20000001 image'],
    ['is cut and grows again', 'truncate -s 20000001 image; head -c 5000 /dev/urandom >> image; truncate -s 64M image'],
  ])('follows one that %s', async (_what, script) => {
    bash(script)
    await carry()
    expect(statSync(at('incoming')).size).toBe(statSync(at('image')).size)
  })

  it('is right where contents are compressed, and one of them moved within a file', async () => {
    rmSync(at('image'))
    rmSync(at('base'))
    bash("btrfs property set . compression zstd; yes 'the same line' | head -c 20M > image; sync -f .")
    clone('image', 'base')
    bash("printf abcd | dd of=image bs=1 seek=5000000 conv=notrunc status=none; btrfs property set . compression ''")
    const { sent } = await carry()
    expect(sent).toBeLessThan(300_000)
  })

  it('is whatever chance does to it', async () => {
    const random = randomFor('changed-ranges')
    for (let round = 0; round < 6; round += 1) {
      const works = Array.from({ length: 12 }, () => {
        const [start, length] = [random.below(60 << 20), 1 + random.below(2 << 20)]
        return [
          `head -c ${length} /dev/urandom | dd of=image bs=64K oflag=seek_bytes seek=${start} conv=notrunc status=none`,
          `fallocate -p -o ${start} -l ${length} image`,
          `fallocate -o ${start} -l ${length} image`,
          `truncate -s ${start + length} image`,
          `cp --reflink=always image other; dd if=other of=image bs=64K count=4 seek=${random.below(600)} conv=notrunc status=none`,
        ][random.below(5)]
      })
      bash(works.join('\n'))
      await carry()
      for (const name of ['base', 'held', 'held.changes', 'incoming', 'incoming.changes']) rmSync(at(name))
      clone('image', 'base')
    }
  })
})

describe('the digest of a file with holes', () => {
  it('is that of its zeros written out', async () => {
    bash(`head -c 300000 /dev/urandom > holes; truncate -s 5000001 holes; head -c 99 /dev/urandom >> holes
      truncate -s 9M holes; cp --sparse=never holes zeros; truncate -s 9437185 holes; cp --sparse=never holes longer`)
    expect(digestOf(await sumsOf('holes'))).toBe(digestOf(await sumsOf('longer')))
    expect(digestOf(await sumsOf('holes'))).not.toBe(digestOf(await sumsOf('zeros')))
  })

  it('is made without reading them', async () => {
    bash('truncate -s 40G far; printf end | dd of=far bs=1M seek=30000 conv=notrunc status=none; sync -f .')
    const read = () => Number(/^rchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1])
    const before = read()
    expect((await sumsOf('far')).bytes).toBe(40 * 2 ** 30)
    expect(read() - before).toBeLessThan(20_000_000)
  })
})
