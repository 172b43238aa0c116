/** Files with holes in a home on a real btrfs: they count by what they take of the disk. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findSparse } from '../../src-main/domains/home-sync/on-machine/scan/find-sparse.ts'
import { makePracticePlace, type PracticePlace } from './files-place.ts'
import { entriesOf, scanOf } from './home-scans.ts'

let place: PracticePlace
const bash = (script: string): string => place.bash(script)

beforeAll(() => {
  place = makePracticePlace(512)
})
afterAll(() => place.remove())

describe('a file with holes', () => {
  it('is listed by its length, and takes what is written in it', async () => {
    bash(`truncate -s 200G disk.raw; printf hello | dd of=disk.raw bs=4096 seek=1000000 conv=notrunc status=none
      truncate -s 8T nothing; head -c 3M /dev/zero > zeros; fallocate -l 3M reserved; truncate -s 900K small; echo x > note
      ln -s disk.raw link; mkdir folder`)
    const { inventory, root } = await scanOf(place.places)
    const entries = await entriesOf(inventory)
    expect(entries.get('alice/disk.raw')?.shared).toContain(` ${String(200 * 2 ** 30)} `)
    const names = ['disk.raw', 'nothing', 'zeros', 'reserved', 'small', 'note', 'link', 'folder', 'none']
    expect(
      findSparse(
        root,
        names.map((name) => `alice/${name}`),
      ),
    ).toEqual([
      { path: 'alice/disk.raw', storedBytes: 4_096 },
      { path: 'alice/nothing', storedBytes: 0 },
    ])
  })
})
