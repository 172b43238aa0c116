import { describe, expect, it } from 'vitest'
import { createMatcher } from '../../../src-main/domains/home-sync/exclusions/exclusion-matcher.ts'
import { exclusions } from '../../../src-main/commons/home-exclusions/exclusions.ts'
import {
  fieldsOf,
  formatRecord,
  formatShared,
  isAtOrBelow,
  keyOfPath,
  parentKey,
  parseRecord,
  pathOfKey,
  type InventoryEntry,
} from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import { createCover } from '../../../src-main/domains/home-sync/inventory/key-cover.ts'
import { mergeJoin, type Keyed } from '../../../src-main/domains/home-sync/inventory/merge-join.ts'
import { changeOf } from '../../../src-main/domains/home-sync/on-machine/check/touched-since.ts'
import { outermost } from '../../../src-main/domains/home-sync/on-machine/inventory/summarize.ts'
import { parseMountinfo } from '../../../src-main/tools/proc/mountinfo.ts'
import { entryOfRaw } from '../../../src-main/domains/home-sync/on-machine/scan/raw-records.ts'

const usual = {
  type: 'f',
  mode: '644',
  user: 'alice',
  group: 'alice',
  size: 3,
  mtime: '1.0000000000',
  leader: '',
  target: '',
}
const entry = (path: string, fields: Partial<typeof usual> = {}, local = '9.0000000000 257'): InventoryEntry => ({
  key: keyOfPath(path),
  local,
  shared: formatShared({ ...usual, ...fields }),
})

// oxlint-disable-next-line typescript/require-await -- a stream made of a list
async function* stream<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}

describe('entries of an inventory', () => {
  it.each(['a', 'a/b c', 'new\nline', 'x\u0001y/z', 'a\u0001\u0001b', '\xff\xfe', ' f 644 '])(
    'gives %j back whole',
    (path) => {
      const one = entry(path, { type: 'l', target: keyOfPath('//odd//target \u0001'), leader: keyOfPath('lead er/x') })
      const record = formatRecord(one)
      expect(record.endsWith('\u0000')).toBe(true)
      const back = parseRecord(record.slice(0, -1))
      expect(back).toEqual(one)
      expect(pathOfKey(back.key)).toBe(path)
      expect(pathOfKey(fieldsOf(back.shared).target)).toBe('//odd//target \u0001')
      expect(pathOfKey(fieldsOf(back.shared).leader)).toBe('lead er/x')
    },
  )

  it('sorts a folder before all that is in it, and that before the next sibling', () => {
    const paths = ['a', 'a/b', 'a/b/c', 'a/é', 'a b', 'a-b', 'a.b', 'a\u0001b', 'b']
    const shuffled = [...paths].reverse().map(keyOfPath).sort()
    const tree = shuffled.map(pathOfKey)
    expect(tree.indexOf('a/b/c')).toBe(tree.indexOf('a/b') + 1)
    expect(tree.slice(0, 4)).toEqual(['a', 'a/b', 'a/b/c', 'a/é'])
  })

  it('knows what lies in a folder and what only begins like it', () => {
    expect(isAtOrBelow(keyOfPath('a/b'), keyOfPath('a'))).toBe(true)
    expect(isAtOrBelow(keyOfPath('ab'), keyOfPath('a'))).toBe(false)
    expect(parentKey(keyOfPath('a/b/c'))).toBe(keyOfPath('a/b'))
    expect(parentKey(keyOfPath('a'))).toBe('')
    const covers = createCover(['a/b', 'c'])
    expect(['a', 'a/b', 'a/b/x', 'a/bb', 'c/d/e'].map((path) => covers(keyOfPath(path)))).toEqual([
      false,
      true,
      true,
      false,
      true,
    ])
  })

  it('reads what is told of a name, and finds the first name of a hard link', () => {
    const leaders = new Map<string, string>()
    const read = (record: string) => entryOfRaw(record, leaders)
    const raw = (path: string, rest: string) => keyOfPath(`${path}//${rest}`)
    const first = read(raw('a', '9.0 257 41 2 f 644 alice alice 3 1.0 '))
    const second = read(raw('b c', '9.0 257 41 2 f 644 alice alice 3 1.0 '))
    const link = read(raw('l', '9.0 258 41 1 l 777 alice alice 3 1.0 to //x'))
    expect(typeof first === 'object' && fieldsOf(first.shared).leader).toBe('')
    expect(typeof second === 'object' && fieldsOf(second.shared).leader).toBe('a')
    expect(typeof link === 'object' && pathOfKey(fieldsOf(link.shared).target)).toBe('to //x')
    expect(read(raw('s', '9.0 259 41 1 s 755 alice alice 0 1.0 '))).toBe('socket')
    expect(read(raw('d', '9.0 259 41 1 c 755 root root 0 1.0 '))).toBe('device')
    expect(() => read('nonsense')).toThrow(/unreadable/)
  })

  it('names only the outermost of nested folders', () => {
    expect(outermost(['a', 'a/b', 'ab', 'c/d', 'c/d/e/f'])).toEqual(['a', 'ab', 'c/d'])
  })

  it('reads mount points with everything in their names', () => {
    const text =
      '36 35 0:30 /@home /home rw shared:1 - btrfs /dev/sda rw\n40 36 0:50 / /home/alice/my\\040nas\\134x rw - fuse.sshfs x rw\n'
    expect(parseMountinfo(text)).toMatchObject([
      { target: '/home', fsType: 'btrfs' },
      { target: '/home/alice/my nas\\x', fsType: 'fuse.sshfs' },
    ])
  })
})

