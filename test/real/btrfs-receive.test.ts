/** What is received stays in its folder, whoever made the stream, and can build on what lies elsewhere. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { receiveCommand, sendInto } from '../../src-main/tools/btrfs/btrfs-stream.ts'
import { snapshotReadOnly } from '../../src-main/tools/btrfs/btrfs-subvolume.ts'
import { run } from '../../src-main/tools/run.ts'
import { makeLoopBtrfs, sh } from './loop-btrfs.ts'
import { changeMode, makeDevice, makeFile, makeLink, rename, streamOf, unlink, write } from './send-streams.ts'
import { forEachTest } from './while-tested.ts'

const laptop = forEachTest(() => makeLoopBtrfs())
const disk = forEachTest(() => makeLoopBtrfs(512))
let into: string
let outside: string

beforeEach(() => {
  sh('btrfs', '-q', 'subvolume', 'create', path.join(laptop.top, '@state'))
  const state = laptop.mount('@state', 'state')
  into = path.join(state, 'bundles/draft')
  // Of one mount, so that a name of one can become a name of the other.
  outside = path.join(state, 'outside')
  for (const folder of [into, outside]) mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(outside, 'kept'), 'of the person')
})

const receive = async (commands: readonly Buffer[]) =>
  run({ ...receiveCommand('tree', into), input: streamOf('tree', commands) })

/** What the names mean is not in the folder. */
const notThere = { details: expect.stringContaining('No such file or directory') as unknown }

function expectUntouched(): void {
  expect(readdirSync(outside)).toEqual(['kept'])
  expect(readFileSync(path.join(outside, 'kept'), 'utf8')).toBe('of the person')
}

it('receives a stream that stays in its folder', async () => {
  await receive([makeFile('o1'), rename('o1', 'letter'), write('letter', 'a letter'), makeLink('to', 'letter')])
  expect(readFileSync(path.join(into, 'tree/to'), 'utf8')).toBe('a letter')
})

it.each([
  ['by the names of folders above', () => ({ first: [], to: '../'.repeat(20) + outside.slice(1) })],
  ['by a link that it made', () => ({ first: [makeLink('out', outside)], to: 'out' })],
  [
    'by a link that it made to a folder above',
    () => ({ first: [makeLink('out', '../'.repeat(20) + outside.slice(1))], to: 'out' }),
  ],
])('neither writes nor deletes outside of it %s', async (_, way) => {
  const { first, to } = way()
  const attempts = [
    [makeFile(`${to}/new`), write(`${to}/new`, '#!/bin/sh'), changeMode(`${to}/new`, 0o4755)],
    [write(`${to}/kept`, 'of a stranger')],
    [unlink(`${to}/kept`)],
    [rename(`${to}/kept`, 'taken')],
    [makeFile('o1'), rename('o1', `${to}/kept`)],
  ]
  for (const attempt of attempts) {
    await expect(receive([...first, ...attempt])).rejects.toMatchObject(notThere)
    expectUntouched()
    sh('btrfs', '-q', 'subvolume', 'delete', path.join(into, 'tree'))
  }
})

it('makes devices, and writes to none of them', async () => {
  const other = path.join(laptop.folder, 'other-disk')
  writeFileSync(other, Buffer.alloc(1024 * 1024))
  const device = sh('losetup', '--find', '--show', other).trim()
  try {
    const { rdev } = statSync(device)
    const making = [makeDevice('disk', 0o060600, rdev)]
    await expect(receive([...making, write('disk', 'of a stranger')])).rejects.toMatchObject({
      details: expect.stringContaining('Permission denied') as unknown,
    })
    sh('blockdev', '--flushbufs', device)
    expect(readFileSync(other).every((byte) => byte === 0)).toBe(true)
    sh('btrfs', '-q', 'subvolume', 'delete', path.join(into, 'tree'))
    await receive(making)
    expect(statSync(path.join(into, 'tree/disk')).rdev).toBe(rdev)
  } finally {
    sh('losetup', '--detach', device)
  }
})

it('builds on an earlier one that lies in another folder', async () => {
  const home = path.join(laptop.top, 'home')
  sh('btrfs', '-q', 'subvolume', 'create', home)
  const on = ['first', 'second'].map((name) => path.join(disk.top, 'copies', name))
  const [first, second] = ['first', 'second'].map((name) => path.join(laptop.top, name, 'home'))
  for (const folder of [...on, path.dirname(first ?? ''), path.dirname(second ?? '')])
    mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(home, 'letter'), 'first')
  await snapshotReadOnly(home, first ?? '', {})
  writeFileSync(path.join(home, 'letter'), 'second')
  await snapshotReadOnly(home, second ?? '', {})
  await sendInto({ snapshot: first ?? '', into: on[0] ?? '' }, {})
  await sendInto({ snapshot: second ?? '', parent: first, into: on[1] ?? '' }, {})
  expect(on.map((folder) => readFileSync(path.join(folder, 'home/letter'), 'utf8'))).toEqual(['first', 'second'])
  // And back, onto a subvolume that is mounted below another one.
  await sendInto({ snapshot: path.join(on[0] ?? '', 'home'), into }, {})
  mkdirSync(path.join(into, 'later'))
  await sendInto(
    {
      snapshot: path.join(on[1] ?? '', 'home'),
      parent: path.join(on[0] ?? '', 'home'),
      into: path.join(into, 'later'),
    },
    {},
  )
  expect(readFileSync(path.join(into, 'later/home/letter'), 'utf8')).toBe('second')
  expect(existsSync(path.join(into, 'home/letter'))).toBe(true)
})
