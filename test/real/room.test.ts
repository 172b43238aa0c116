import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { readBtrfsUsage } from '../../src-main/tools/btrfs/btrfs-usage.ts'
import { readRoom } from '../../src-main/tools/mounts/room.ts'
import { makeLoopBtrfs, sh } from './loop-btrfs.ts'
import { forEachTest } from './while-tested.ts'

const disk = forEachTest(() => makeLoopBtrfs())

it('tells that subvolumes share what is free, wherever they are mounted, and that another disk does not', async () => {
  for (const name of ['home', 'images']) sh('btrfs', '-q', 'subvolume', 'create', path.join(disk.top, name))
  const [home, images] = [disk.mount('home', 'home'), disk.mount('images', 'images')]
  const inside = path.join(home, 'alice/Documents')
  mkdirSync(inside, { recursive: true })
  const rooms = await Promise.all([disk.top, inside, images, '/proc'].map((folder) => readRoom(folder, {})))
  expect(new Set(rooms.slice(0, 3).map(({ fileSystem }) => fileSystem)).size).toBe(1)
  expect(rooms[3]?.fileSystem).not.toBe(rooms[0]?.fileSystem)
  expect(rooms[0]?.freeBytes).toBeGreaterThan(0)
})

it('is the same amount wherever it is told: as the file system counts it, and as a plan reads it', async () => {
  const [{ freeBytes: planned }, { freeBytes: shown }] = await Promise.all([
    readRoom(disk.top, {}),
    readBtrfsUsage(disk.top, {}),
  ])
  expect(Math.abs(shown - planned)).toBeLessThan(planned / 100)
})
