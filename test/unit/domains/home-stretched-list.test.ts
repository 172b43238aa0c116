/** Two lists of files that agents keep: what is not the same in them, wherever their pages end. */
import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { formatRecord, type InventoryEntry } from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import { joinUnequal, type StretchedList } from '../../../src-main/domains/home-sync/on-pair/compare/stretched-list.ts'
import { createRandom } from '../../random.ts'

const entry = (key: string, version: string, laptop: string): InventoryEntry => ({
  key,
  local: `${laptop}.0 7`,
  shared: `f 644 alice alice 3 ${version}.0 0 `,
})

interface Kept extends StretchedList {
  readonly asked: number
}

/** `cuts`: how many records each stretch has; a page has `perPage` records at most. */
function listOf(name: string, stretches: readonly (readonly InventoryEntry[])[], perPage = 2): Kept {
  const records = stretches.flat().map(formatRecord)
  const starts = records.map((_record, index) => records.slice(0, index).join('').length)
  const whole = records.join('')
  let asked = 0
  const startOf = (index: number): number => starts[index] ?? whole.length
  return {
    name,
    get asked() {
      return asked
    },
    outline: () => {
      let first = 0
      return Promise.resolve(
        stretches.map((stretch): [number, number, string] => {
          const range = [startOf(first), startOf(first + stretch.length)] as const
          first += stretch.length
          return [...range, stretch.map(({ key, shared }) => `${key} ${shared}`).join()]
        }),
      )
    },
    read: (ranges) => {
      asked += 1
      const wanted = starts.flatMap((start, index) =>
        ranges.some(([first, end]) => first <= start && start < end) ? [whole.slice(start, startOf(index + 1))] : [],
      )
      const page = wanted.slice(0, perPage).join('')
      const data = deflateRawSync(Buffer.from(page, 'latin1')).toString('base64')
      return Promise.resolve({ data, bytes: page.length })
    },
  }
}

async function joined(left: StretchedList, right: StretchedList): Promise<readonly string[]> {
  const pairs: string[] = []
  const isSame = (one: InventoryEntry, other: InventoryEntry) => one.shared === other.shared
  for await (const { key, left: one, right: other } of joinUnequal(left, right, isSame))
    pairs.push(`${key}${one === undefined ? '-' : '<'}${other === undefined ? '-' : '>'}`)
  return pairs
}

const letters = Array.from('abcdefghijklmnop')

const keysOf = (keys: string, laptop: string, version = '1'): InventoryEntry[] =>
  Array.from(keys).map((key) => entry(key, version, laptop))

describe('two lists side by side', () => {
  it.each([
    ['', '', []],
    ['ab', '', ['a<-', 'b<-']],
    ['', 'ab', ['a->', 'b->']],
    ['abc', 'abc', []],
    ['aceg', 'bcdg', ['a<-', 'b->', 'd->', 'e<-']],
  ])('tell of %j and %j what one has alone', async (left, right, expected) => {
    expect(await joined(listOf('p17', [keysOf(left, '1')]), listOf('xps', [keysOf(right, '2')]))).toEqual(expected)
  })

  it('tell of what both have and is not the same, but not of what only one laptop knows', async () => {
    const right = keysOf('abc', '2').map((one) => (one.key === 'b' ? entry('b', '9', '2') : one))
    expect(await joined(listOf('p17', [keysOf('abc', '1')]), listOf('xps', [right]))).toEqual(['b<>'])
  })

  it('are not read where their stretches are equal', async () => {
    const left = listOf('p17', [keysOf('ab', '1'), keysOf('cd', '1')])
    const right = listOf('xps', [keysOf('ab', '2'), keysOf('cdx', '2')])
    expect(await joined(left, right)).toEqual(['x->'])
    expect([left.asked, right.asked]).toEqual([1, 2])
  })

  it('are refused when they are not sorted, for the outcome would be a lie', async () => {
    const [sorted, other] = [listOf('p17', [keysOf('abc', '1')]), listOf('xps', [keysOf('acb', '2')])]
    await expect(joined(sorted, other)).rejects.toThrow(/not sorted/)
    await expect(joined(listOf('p17', [keysOf('aab', '1')]), sorted)).rejects.toThrow(/not sorted/)
  })

  it('fail with the laptop that cannot be read', async () => {
    const broken = { ...listOf('xps', [keysOf('abc', '2')]), read: () => Promise.reject(new Error('gone')) }
    await expect(joined(listOf('p17', [keysOf('ab', '1')]), broken)).rejects.toThrow('gone')
  })

  it('say the same whatever their pages and stretches are', async () => {
    const random = createRandom(7)
    for (let round = 0; round < 200; round += 1) {
      const draw = (laptop: string): InventoryEntry[] =>
        letters.filter(() => random.below(10) < 6).map((key) => entry(key, random.below(10) < 8 ? '1' : '2', laptop))
      const [left, right] = [draw('1'), draw('2')]
      const cut = (entries: readonly InventoryEntry[]): InventoryEntry[][] => {
        const at = random.below(entries.length + 1)
        return [entries.slice(0, at), entries.slice(at)].filter((stretch) => stretch.length > 0)
      }
      const perPage = 1 + random.below(4)
      const expected = letters.flatMap((key) => {
        const [one, other] = [left, right].map((entries) => entries.find((each) => each.key === key))
        if (one?.shared === other?.shared) return []
        return [`${key}${one === undefined ? '-' : '<'}${other === undefined ? '-' : '>'}`]
      })
      const lists = [listOf('p17', cut(left), perPage), listOf('xps', cut(right), perPage + 1)] as const
      expect(await joined(...lists)).toEqual(expected)
    }
  })
})
