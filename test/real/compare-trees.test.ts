/** Whether two trees have the same at a path: by the blocks of the disk, or by reading both. */
import { execFileSync } from 'node:child_process'
import { beforeEach, describe, expect, it } from 'vitest'
import type { BytePath } from '../../src-main/kernel/byte-path.ts'
import { areKnownSame } from '../../src-main/tools/files/compare-trees.ts'
import { makeLoopBtrfs } from './loop-btrfs.ts'
import { forAllTests } from './while-tested.ts'

const disk = forAllTests(() => makeLoopBtrfs(512))
const roots = (): readonly [string, string] => [`${disk.top}/one`, `${disk.top}/other`]
const bash = (script: string) =>
  execFileSync('bash', ['-euc', script], { cwd: disk.top, encoding: 'utf8', stdio: 'pipe' })
const same = (...paths: readonly BytePath[]) => areKnownSame({ roots: roots(), paths }, {})
/** The same file in both, its blocks shared. */
const shared = (name: string, make: string) =>
  bash(`${make} > one/${name}; cp --archive --reflink=always one/${name} other/${name}; sync -f .`)

beforeEach(() => bash('rm -rf one other; mkdir one other'))

describe('two trees', () => {
  it('have the same where everything is, whether their blocks are shared, or they are small', async () => {
    shared('shared', 'seq 200000')
    bash('seq 10000 > one/copied; cp --archive --reflink=never one/copied other/copied; echo small > one/small')
    bash(`cp --archive one/small other/small; mkdir one/folder other/folder; : > one/folder/$'\\xff'`)
    bash(`cp --archive one/folder/$'\\xff' other/folder; ln -s to one/link; cp --archive one/link other; sync -f .`)
    expect(await same('shared', 'copied', 'small', 'folder/\xff', 'link')).toEqual(Array(5).fill(true))
  })

  it('have the same file of many extents and holes', async () => {
    bash(
      `for n in $(seq 0 2 1200); do dd if=/dev/urandom of=one/many bs=4k count=1 seek=$n conv=notrunc,fsync status=none; done`,
    )
    bash('cp --archive --reflink=always one/many other/many; cp --archive one/many one/late; sync -f .')
    bash('cp --archive --reflink=always one/late other/late')
    bash('touch -r other/late stamp; printf x | dd of=other/late bs=1 seek=4915200 conv=notrunc status=none')
    bash('touch -r stamp other/late; sync -f .')
    expect(await same('many', 'late')).toEqual([true, false])
  })

  it('have another where one goes on after as many extents as are asked for at once', async () => {
    bash(
      `for n in $(seq 0 2 1022); do dd if=/dev/urandom of=one/many bs=4k count=1 seek=$n conv=notrunc,fsync status=none; done`,
    )
    bash('truncate -s 8M one/many; cp --archive --reflink=always one/many other/many; sync -f .')
    expect(bash('filefrag -v one/many | grep -cE "^ +[0-9]+:"')).toBe('512\n')
    expect(await same('many')).toEqual([true])
    bash('touch -r other/many stamp; printf x | dd of=other/many bs=1 seek=7000000 conv=notrunc status=none')
    bash('touch -r stamp other/many; sync -f .')
    expect(await same('many')).toEqual([false])
  })

  it('have another where one was written over, and that waits to be written to the disk', async () => {
    shared('file', 'seq 300000')
    bash('touch -r other/file stamp; printf X | dd of=other/file conv=notrunc status=none; touch -r stamp other/file')
    expect(await same('file')).toEqual([false])
  })

  it('have another where contents, size, time, mode, owner, type or attributes differ, or one has none', async () => {
    for (const name of ['contents', 'size', 'time', 'mode', 'owner', 'type', 'attribute', 'gone'])
      shared(name, 'seq 5000')
    bash('touch -r other/contents stamp; printf X | dd of=other/contents conv=notrunc status=none')
    bash('touch -r stamp other/contents; truncate -s +1 other/size; touch -r one/size other/size; touch other/time')
    bash('chmod 600 other/mode; chown 1000 other/owner; rm other/type other/gone; mkdir other/type')
    bash('setfattr -n user.a -v b other/attribute; sync -f .')
    const names = ['contents', 'size', 'time', 'mode', 'owner', 'type', 'attribute', 'gone']
    expect(await same(...names)).toEqual(names.map(() => false))
  })

  it('need not be read where they share all blocks, and are not the same where they cannot be', async () => {
    shared('whole', '(seq 300000; echo 3c9e-mark-of-damage)')
    bash(
      '(seq 300000; echo 81d0-mark-of-damage) > one/apart; cp --archive --reflink=never one/apart other/apart; sync -f .',
    )
    for (const mark of ['3c9e-mark-of-damage', '81d0-mark-of-damage']) disk.damage(mark)
    bash('for file in one/* other/*; do dd if=$file iflag=nocache count=0 status=none; done')
    expect(() => bash('cat one/whole > /dev/null')).toThrow(/Input\/output error/)
    expect(await same('whole', 'apart')).toEqual([true, false])
  })

  it('are not known to have the same where their blocks are compressed, of which nobody says which part', async () => {
    bash('touch one/packed; chattr +c one/packed; seq 400000 > one/packed; sync -f .')
    bash('cp --archive --reflink=always one/packed other/packed; sync -f .')
    expect(bash('filefrag -v one/packed')).toContain('encoded')
    expect(await same('packed')).toEqual([false])
  })

  it('are not looked at outside, nor through a link', async () => {
    bash('ln -s .. one/up; ln -s .. other/up; echo x > secret')
    expect(await same('../secret', 'up/secret', '')).toEqual([false, false, false])
  })
})
