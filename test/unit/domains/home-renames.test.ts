/** What counts as renamed. */
import { describe, expect, it } from 'vitest'
import { formatShared, keyOfPath, pathOfKey } from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import type { Difference } from '../../../src-main/domains/home-sync/on-pair/compare/difference.ts'
import { createRenames } from '../../../src-main/domains/home-sync/on-pair/plan/renames.ts'

type Kind = NonNullable<Difference['from']>['kind']

const sharedOf = (type: string, size: number) =>
  formatShared({ type, mode: '644', user: 'alice', group: 'alice', size, mtime: '1.0', leader: '', target: '' })

const differs = (path: string, kind: Kind, type = 'f', size = 10): Difference => ({
  key: keyOfPath(path),
  from: { kind, shared: sharedOf(type, type === 'f' ? size : 0) },
})

const inTreeOrder = (differences: readonly Difference[]) =>
  [...differences].sort((one, other) => (one.key < other.key ? -1 : 1))

type Move = readonly [from: string, to: string]

async function found(
  moves: readonly Move[],
  differences: readonly Difference[],
  { asked = [], isAlone = false }: { readonly asked?: readonly string[]; readonly isAlone?: boolean } = {},
) {
  const pairs = moves.map(([from, to]) => ({ from, to }))
  const renames = await createRenames(isAlone ? [] : pairs, isAlone ? pairs : [])
  for (const difference of inTreeOrder(differences)) renames.note(difference)
  const { told } = await renames.find((key) => asked.some((path) => pathOfKey(key).startsWith(path)))
  const named = told.renames.map(
    ({ from, to, items, isFolder }) => `${pathOfKey(from)} > ${pathOfKey(to)}: ${items}${isFolder ? ' in it' : ''}`,
  )
  return { ...told, named }
}

/** The folder and its files, under both names. */
function folderMoved(from: string, to: string, names: readonly string[]) {
  return {
    moves: names.map((name) => [`${from}/${name}`, `${to}/${name}`] as const),
    differences: [
      differs(from, 'deleted', 'd'),
      differs(to, 'added', 'd'),
      ...names.flatMap((name) => [differs(`${from}/${name}`, 'deleted'), differs(`${to}/${name}`, 'added')]),
    ],
  }
}

