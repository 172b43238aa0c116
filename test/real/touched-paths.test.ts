/** Where two real snapshots may differ, told by the kernel alone. */
import { chmodSync, linkSync, lstatSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { findTouchedPaths } from '../../src-main/commons/tree-changes/on-machine/touched-paths.ts'
import { readNames } from '../../src-main/tools/btrfs/btrfs-names.ts'
import { makeLoopBtrfs, sh } from './loop-btrfs.ts'
import { forAllTests } from './while-tested.ts'

const disk = forAllTests(() => makeLoopBtrfs(512))
let live: string
let made = 0
const at = (...names: readonly string[]) => path.join(live, ...names)
const subvolume = () => {
  const place = path.join(disk.top, `live-${(made += 1)}`)
  sh('btrfs', '-q', 'subvolume', 'create', place)
  return place
}
const snap = (from = live) => {
  const place = path.join(disk.top, `snap-${(made += 1)}`)
  sh('btrfs', '-q', 'subvolume', 'snapshot', '-r', from, place)
  return place
}

beforeEach(() => {
  live = subvolume()
  mkdirSync(at('folder/inner'), { recursive: true })
  for (const name of ['letter', 'song', 'folder/inner/deep']) writeFileSync(at(name), name)
})

const after = async (work: () => void) => {
  const before = snap()
  work()
  const told = await findTouchedPaths(before, snap(), {})
  return { paths: [...(told?.paths ?? [])].sort(), whole: [...(told?.whole ?? [])].sort() }
}

describe('what the kernel tells to have been touched', () => {
  it('is nothing when nothing was done', async () => {
    expect(await after(() => undefined)).toEqual({ paths: [], whole: [] })
  })

  it('is a file of which only the time was changed, or that was made what it was', async () => {
    const told = await after(() => {
      utimesSync(at('letter'), 1, 1)
      chmodSync(at('song'), 0o600)
      chmodSync(at('song'), 0o644)
    })
    expect(told).toEqual({ paths: ['letter', 'song'], whole: [] })
  })

  it('is all of a folder that was moved, where it was and where it is', async () => {
    const told = await after(() => {
      renameSync(at('folder'), at('moved'))
    })
    expect(told).toEqual({ paths: ['', 'folder', 'moved'], whole: ['folder', 'moved'] })
  })

  it('is every name of a file of which one came, went or was moved with the folder around it', async () => {
    for (const name of ['a', 'b', 'folder/inner/c']) linkSync(at('letter'), at(name))
    const all = ['a', 'b', 'folder/inner/c', 'letter']
    const another = await after(() => linkSync(at('a'), at('d')))
    expect(another.paths).toEqual(['', ...all.toSpliced(2, 0, 'd')])
    const fewer = await after(() => {
      rmSync(at('d'))
    })
    expect(fewer.paths).toEqual(['', ...all.toSpliced(2, 0, 'd')])
    const moved = await after(() => {
      renameSync(at('folder/inner'), at('inner'))
    })
    expect(moved.paths).toEqual(['', 'a', 'b', 'folder', 'folder/inner', 'inner', 'inner/c', 'letter'])
  })

  it('is the place of a subvolume that came, went or was moved', async () => {
    const come = await after(() => sh('btrfs', '-q', 'subvolume', 'create', at('folder/one')))
    expect(come.paths).toEqual(['folder', 'folder/one'])
    const moved = await after(() => {
      renameSync(at('folder/one'), at('folder/two'))
    })
    expect(moved.paths).toEqual(['folder', 'folder/one', 'folder/two'])
    const gone = await after(() => sh('btrfs', '-q', 'subvolume', 'delete', at('folder/two')))
    expect(gone.paths).toEqual(['folder', 'folder/two'])
  })

  it('is unknown of two that do not descend from one another', async () => {
    expect(await findTouchedPaths(snap(), snap(subvolume()), {})).toBeUndefined()
  })
})

it('finds the names of a file, however many there are and whatever they are', async () => {
  const names = Array.from({ length: 1500 }, (_none, n) => `${'x'.repeat(n % 2 === 0 ? 245 : 1)}${n}`)
  const odd = Buffer.from('folder/inner/new\nl\xe9ne', 'latin1')
  for (const name of names) linkSync(at('letter'), at(name))
  linkSync(at('song'), Buffer.concat([Buffer.from(`${live}/`), odd]))
  const root = snap()
  const inodes = new Set(['letter', 'song'].map((name) => lstatSync(path.join(root, name)).ino))
  const found = await readNames(root, inodes, {})
  expect([...found].sort()).toEqual([...names, 'letter', 'song', odd.toString('latin1')].sort())
  expect(await readNames(root, new Set(), {})).toEqual([])
  expect(await readNames(root, new Set([123_456]), {})).toEqual([])
})
