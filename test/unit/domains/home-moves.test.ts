/** What counts as one file under two names on one laptop. */
import { expect, it } from 'vitest'
import { formatShared, keyOfPath } from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import { Moves } from '../../../src-main/domains/home-sync/on-machine/scan/moves.ts'

const entry = (path: string, inode: number, { changed = '9.0', size = 3, leader = '' } = {}) => {
  const looks = { type: 'f', mode: '644', user: 'alice', group: 'alice', size, mtime: '1.0', leader, target: '' }
  return { key: keyOfPath(path), local: `${changed} ${inode}`, shared: formatShared(looks) }
}

type Entry = ReturnType<typeof entry>

function found(gone: readonly Entry[], come: readonly Entry[]) {
  const moves = new Moves(100)
  for (const one of gone) moves.note('deleted', one)
  for (const one of come) moves.note('added', one)
  const named = ({ from, to }: { from: string; to: string }) => `${from} > ${to}`
  const { moved, renamed, renamedAlone } = moves.found()
  return { moved: moved.map(named), renamed: renamed.map(named), alone: renamedAlone.map(named) }
}

it('is renamed with its folder where its change time stands still, and by itself where it does not', () => {
  const gone = [entry('old/a', 300), entry('b', 301)]
  const come = [entry('new/a', 300), entry('c', 301, { changed: '90.0' })]
  expect(found(gone, come)).toEqual({ moved: [], renamed: ['old/a > new/a'], alone: ['b > c'] })
})

it('is none where two files have the number, each in a subvolume of its own', () => {
  const two = [entry('one/a', 300), entry('two/a', 300)]
  const none = { moved: [], renamed: [], alone: [] }
  expect(found(two, [entry('new/a', 300)])).toEqual(none)
  expect(found([entry('one/a', 300)], [entry('new/a', 300), entry('newer/a', 300)])).toEqual(none)
})

it('is known by the first of the names that a large file has', () => {
  const large = (folder: string) => [
    entry(`${folder}/a`, 300, { size: 1e9 }),
    entry(`${folder}/b`, 300, { size: 1e9, leader: keyOfPath(`${folder}/a`) }),
  ]
  expect(found(large('old'), large('new'))).toEqual({
    moved: ['old/a > new/a'],
    renamed: ['old/a > new/a'],
    alone: [],
  })
})
