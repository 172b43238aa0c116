/** Two lists as agents keep them, that are the same but for little: how much of them is read, and that nothing is passed over. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { InventoryEntry } from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import { divideStretches } from '../../../src-main/domains/home-sync/on-machine/inventory/divide-stretches.ts'
import { createInventoryWriter } from '../../../src-main/domains/home-sync/on-machine/inventory/inventory-writer.ts'
import {
  openInventory,
  writeOutline,
  type Inventory,
} from '../../../src-main/domains/home-sync/on-machine/inventory/outline-file.ts'
import { readPiece } from '../../../src-main/domains/home-sync/on-machine/inventory/read-piece.ts'
import { joinUnequal, type StretchedList } from '../../../src-main/domains/home-sync/on-pair/compare/stretched-list.ts'
import { createRandom } from '../../random.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'divided-'))
afterAll(() => rmSync(folder, { recursive: true }))

const names = 40_000
const keyOf = (index: number): string =>
  `alice\u0001folder ${String(index >> 7).padStart(4, '0')}\u0001${String(index).padStart(6, '0')}`

function entryOf(index: number, laptop: string, time = '1700000000.0000000000'): InventoryEntry {
  const key = keyOf(index)
  if (index % 1_000 === 7) return { key, local: '', shared: 'X' }
  return {
    key,
    local: `${laptop}700000000.1234567890 ${laptop}${index}`,
    shared: `f 644 alice alice ${index} ${time} 0 `,
  }
}

function writeList(laptop: string, entries: readonly InventoryEntry[]): Inventory {
  const file = path.join(folder, laptop)
  const writer = createInventoryWriter(file)
  for (const entry of entries) writer.write(entry)
  const inventory = { file, rules: 'none', stretches: writer.close() }
  writeOutline(inventory)
  return inventory
}

interface Read extends StretchedList {
  readonly bytes: number
  readonly divided: number
}

function listOf({ file }: Inventory): Read {
  let bytes = 0
  let divided = 0
  return {
    name: path.basename(file),
    outline: () => Promise.resolve(openInventory(file).stretches.map(({ start, end, digest }) => [start, end, digest])),
    divide: (ranges) => {
      divided += 1
      return divideStretches(openInventory(file), ranges)
    },
    read: async (ranges) => {
      const piece = await readPiece(file, ranges)
      bytes += piece.bytes
      return piece
    },
    get bytes() {
      return bytes
    },
    get divided() {
      return divided
    },
  }
}

async function joined(left: StretchedList, right: StretchedList): Promise<readonly string[]> {
  const told: string[] = []
  const isSame = (one: InventoryEntry, other: InventoryEntry): boolean => one.shared === other.shared
  for await (const { key, left: one, right: other } of joinUnequal(left, right, isSame))
    told.push(`${key}${one === undefined ? '-' : '<'}${other === undefined ? '-' : '>'}`)
  return told
}

const all = Array.from({ length: names }, (_one, index) => index)
let p17: Inventory
beforeAll(
  () =>
    void (p17 = writeList(
      '1',
      all.map((index) => entryOf(index, '1')),
    )),
)

describe('lists that are the same but for little', () => {
  it('are read only around what differs, and all of that is told', async () => {
    const random = createRandom(11)
    const expected: string[] = []
    const there = all.flatMap((index): InventoryEntry[] => {
      const drawn = random.below(400)
      const one = entryOf(index, '2')
      if (drawn === 0) {
        expected.push(`${one.key}<-`)
        return []
      }
      if (drawn === 1) {
        const added = { ...entryOf(index, '2', '1'), key: `${one.key}+` }
        expected.push(`${added.key}->`)
        return [one, added]
      }
      if (drawn !== 2) return [one]
      expected.push(`${one.key}<>`)
      return [
        one.shared === 'X'
          ? { ...one, local: '2 2', shared: 'd 755 alice alice 0 1.0 0 ' }
          : entryOf(index, '2', '1800000000.0'),
      ]
    })
    const [left, right] = [listOf(p17), listOf(writeList('2', there))]
    expect(await joined(left, right)).toEqual(expected)
    expect(expected.length).toBeGreaterThan(200)
    expect([left.divided, right.divided]).toEqual([1, 1])
    const whole = p17.stretches.at(-1)?.end ?? 0
    expect(left.bytes / whole).toBeLessThan(0.15)
    expect(right.bytes / whole).toBeLessThan(0.15)
  })

  it('are not divided where one laptop has little of it, or little differs', async () => {
    const few = all.slice(0, 500).map((index) => entryOf(index, '2'))
    const [left, right] = [listOf(p17), listOf(writeList('2', few))]
    expect(await joined(left, right)).toHaveLength(names - 500)
    const [one, other] = [
      listOf(p17),
      listOf(
        writeList(
          '2',
          all.slice(1).map((index) => entryOf(index, '2')),
        ),
      ),
    ]
    expect(await joined(one, other)).toEqual([`${keyOf(0)}<-`])
    expect([left, right, one, other].map(({ divided }) => divided)).toEqual([0, 0, 0, 0])
  })

  it('are not taken for equal where the disk gives other bytes than were written', async () => {
    const changed = all.map((index) => entryOf(index, '2', index % 100 === 50 ? '1.0' : undefined))
    const xps = writeList('2', changed)
    const bytes = readFileSync(xps.file)
    bytes.write('9', bytes.length - 3)
    writeFileSync(xps.file, bytes)
    await expect(
      divideStretches(
        xps,
        xps.stretches.map(({ start, end }) => [start, end]),
      ),
    ).rejects.toMatchObject({
      code: 'plan-expired',
    })
  })

  it('are not divided anywhere but where they are in stretches', async () => {
    const [[start, end] = [0, 0]] = p17.stretches.map((stretch) => [stretch.start, stretch.end] as const)
    for (const [from, to] of [
      [start, end - 1],
      [start + 1, end],
      [-1, end],
    ] as const)
      await expect(divideStretches(p17, [[from, to]])).rejects.toMatchObject({ code: 'plan-expired' })
  })

  it('are refused where the parts that are told do not make up the stretches', async () => {
    const there = all.map((index) => entryOf(index, '2', index % 100 === 50 ? '1.0' : undefined))
    const right = listOf(writeList('2', there))
    for (const spoil of [
      (lengths: number[]) => lengths.slice(1),
      (lengths: number[]) => [0, ...lengths],
      (lengths: number[]) => lengths.map((length) => length * 2),
    ]) {
      const divide = async (ranges: [number, number][]) => {
        const told = await divideStretches(p17, ranges)
        return { ...told, lengths: spoil(told.lengths) }
      }
      await expect(joined({ ...listOf(p17), divide }, right)).rejects.toThrow(
        'the list of 1 is not divided as it stands',
      )
    }
  })
})