describe('two streams side by side', () => {
  const keyed = (keys: string): Keyed[] => [...keys.matchAll(/./g)].map(([key]) => ({ key }))
  const joined = async (left: string, right: string) => {
    const pairs: string[] = []
    for await (const pair of mergeJoin(stream(keyed(left)), stream(keyed(right)))) {
      pairs.push((pair.left === undefined ? '-' : pair.left.key) + (pair.right === undefined ? '-' : pair.right.key))
    }
    return pairs.join(' ')
  }

  it.each([
    ['', '', ''],
    ['ab', '', 'a- b-'],
    ['', 'ab', '-a -b'],
    ['ac', 'bc', 'a- -b cc'],
    ['abc', 'abc', 'aa bb cc'],
    ['ad', 'bc', 'a- -b -c d-'],
  ])('joins %j and %j', async (left, right, expected) => {
    expect(await joined(left, right)).toBe(expected)
  })

  it('refuses what is not sorted, for the outcome would be a lie', async () => {
    await expect(joined('ba', '')).rejects.toThrow(/not sorted/)
    await expect(joined('', 'aa')).rejects.toThrow(/not sorted/)
  })
})

describe('changes since an earlier inventory', () => {
  const none = createMatcher([])
  const before = entry('a')
  const now = (fields: Partial<typeof usual> = {}, local?: string) => entry('a', fields, local)
  const change = (left: InventoryEntry | undefined, right: InventoryEntry | undefined, rules = none) =>
    changeOf(
      { key: keyOfPath('a'), ...(left === undefined ? {} : { left }), ...(right === undefined ? {} : { right }) },
      rules,
    )

  it.each([
    ['nothing happened', before, now(), undefined],
    ['it is new', undefined, now(), 'added'],
    ['it is gone', before, undefined, 'deleted'],
    ['its size', before, now({ size: 4 }), 'changed'],
    ['its time', before, now({ mtime: '2.0000000000' }), 'changed'],
    ['its mode', before, now({ mode: '600' }), 'changed'],
    ['its owner', before, now({ user: 'bob' }), 'changed'],
    ['its type', before, now({ type: 'd' }), 'retyped'],
    ['only its change time', before, now({}, '9.5000000000 257'), 'touched'],
    ['its inode: another file with the same looks', before, now({}, '9.0000000000 300'), 'touched'],
    ['only how it is linked', before, now({ leader: 'b' }, '9.5000000000 257'), 'touched'],
    ['only the number of its file system, after a restart', before, now({}, '9.0000000000 257 77'), undefined],
    ['the time of a folder', entry('a', { type: 'd' }), now({ type: 'd', mtime: '5.0' }), undefined],
  ])('%s', (_what, left, right, expected) => {
    expect(change(left, right)).toBe(expected)
  })

  it('does not take for a change that a rule leaves it out from now on', () => {
    const key = keyOfPath('alice/.cache/x')
    const rules = createMatcher(exclusions)
    expect(changeOf({ key, left: { ...before, key } }, rules)).toBeUndefined()
    expect(changeOf({ key, left: { ...before, key }, right: { key, local: '', shared: 'X' } }, rules)).toBeUndefined()
  })
})
