/** What programs print on standard error are words: a preloaded library that is not there makes each of them print a line. */
import { spawnSync } from 'node:child_process'
import { appendFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { bundleChild } from './bundle-child.ts'
import { makeLoopBtrfs, sh } from './loop-btrfs.ts'
import { forAllTests } from './while-tested.ts'

const disk = forAllTests(() => makeLoopBtrfs(256))

it('each program that warns as it starts answers as it does otherwise', async () => {
  const root = path.join(disk.top, 'tree')
  sh('btrfs', 'subvolume', 'create', root)
  for (const name of ['same-1', 'same-2']) writeFileSync(path.join(root, name), name.padEnd(10_000, '.'))
  sh('mkdir', '--mode=700', path.join(root, 'closed'))
  writeFileSync(path.join(root, 'closed', 'letter'), 'for root alone')
  sh('sync', '-f', root)
  sh('chmod', '755', disk.folder, disk.top)
  const program = path.join(disk.folder, 'child.mjs')
  await bundleChild('words-on-stderr-child.ts', program)
  const etc = path.join(disk.folder, 'etc')
  sh('cp', '--archive', '/etc', etc)
  const ask = () => {
    const asking = 'mount --bind "$1" /etc; exec "$2" "$3" "$4" "$5"'
    const words = ['--mount', '--propagation', 'private', 'sh', '-euc', asking, 'sh', etc]
    const { stdout, stderr } = spawnSync('unshare', [...words, process.execPath, program, root, disk.folder], {
      encoding: 'utf8',
    })
    if (stdout === '') throw new Error(stderr)
    return JSON.parse(stdout) as { readonly warns: string }
  }
  const { warns: before, ...answers } = ask()
  expect(before).toBe('')
  expect(answers).toEqual({
    facts: ['', 'closed', 'closed/letter', 'same-1', 'same-2'],
    denied: false,
    asNobody: ['', 'closed', 'same-1', 'same-2'],
    deniedToNobody: true,
    entries: ['dclosed', 'fsame-1', 'fsame-2'],
    closed: { names: [], denied: true },
    unreadable: ['closed'],
    readable: [],
    listed: ['same-1', 'same-2'],
    sums: [4, 4],
    empty: [],
    attributes: 0,
    inodes: 5,
    late: 0,
    lateThen: 2,
    sameSizes: [[10_000, 2]],
  })

  appendFileSync(path.join(etc, 'ld.so.preload'), '/usr/lib/x86_64-linux-gnu/libjemalloc.so.99\n')
  const { warns, ...then } = ask()
  expect(warns).toContain('cannot be preloaded')
  expect(then).toEqual(answers)
})
