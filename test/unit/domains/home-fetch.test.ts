/** In which portions a fetch comes, what of it is there already, and what is recorded. */
import { describe, expect, it } from 'vitest'
import type { Scanned } from '../../../src-main/domains/home-sync/on-pair/compare/read-entries.ts'
import { findFetched, recordFetched } from '../../../src-main/domains/home-sync/on-pair/run/fetched-before.ts'
import type { FileToFetch } from '../../../src-main/domains/home-sync/on-pair/run/find-lines.ts'
import { portionsOf } from '../../../src-main/domains/home-sync/on-pair/run/portions.ts'
import { noteFetched, readFetched } from '../../../src-main/domains/home-sync/verbs.ts'
import { answer } from '../../../src-main/machine/machine.ts'
import { memoryMachine } from '../machine/memory-machine.ts'

const file = (path: string, bytes = 1, changed = 0): FileToFetch => ({
  path,
  identity: `${changed} 257 was ${path}`,
  bytes,
})
const one = { files: 100, bytes: 100 }
const none = (): boolean => false

describe('the portions of a fetch', () => {
  const lines = {
    fetched: ['d', 'd/a', 'd/b', 'd/c', 'linked 1', 'linked 2'],
    folders: ['d'],
    files: [file('d/a', 60), file('d/b', 60), file('d/c', 10)],
  }

  it('are one for little', () => {
    expect(portionsOf(lines, none, { files: 3, bytes: 1_000 })).toEqual([
      { sent: lines.fetched, proven: lines.fetched, files: lines.files },
    ])
  })

  it('begin with folders and names of one file, and prove folders when all is there', () => {
    expect(portionsOf(lines, none, one).map(({ sent, proven }) => ({ sent, proven }))).toEqual([
      { sent: ['d', 'linked 1', 'linked 2'], proven: ['linked 1', 'linked 2'] },
      { sent: ['d/a'], proven: ['d/a'] },
      { sent: ['d/b', 'd/c'], proven: ['d/b', 'd/c'] },
      { sent: ['d'], proven: ['d'] },
    ])
  })

  it('have no more files than they may', () => {
    const many = { fetched: ['a', 'b', 'c'], folders: [], files: [file('a'), file('b'), file('c')] }
    expect(portionsOf(many, none, { files: 2, bytes: 100 }).map(({ sent }) => sent)).toEqual([['a', 'b'], ['c']])
  })

  it('leave out what is kept, and are none when all is', () => {
    const [portion, ...more] = portionsOf(lines, (path) => path === 'd/a', one)
    expect([portion?.sent, more]).toEqual([['d', 'd/b', 'd/c', 'linked 1', 'linked 2'], []])
    expect(portionsOf({ fetched: ['a'], folders: [], files: [file('a')] }, () => true, one)).toEqual([])
  })
})

describe('what was fetched before', () => {
  const pages = [
    { files: [file('same'), { path: 'other', identity: 'something else' }], next: '1' },
    { files: [], next: '2' },
    { files: [file('gone'), file('same again')] },
  ].map(({ files, next }) => ({
    files: files.map(({ path, identity }) => ({ path, identity })),
    ...(next === undefined ? {} : { next }),
  }))
  const there = memoryMachine('xps', [
    answer(readFetched, ({ after }) => Promise.resolve(pages[Number(after ?? 0)] ?? { files: [] })),
  ])

  it('is kept when the same file is still wanted, and told apart when it is not', async () => {
    const wanted = [file('same'), file('other'), file('same again'), file('new')]
    expect(await findFetched((await there).machine, wanted, {})).toEqual({
      kept: [file('same'), file('same again')],
      changed: ['other'],
      unwanted: ['gone'],
    })
  })

  it.each([
    ['in a circle', (after: string | undefined) => (after === '1' ? '0' : '1')],
    ['for ever', (after: string | undefined) => String(Number(after ?? 1_000_000) + 1)],
  ])('is not asked about for ever when a laptop names pages %s', async (_how, nextAfter) => {
    const lying = [answer(readFetched, ({ after }) => Promise.resolve({ files: [], next: nextAfter(after) }))]
    const { machine } = await memoryMachine('xps', lying)
    await expect(findFetched(machine, [], {})).rejects.toMatchObject({ code: 'unreadable-answer' })
  })

  it('is recorded unless it was written when the tree was frozen, or by a clock that was ahead', async () => {
    const noted: string[] = []
    const { machine: to } = await memoryMachine('xps', [
      answer(noteFetched, ({ files }) => {
        noted.push(...files.map(({ path, identity }) => `${path}: ${identity}`))
        return Promise.resolve({})
      }),
    ])
    const frozen = 1_795_161_720
    const from = { scan: { at: new Date(frozen * 1_000).toISOString() } } as Scanned
    const files = [
      file('long ago', 1, frozen - 900),
      { path: 'at a freeze long ago', bytes: 1, identity: `${frozen - 900}~${frozen - 900}000 257 as it was` },
      file('a moment ago', 1, frozen - 0.4),
      file('later', 1, frozen + 60),
    ]
    await recordFetched(to, { files, from, switchId: 's' }, {})
    expect(noted).toEqual([
      `long ago: ${frozen - 900} 257 was long ago`,
      `at a freeze long ago: ${frozen - 900}~${frozen - 900}000 257 as it was`,
    ])
  })
})
