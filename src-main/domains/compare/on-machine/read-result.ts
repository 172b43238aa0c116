/** Reads pages and folders of a result without reading all of it. */
import type { z } from 'zod'
import { changeSchema, type TreeChange, type compareCalls } from '../../../contract/compare-calls.ts'
import type { BytePath } from '../../../kernel/byte-path.ts'
import { kindNumber, type ComparisonResult } from './result-layout.ts'

type PageRequest = Omit<z.output<typeof compareCalls.comparePage.input>, 'laptop' | 'compareId'>
type Page = z.output<typeof compareCalls.comparePage.output>
type ChildrenPage = z.output<typeof compareCalls.compareTree.output>

export function readPage(result: ComparisonResult, { offset, limit, kinds, search, under }: PageRequest): Page {
  const [first, end] = rangeOf(result, under)
  const needle = search === undefined || search === '' ? undefined : search.toLowerCase()
  if (kinds === undefined && needle === undefined) {
    const from = Math.min(end, first + offset)
    return { total: end - first, entries: entriesAt(result, numbersFrom(from, Math.min(end, from + limit))) }
  }
  const wanted = new Set(kinds?.map(kindNumber))
  const found: number[] = []
  let total = 0
  for (let index = first; index < end; index += 1) {
    if (kinds !== undefined && !wanted.has(result.kinds[index] ?? -1)) continue
    if (needle !== undefined && !textAt(result, index).toLowerCase().includes(needle)) continue
    if (total >= offset && found.length < limit) found.push(index)
    total += 1
  }
  return { total, entries: entriesAt(result, found) }
}

/** Sorted by name. Everything below a child is contiguous, so it is counted without reading it. */
export function readChildren(
  result: ComparisonResult,
  folder: BytePath,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): ChildrenPage {
  const all = [...findChildren(result, folder)].sort(([one], [other]) => (one < other ? -1 : 1))
  const prefix = folder === '' ? '' : `${folder}/`
  const children = all.slice(offset, offset + limit).map(([name, { count, bytes, hasChildren, itself }]) => {
    const change = changeOf(result, itself)
    return { name, path: `${prefix}${name}`, ...(change === undefined ? {} : { change }), count, bytes, hasChildren }
  })
  return { total: all.length, children }
}

interface Child {
  readonly count: number
  readonly bytes: number
  readonly hasChildren: boolean
  /** Changes of it itself. */
  readonly itself: readonly number[]
}

function findChildren(result: ComparisonResult, folder: BytePath): ReadonlyMap<BytePath, Child> {
  const [first, end] = rangeOf(result, folder === '' ? undefined : folder)
  const start = folder === '' ? 0 : folder.length + 1
  const children = new Map<BytePath, Child>()
  for (let index = first; index < end;) {
    const path = pathAt(result, index)
    if (path === folder) {
      index += 1
      continue
    }
    const slash = path.indexOf('/', start)
    const name = path.slice(start, slash < 0 ? undefined : slash)
    const next = slash < 0 ? index + 1 : rangeOf(result, path.slice(0, slash))[1]
    const known = children.get(name) ?? { count: 0, bytes: 0, hasChildren: false, itself: [] }
    children.set(name, {
      count: known.count + next - index,
      bytes: known.bytes + sumAt(result, next) - sumAt(result, index),
      hasChildren: known.hasChildren || slash >= 0,
      itself: slash < 0 ? [...known.itself, index] : known.itself,
    })
    index = next
  }
  return children
}

/** If a folder was moved to where a file was, there are two. Shows the one that is there now. */
function changeOf(result: ComparisonResult, indexes: readonly number[]): TreeChange | undefined {
  const changes = entriesAt(result, indexes)
  return changes.findLast(({ kind }) => kind !== 'deleted') ?? changes[0]
}

/** First and end of what is below a folder; of all when it is left out. A slash is followed by 0 among the bytes. */
function rangeOf(result: ComparisonResult, folder: BytePath | undefined): readonly [number, number] {
  if (folder === undefined || folder === '') return [0, result.header.count]
  return [lowerBound(result, `${folder}/`), lowerBound(result, `${folder}0`)]
}

/** The first whose path is not before `wanted`. */
function lowerBound(result: ComparisonResult, wanted: BytePath): number {
  let [low, high] = [0, result.header.count]
  while (low < high) {
    const middle = (low + high) >> 1
    if (pathAt(result, middle) < wanted) low = middle + 1
    else high = middle
  }
  return low
}

function pathAt({ paths, pathEnds }: ComparisonResult, index: number): BytePath {
  return paths.toString('latin1', pathEnds[index - 1] ?? 0, pathEnds[index])
}

function textAt({ paths, pathEnds }: ComparisonResult, index: number): string {
  return paths.toString('utf8', pathEnds[index - 1] ?? 0, pathEnds[index])
}

/** Of all before it. */
function sumAt({ sums }: ComparisonResult, index: number): number {
  return sums[index - 1] ?? 0
}

function entriesAt({ details, detailEnds }: ComparisonResult, indexes: readonly number[]): TreeChange[] {
  return indexes.map((index) =>
    changeSchema.parse(JSON.parse(details.toString('utf8', detailEnds[index - 1] ?? 0, detailEnds[index]))),
  )
}

function numbersFrom(first: number, end: number): readonly number[] {
  return Array.from({ length: end - first }, (_, index) => first + index)
}
