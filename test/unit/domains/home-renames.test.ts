/** What counts as renamed, and what of a deletion is left without it. */
import { describe, expect, it } from 'vitest'
import { formatShared, keyOfPath, pathOfKey } from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import type { Difference } from '../../../src-main/domains/home-sync/on-pair/compare/difference.ts'
import { createRenames, withoutRenamed } from '../../../src-main/domains/home-sync/on-pair/plan/renames.ts'

type Kind = NonNullable<Difference['from']>['kind']

const sharedOf = (type: string, size: number) =>
  formatShared({ type, mode: '644', user: 'alice', group: 'alice', size, mtime: '1.0', leader: '', target: '' })

const differs = (path: string, kind: Kind, type = 'f', size = 10): Difference => ({
  key: keyOfPath(path),
  from: { kind, shared: sharedOf(type, type === 'f' ? size : 0) },
})

type Move = readonly [from: string, to: string]

function found(moves: readonly Move[], differences: readonly Difference[], asked: readonly string[] = []) {
  const renames = createRenames(
    moves.map(([from, to]) => ({ from, to })),
    [],
  )
  for (const difference of differences) renames.note(difference)
  const result = renames.find((key) => asked.some((path) => pathOfKey(key).startsWith(path)))
  const named = result.renames.map(
    ({ from, to, items, isFolder }) => `${pathOfKey(from)} > ${pathOfKey(to)}: ${items}${isFolder ? ' in it' : ''}`,
  )
  return { ...result, named }
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
  it('are those of folders, wherever these went', () => {
    const { moves, differences } = folderMoved('alice/letters', 'alice/archive/letters', ['a', 'b'])
    const { named, tally } = found(moves, [differs('alice/archive', 'added', 'd'), ...differences])
    expect(named).toEqual(['alice/letters > alice/archive/letters: 3 in it'])
    expect(tally).toEqual({ added: 3, changed: 0, deleted: 3, bytes: 20 })
  })

  it('follow where most files of a folder went, and tell the others by themselves', () => {
    const { moves, differences } = folderMoved('alice/old', 'alice/new', ['a', 'b'])
    const moved = [
      ...differences,
      differs('alice/old/c', 'deleted'),
      differs('alice/new/sub', 'added', 'd'),
      differs('alice/new/sub/c', 'added'),
    ]
    const { named, cameAs } = found([...moves, ['alice/old/c', 'alice/new/sub/c']], moved)
    expect(named).toEqual(['alice/old > alice/new: 3 in it', 'alice/old/c > alice/new/sub/c: 1'])
    expect(cameAs(keyOfPath('alice/new/sub'))).toBeUndefined()
  })

  it('are not what is only half there: one name stays, or is there on the other laptop, too', () => {
    const moves = [['alice/a', 'alice/b'] as const]
    expect(found(moves, [differs('alice/b', 'added')]).named).toEqual([])
    const both = { ...differs('alice/b', 'added'), to: { kind: 'added' as const, shared: sharedOf('f', 3) } }
    expect(found(moves, [differs('alice/a', 'deleted'), both]).named).toEqual([])
  })

  it('are not what is asked about', () => {
    const { moves, differences } = folderMoved('alice/old', 'alice/new', ['a', 'b'])
    const { named, isGone, tally } = found(moves, differences, ['alice/old/b'])
    expect(named).toEqual(['alice/old > alice/new: 2 in it'])
    expect([isGone(keyOfPath('alice/old/a')), isGone(keyOfPath('alice/old/b'))]).toEqual([true, false])
    expect(tally).toMatchObject({ added: 2, deleted: 2 })
    expect(found(moves, differences, ['alice/old']).named).toEqual([])
  })

  it('are not a folder that is another kind of thing now', () => {
    const { moves, differences } = folderMoved('alice/old', 'alice/new', ['a'])
    const { isGone, cameAs } = found(moves, [
      ...differences,
      differs('alice/old/b', 'deleted', 'l'),
      differs('alice/new/b', 'added', 'd'),
    ])
    expect([isGone(keyOfPath('alice/old/b')), cameAs(keyOfPath('alice/new/b'))]).toEqual([false, undefined])
  })

  it('leave of a deletion what really went', () => {
    const { moves, differences } = folderMoved('alice/work/old', 'alice/new', ['a', 'b'])
    const { renames } = found(moves, differences)
    const vanished = (path: string, items: number) => ({ key: keyOfPath(path), items, bytes: items * 10 })
    const rest = (path: string, items: number) =>
      withoutRenamed([vanished(path, items)], renames).map((one) => one.items)
    expect(rest('alice/work', 8)).toEqual([5])
    expect(rest('alice/work/old', 3)).toEqual([])
    expect(rest('alice/other', 4)).toEqual([4])
  })
})
