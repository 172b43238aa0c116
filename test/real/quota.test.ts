/** Limits of quota groups: nothing of them shows in what the disk says is free, and who meets one cannot save a byte. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { requireReady } from '../../src-main/commons/placing/on-machine/require-ready.ts'
import { readRoom } from '../../src-main/tools/mounts/room.ts'
import { sh } from './loop-btrfs.ts'
import { makePlaceTrees, place, remove, type PlaceTrees } from './place-trees.ts'

const mebi = 2 ** 20
let trees: PlaceTrees
let stateFolder: string

beforeEach(() => {
  const made = makePlaceTrees()
  trees = made
  made.empty()
  stateFolder = path.join(trees.top, 'state')
  sh('btrfs', '-q', 'subvolume', 'create', stateFolder)
  mkdirSync(path.join(stateFolder, 'empty'))
  trees.bash('head -c 30M /dev/urandom > mine')
  trees.bash('head -c 64M /dev/urandom > film', trees.source)
})
afterEach(() => trees.remove())

const idOf = (folder: string) => sh('btrfs', 'inspect-internal', 'rootid', folder).trim()
const limit = (mebibytes: number, group = `0/${idOf(trees.live)}`) => {
  sh('btrfs', 'qgroup', 'limit', String(mebibytes * mebi), group, trees.top)
}
const enable = () => {
  sh('btrfs', 'quota', 'enable', trees.top)
  sh('btrfs', 'quota', 'rescan', '-w', trees.top)
}
const ready = (lines = place('film')) =>
  requireReady({ stateFolder, liveRoot: trees.live, sourceRoot: trees.source, lines }, {})
const leftOf = async () => (await readRoom(trees.live, {}, stateFolder)).quotas ?? []

describe('a limit of a quota group', () => {
  beforeEach(enable)

  it('is told with what it leaves, of the folder and of the groups that it is in', async () => {
    expect(await leftOf()).toEqual([])
    limit(50)
    const [own] = await leftOf()
    expect(own?.group).toBe(`0/${idOf(trees.live)}`)
    expect(own?.freeBytes).toBeGreaterThan(19 * mebi)
    expect(own?.freeBytes).toBeLessThan(20.1 * mebi)
    for (const [child, parent] of [
      [`0/${idOf(trees.live)}`, '1/100'],
      ['1/100', '2/7'],
    ] as const) {
      sh('btrfs', 'qgroup', 'create', parent, trees.top)
      sh('btrfs', 'qgroup', 'assign', child, parent, trees.top)
    }
    sh('btrfs', 'quota', 'rescan', '-w', trees.top)
    limit(40, '2/7')
    limit(1000, `0/${idOf(trees.source)}`)
    expect((await leftOf()).map(({ group }) => group)).toEqual([`0/${idOf(trees.live)}`, '2/7'])
  })

  it('keeps everything from being placed that would use it up, though the disk has room', async () => {
    limit(50)
    await expect(ready()).rejects.toThrow(
      /^A quota of the receiving laptop leaves too little room: .* leaves 2\d\.\d MB\.$/,
    )
    await expect(ready()).rejects.toMatchObject({ code: 'disk-full' })
    // What goes makes room for what comes.
    limit(30 + 34 + 65)
    await ready([...place('film'), ...remove('mine')])
    // Room for it, and not for anybody afterwards.
    limit(30 + 64 + 30)
    await expect(ready()).rejects.toMatchObject({ code: 'disk-full' })
  })

  it('leaves room to save something after what came', async () => {
    limit(30 + 64 + 70)
    await ready()
    expect(await trees.place(place('film'), trees.freeze())).toMatchObject([{ outcome: 'placed' }])
    trees.bash('sync -f .; head -c 20M /dev/urandom > saved; sync -f .')
    expect((await leftOf())[0]?.freeBytes).toBeGreaterThan(40 * mebi)
  })
})

it('asks for nothing where quotas are off, or limit nothing', async () => {
  expect(await leftOf()).toEqual([])
  await ready()
  enable()
  await ready()
})

/** BTRFS_IOC_QUOTA_CTL with BTRFS_QUOTA_CTL_ENABLE_SIMPLE_QUOTA, which btrfs-progs have from 6.7 on. */
const enableSimple = `
  sysopen(my $top, $ARGV[0], 0200000) or die $!;
  my $call = pack 'QQ', 4, 0;
  ioctl($top, 0xc0109428, $call) or die $!;
`

it('of a simple quota is the one of where files are written, with which they are shared', async () => {
  sh('perl', '-e', enableSimple, trees.top)
  limit(1)
  expect(await leftOf()).toEqual([])
  await ready()
  sh('btrfs', 'qgroup', 'create', '1/5', trees.top)
  sh('btrfs', 'qgroup', 'assign', `0/${idOf(stateFolder)}`, '1/5', trees.top)
  limit(10, '1/5')
  expect(await leftOf()).toMatchObject([{ group: '1/5' }])
})
