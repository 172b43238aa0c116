import { describe, expect, it } from 'vitest'
import {
  formatRecord,
  formatShared,
  inodeOf,
  leftOut,
  parseRecord,
  type InventoryEntry,
} from '../../../src-main/domains/home-sync/inventory/inventory-entry.ts'
import { withoutRacyMark, withRacyMark } from '../../../src-main/domains/home-sync/inventory/racy-entry.ts'
import { changeOf } from '../../../src-main/domains/home-sync/on-machine/check/touched-since.ts'

const facts = { type: 'f', mode: '644', user: 'alice', group: 'alice', size: 3, mtime: '1.0', leader: '', target: '' }
const changedAt = (ms: number): InventoryEntry => ({
  key: 'alice',
  local: `${(ms / 1000).toFixed(10)} 257`,
  shared: formatShared(facts),
})
const frozenAt = 1_795_161_720_512
const freeze = { from: frozenAt, until: frozenAt + 60 }
const kindOf = (left: InventoryEntry, right: InventoryEntry) => changeOf({ key: 'alice', left, right }, () => undefined)

describe('an entry that was changed while the tree was frozen', () => {
  const racy = changedAt(frozenAt + 3)

  it('is told from the same one in a tree that was frozen later, marked there or not', () => {
    const marked = withRacyMark(racy, freeze)
    expect(kindOf(marked, racy)).toBe('touched')
    expect(kindOf(marked, withRacyMark(racy, { ...freeze, from: frozenAt + 1 }))).toBe('touched')
    expect(kindOf(marked, marked)).toBeUndefined()
  })

  it('has all facts of it, as a record too, and is what it was without the mark', () => {
    const marked = withRacyMark(racy, freeze)
    expect(parseRecord(formatRecord(marked).slice(0, -1))).toEqual(marked)
    expect({ inode: inodeOf(marked), shared: marked.shared }).toEqual({ inode: '257', shared: racy.shared })
    expect(withoutRacyMark(marked)).toEqual(racy)
  })

  it('may have the time of the tick before', () => {
    expect(withRacyMark(changedAt(frozenAt - 9), freeze).local).not.toBe(changedAt(frozenAt - 9).local)
  })
})

it('leaves alone what was changed before, or while the clock was ahead, and what is left out', () => {
  const ahead = changedAt(frozenAt + 86_400_000)
  expect(withRacyMark(ahead, freeze)).toBe(ahead)
  const before = changedAt(frozenAt - 11)
  expect(withRacyMark(before, freeze)).toBe(before)
  expect(withoutRacyMark(before)).toBe(before)
  const out: InventoryEntry = { key: 'alice', local: '', shared: leftOut }
  expect(withRacyMark(out, freeze)).toBe(out)
})
