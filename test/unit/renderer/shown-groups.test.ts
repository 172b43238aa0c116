import { expect, it } from 'vitest'
import { nothingSaid, sayAfter } from '../../../src-renderer/components/live-region.tsx'
import { listRows, shownGroups } from '../../../src-renderer/components/list-keys.ts'

const rows = listRows(
  [
    { title: 'Deleted from XPS 13', red: true, items: ['a', 'b', 'c'] },
    { title: 'Changed', items: ['d'] },
  ],
  (item) => item,
  (item) => item,
)
const titles = (indexes: readonly number[]) =>
  shownGroups(
    rows,
    indexes.map((index) => ({ index })),
  ).map(({ title, shown }) => [title, shown.map(({ index }) => index)])

it('tells the group of an option, also where its heading is out of sight', () => {
  expect(titles([0, 1, 2, 3, 4, 5])).toEqual([
    ['Deleted from XPS 13', [0, 1, 2, 3]],
    ['Changed', [4, 5]],
  ])
  expect(titles([2, 3])).toEqual([['Deleted from XPS 13', [2, 3]]])
  expect(titles([])).toEqual([])
})

it('says the same sentence again as something new', () => {
  const first = sayAfter(nothingSaid, 'Always: 1 file')
  const again = sayAfter(first, 'Always: 1 file')
  expect(again.text).toBe(first.text)
  expect(again.times).not.toBe(first.times)
})