describe('renames of a plan', () => {
  it('are those of folders, wherever these went', async () => {
    const { moves, differences } = folderMoved('alice/letters', 'alice/archive/letters', ['a', 'b'])
    const { named, tally } = await found(moves, [differs('alice/archive', 'added', 'd'), ...differences])
    expect(named).toEqual(['alice/letters > alice/archive/letters: 3 in it'])
    expect(tally).toEqual({ added: 3, changed: 0, deleted: 3, bytes: 20 })
  })

  it('follow where most files of a folder went, and tell the others by themselves', async () => {
    const { moves, differences } = folderMoved('alice/old', 'alice/new', ['a', 'b'])
    const moved = [
      ...differences,
      differs('alice/old/c', 'deleted'),
      differs('alice/new/sub', 'added', 'd'),
      differs('alice/new/sub/c', 'added'),
    ]
    const { named, cameAs } = await found([...moves, ['alice/old/c', 'alice/new/sub/c']], moved)
    expect(named).toEqual(['alice/old > alice/new: 3 in it', 'alice/old/c > alice/new/sub/c: 1'])
    expect(cameAs(keyOfPath('alice/new/sub'))).toBeUndefined()
  })

  it('are not what is only half there: one name stays, or is there on the other laptop, too', async () => {
    const moves = [['alice/a', 'alice/b'] as const]
    expect((await found(moves, [differs('alice/b', 'added')])).named).toEqual([])
    const both = { ...differs('alice/b', 'added'), to: { kind: 'added' as const, shared: sharedOf('f', 3) } }
    expect((await found(moves, [differs('alice/a', 'deleted'), both])).named).toEqual([])
  })

  it('are not what is asked about', async () => {
    const { moves, differences } = folderMoved('alice/old', 'alice/new', ['a', 'b'])
    const { named, isGone, tally } = await found(moves, differences, { asked: ['alice/old/b'] })
    expect(named).toEqual(['alice/old > alice/new: 2 in it'])
    expect([isGone(keyOfPath('alice/old/a')), isGone(keyOfPath('alice/old/b'))]).toEqual([true, false])
    expect(tally).toMatchObject({ added: 2, deleted: 2 })
    expect((await found(moves, differences, { asked: ['alice/old'] })).named).toEqual([])
  })

  it('are not a folder that is another kind of thing now', async () => {
    const { moves, differences } = folderMoved('alice/old', 'alice/new', ['a'])
    const { isGone, cameAs } = await found(moves, [
      ...differences,
      differs('alice/old/b', 'deleted', 'l'),
      differs('alice/new/b', 'added', 'd'),
    ])
    expect([isGone(keyOfPath('alice/old/b')), cameAs(keyOfPath('alice/new/b'))]).toEqual([false, undefined])
  })

  it('are not of a folder of which little else is what it was, and leave its new name to the true one', async () => {
    const pictures = folderMoved('alice/site/images', 'alice/site-v2/images', ['logo'])
    const others = ['a', 'b'].flatMap((name) => [
      differs(`alice/site/${name}`, 'deleted'),
      differs(`alice/site-v2/${name}`, 'added', 'f', 30),
    ])
    const site = [differs('alice/site', 'deleted', 'd'), differs('alice/site-v2', 'added', 'd'), ...others]
    const { named, tally, isGone } = await found(pictures.moves, [...site, ...pictures.differences])
    expect(named).toEqual(['alice/site/images > alice/site-v2/images: 2 in it'])
    expect(tally).toEqual({ added: 2, changed: 0, deleted: 2, bytes: 10 })
    expect(['alice/site', 'alice/site/a'].map((path) => isGone(keyOfPath(path)))).toEqual([false, false])

    const stays = ['a', 'b', 'c'].map((name) => [`alice/kept/sub/${name}`, `alice/new/sub/${name}`] as const)
    const moved = folderMoved('alice/old', 'alice/new', ['a'])
    const { named: ofNew } = await found(
      [...stays, ...moved.moves],
      [
        ...moved.differences,
        differs('alice/new/sub', 'added', 'd'),
        ...stays.flatMap(([from, to]) => [differs(from, 'deleted'), differs(to, 'added')]),
      ],
    )
    expect(ofNew[0]).toBe('alice/old > alice/new: 2 in it')
  })

  it('tell a folder in a renamed one that has other contents now', async () => {
    const moved = folderMoved('alice/old', 'alice/new', ['a', 'b', 'c', 'sub/d'])
    const { named, tally, cameAs } = await found(moved.moves, [
      ...moved.differences,
      differs('alice/old/sub', 'deleted', 'd'),
      differs('alice/new/sub', 'added', 'd'),
      ...['e', 'f'].flatMap((name) => [
        differs(`alice/old/sub/${name}`, 'deleted'),
        differs(`alice/new/sub/${name}`, 'added', 'f', 30),
      ]),
    ])
    expect(named).toEqual(['alice/old > alice/new: 8 in it'])
    expect(tally).toMatchObject({ added: 8, changed: 2 })
    expect(['', '/d', '/e'].map((name) => cameAs(keyOfPath(`alice/new/sub${name}`)))).toEqual([
      'same',
      'same',
      'changed',
    ])
  })

  it('cross where a file was renamed by itself: it may have been written to', async () => {
    const pair = [differs('alice/a', 'deleted'), differs('alice/b', 'added')]
    const { named, tally } = await found([['alice/a', 'alice/b']], pair, { isAlone: true })
    expect(named).toEqual(['alice/a > alice/b: 1'])
    expect(tally).toEqual({ added: 1, changed: 0, deleted: 1, bytes: 0 })
  })
})
