import { describe, expect, it } from 'vitest'
import {
  keyOfPath,
  leftOut,
  pathOfKey,
  type InventoryEntry,
} from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import { differsIn } from '../../../src-main/domains/home-sync/inventory/differs-in.ts'
import type { Joined } from '../../../src-main/domains/home-sync/inventory/merge-join.ts'
import { collectDifferences, type Aside } from '../../../src-main/domains/home-sync/on-pair/full/collect-differences.ts'

type Pair = Joined<InventoryEntry, InventoryEntry>

const file = (path: string, checksums = 'aa -', shared = 'f 644 alice alice 3 1.0 0 '): InventoryEntry => ({
  key: keyOfPath(path),
  local: checksums,
  shared,
})
const folder = (path: string, mtime = '1.0'): InventoryEntry => ({
  key: keyOfPath(path),
  local: '- -',
  shared: `d 755 alice alice 0 ${mtime} 0 `,
})
const out = (path: string): InventoryEntry => ({ key: keyOfPath(path), local: '', shared: leftOut })
const onFrom = (left: InventoryEntry): Pair => ({ key: left.key, left })
const onTo = (right: InventoryEntry): Pair => ({ key: right.key, right })
const both = (left: InventoryEntry, right: InventoryEntry): Pair => ({ key: left.key, left, right })

async function collected(pairs: readonly Pair[], aside: Partial<Aside> = {}) {
  const told = {
    differs: new Array<string>(),
    asChosen: new Array<string>(),
    left: new Array<string>(),
    times: new Array<string>(),
  }
  const stream = async function* () {
    await Promise.resolve()
    yield* pairs
  }
  await collectDifferences(
    stream(),
    { kept: [], found: [], isNamed: () => false, isLeft: () => false, ...aside },
    {
      differs: ({ key, differsIn: how, onlyOn }) =>
        void told.differs.push(`${onlyOn ?? how.join('+')} ${pathOfKey(key)}`),
      asChosen: ({ key }) => void told.asChosen.push(pathOfKey(key)),
      left: ({ key }) => void told.left.push(pathOfKey(key)),
      timeOnly: (key) => void told.times.push(pathOfKey(key)),
    },
  )
  return told
}

describe('what a whole comparison of /home tells', () => {
  it('is contents under the same size and time, and whatever else is not the same', () => {
    expect(differsIn(file('a'), file('a', 'bb -'))).toEqual(['contents'])
    expect(differsIn(file('a'), file('a', 'aa x', 'f 600 bob alice 3 2.0 0 '))).toEqual([
      'mode',
      'owner',
      'time',
      'attributes',
    ])
    expect(differsIn(file('a'), folder('a'))).toEqual(['type'])
    expect(differsIn(file('a', '!1 -'), file('a', '!2 -'))).toEqual(['unreadable'])
  })

  it('is nothing of what is left out on either laptop, nor the folder that stays around it', async () => {
    const told = await collected(
      [
        onTo(folder('a')),
        onTo(file('a/mine')),
        onTo(out('a/key')),
        both(out('b'), file('b')),
        onFrom(folder('c')),
        onFrom(file('c/x')),
        onFrom(file('found/x')),
      ],
      { found: ['found'] },
    )
    expect(told.differs).toEqual(['to a/mine', 'from c/x', 'from c'])
  })

  it('tells apart what was kept by choice, with the folders around it', async () => {
    const told = await collected(
      [onTo(folder('games')), onTo(folder('games/x')), onTo(file('games/x/save')), onTo(file('new'))],
      {
        kept: ['games/x'],
      },
    )
    expect(told).toMatchObject({ differs: ['to new'], asChosen: ['games/x/save', 'games/x', 'games'] })
    expect(await collected([both(file('named'), file('named', 'bb -'))], { isNamed: () => true })).toMatchObject({
      differs: [],
      asChosen: ['named'],
    })
  })

  it('tells what stayed without a question from what was chosen, though both were kept', async () => {
    const told = await collected([onTo(file('asked')), onTo(file('late'))], {
      kept: ['asked', 'late'],
      isLeft: (key) => key === keyOfPath('late'),
    })
    expect(told).toMatchObject({ differs: [], asChosen: ['asked'], left: ['late'] })
  })

  it('does not fail for the time of a folder, which moves with what is in it', async () => {
    expect(await collected([both(folder('a'), folder('a', '2.0'))])).toEqual({
      differs: [],
      asChosen: [],
      left: [],
      times: ['a'],
    })
  })

  it('tells names that are not one file on both, unless the first of them is left aside', async () => {
    const linked = file('b', 'aa -', 'f 644 alice alice 3 1.0 1 a')
    expect((await collected([both(linked, file('b'))])).differs).toEqual(['links b'])
    expect((await collected([both(linked, file('b'))], { kept: ['a'] })).differs).toEqual([])
  })
})
