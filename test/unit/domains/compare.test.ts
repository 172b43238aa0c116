import { describe, expect, it } from 'vitest'
import { readChildren as readSome, readPage } from '../../../src-main/domains/compare/on-machine/read-result.ts'
import { decodeResult, encodeResult, layOut } from '../../../src-main/domains/compare/on-machine/result-layout.ts'
import type { TreeChange } from '../../../src-main/contract/compare-calls.ts'

const facts = (bytes: number) => ({
  type: 'file' as const,
  bytes,
  mode: '0644',
  owner: 'alice:alice',
  changedAt: '2026-11-20T07:00:00.000Z',
})
const added = (path: string, bytes = 1): TreeChange => ({ path, kind: 'added', after: facts(bytes) })
const deleted = (path: string): TreeChange => ({ path, kind: 'deleted', before: facts(100) })

function resultOf(...changes: readonly TreeChange[]) {
  const sorted = changes.toSorted((one, other) => (one.path < other.path ? -1 : 1))
  const laidOut = layOut({ compareId: 'a'.repeat(32), trees: ['one@1', 'other@2'] }, sorted)
  const read = decodeResult(Buffer.concat(encodeResult(laidOut)))
  if (read === undefined) throw new Error('what was written cannot be read')
  return read
}
const page = (result: ReturnType<typeof resultOf>, wanted: Partial<Parameters<typeof readPage>[1]>) => {
  const { total, entries } = readPage(result, { offset: 0, limit: 10, ...wanted })
  return [total, ...entries.map(({ path }) => path)]
}

const all = { offset: 0, limit: 10 }
const readChildren = (result: ReturnType<typeof resultOf>, path: string) => readSome(result, path, all).children

describe('reading what differs', () => {
  // "a" and what is below it do not lie together: "a-b" is between them.
  const result = resultOf(
    added('a', 0),
    added('a-b', 5),
    added('a/x', 7),
    deleted('a/y/z'),
    added('\xc3\x89t\xc3\xa9', 9),
  )

  it('gives pages in the order of the paths', () => {
    expect(page(result, { limit: 3 })).toEqual([5, 'a', 'a-b', 'a/x'])
    expect(page(result, { offset: 3 })).toEqual([5, 'a/y/z', '\xc3\x89t\xc3\xa9'])
    expect(page(result, { offset: 9 })).toEqual([5])
  })

  it('finds by kind, by folder and by a subvolume of the path in whatever letter case', () => {
    expect(page(result, { kinds: ['deleted'] })).toEqual([1, 'a/y/z'])
    expect(page(result, { under: 'a' })).toEqual([2, 'a/x', 'a/y/z'])
    expect(page(result, { under: 'a', search: 'Z' })).toEqual([1, 'a/y/z'])
    expect(page(result, { search: 'ÉTÉ' })).toEqual([1, '\xc3\x89t\xc3\xa9'])
    expect(page(result, { kinds: [] })).toEqual([0])
  })

  it('sums up what is below each folder', () => {
    expect(readChildren(result, '')).toMatchObject([
      { name: 'a', path: 'a', count: 3, bytes: 7, hasChildren: true, change: { kind: 'added' } },
      { name: 'a-b', count: 1, bytes: 5, hasChildren: false },
      { name: '\xc3\x89t\xc3\xa9', count: 1, bytes: 9 },
    ])
    expect(readChildren(result, 'a')).toMatchObject([
      { name: 'x', path: 'a/x', change: { kind: 'added' } },
      { name: 'y', path: 'a/y', count: 1, bytes: 0, hasChildren: true },
    ])
    expect(readChildren(result, 'a')[1]).not.toHaveProperty('change')
    expect(readChildren(result, 'nothing')).toEqual([])
  })

  it('gives the children of a folder some at a time, and how many there are', () => {
    const range = (offset: number, limit: number) => {
      const { total, children } = readSome(result, '', { offset, limit })
      return [total, ...children.map(({ name }) => name)]
    }
    expect([range(0, 2), range(2, 2), range(4, 2)]).toEqual([[3, 'a', 'a-b'], [3, '\xc3\x89t\xc3\xa9'], [3]])
  })

  it('has room for nothing, and for the root itself', () => {
    expect(page(resultOf(), {})).toEqual([0])
    const root = resultOf({ path: '', kind: 'attributes', before: facts(0), after: facts(0) }, added('a'))
    expect(page(root, {})).toEqual([2, '', 'a'])
    expect(readChildren(root, '').map(({ name }) => name)).toEqual(['a'])
  })

  it('shows what is there now where a file was and a folder of its name was moved to', () => {
    const both = resultOf(deleted('a'), { path: 'a', kind: 'renamed', oldPath: 'b', before: facts(0), after: facts(0) })
    expect(readChildren(both, '')).toMatchObject([{ name: 'a', count: 2, change: { kind: 'renamed' } }])
  })
})
