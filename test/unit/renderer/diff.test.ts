import { describe, expect, it } from 'vitest'
import { hideValues } from '../../../src-main/kernel/hide-values.ts'
import {
  besideEachOther,
  compareTexts,
  countDifferences,
  countDifferentLines,
  foldEqual,
  openedOf,
  showAll,
} from '../../../src-renderer/components/diff/side-by-side.ts'

describe('two versions of a text', () => {
  it('are compared before values are hidden, so that a changed secret is seen as changed', () => {
    const rows = compareTexts('Key = one\n', 'Key = two\n', hideValues)
    expect(rows.map(({ type, content }) => [type, content])).toEqual([
      ['delete', 'Key = ••••••'],
      ['insert', 'Key = ••••••'],
    ])
  })

  it('number their lines separately', () => {
    const rows = compareTexts('a\nc\n', 'a\nb\nc\n', showAll)
    expect(rows.at(-1)).toMatchObject({ type: 'normal', oldLineNumber: 2, newLineNumber: 3 })
  })

  it('have no rows when they are equal', () => {
    expect(compareTexts('a\n', 'a\n', showAll)).toEqual([])
  })
})

describe('what is shown of them', () => {
  const numbered = Array.from({ length: 100 }, (_, index) => `line ${index + 1}`)
  const changedAt = (...lines: readonly number[]) =>
    numbered.map((line, index) => (lines.includes(index + 1) ? `${line} now` : line)).join('\n')
  const rows = compareTexts(numbered.join('\n'), changedAt(33, 60), showAll)
  const briefly = ({ stretches }: ReturnType<typeof foldEqual>) =>
    stretches.map((one) =>
      one.kind === 'folded'
        ? `${one.range.end - one.range.start} folded`
        : `${one.hunk.changes.length} from ${one.hunk.oldStart}`,
    )

  it('is what differs, with three lines around it; the rest is folded', () => {
    expect(briefly(foldEqual(rows, []))).toEqual(['29 folded', '8 from 30', '20 folded', '8 from 57', '37 folded'])
    expect([countDifferences(rows), countDifferentLines(rows)]).toEqual([2, 2])
  })

  it('is also what was unfolded', () => {
    const [, , between] = foldEqual(rows, []).stretches
    if (between?.kind !== 'folded') throw new Error('nothing is folded between the two')
    expect(briefly(foldEqual(rows, [between.range]))).toEqual(['29 folded', '36 from 30', '37 folded'])
  })

  it('is unfolded some at a time, from what differs on', () => {
    expect(openedOf({ start: 0, end: 1_000 }, false)).toEqual({ start: 800, end: 1_000 })
    expect(openedOf({ start: 500, end: 1_000 }, true)).toEqual({ start: 500, end: 700 })
  })

  it('has what was changed beside each other', () => {
    const changes = compareTexts('a\nb\nc\nd\n', 'A\nB\nc\nD\nE\n', showAll)
    expect(besideEachOther(changes).map(({ content }) => content)).toEqual(['a', 'A', 'b', 'B', 'c', 'd', 'D', 'E'])
  })

  it('does not fold so few lines that the fold would be higher', () => {
    const near = compareTexts(numbered.join('\n'), changedAt(33, 42), showAll)
    expect(briefly(foldEqual(near, []))[1]).toMatch(/^\d+ from 30$/)
    expect(foldEqual(near, []).stretches).toHaveLength(4 - 1)
  })

  it('is not searched for where nearly all of many lines does: what is between the equal ends is replaced', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `line ${index}`)
    const text = (lines: readonly string[]) => ['first', ...lines, 'last but one', 'last', ''].join('\n')
    const rows = compareTexts(text(many), text(many.map((line) => `${line} now`)), showAll)
    const kinds = rows.map(({ type }) => type)
    expect(kinds).toEqual(['normal', ...many.map(() => 'delete'), ...many.map(() => 'insert'), ...['normal', 'normal']])
    expect(rows.at(-1)).toMatchObject({ content: 'last', oldLineNumber: 5_003, newLineNumber: 5_003 })
    expect(compareTexts('', text(many), showAll).map(({ type }) => type)).toEqual(
      [...many, 1, 2, 3].map(() => 'insert'),
    )
  })

  it('says so when there is more than can be shown', () => {
    const all = Array.from({ length: 5_000 }, (_, index) => `line ${index}`)
    const other = all.map((line) => `${line} now`)
    expect(foldEqual(compareTexts(all.join('\n'), other.join('\n'), showAll), []).whole).toBe(false)
    expect(foldEqual(compareTexts('a\n', 'b\n', showAll), []).whole).toBe(true)
  })
})

describe('hiding values', () => {
  it('keeps names, comments and headings', () => {
    expect(hideValues('PrivateKey = abc')).toBe('PrivateKey = ••••••')
    expect(hideValues('psk="abc"')).toBe('psk=••••••')
    expect(hideValues('# a comment')).toBe('# a comment')
    expect(hideValues('# psk=old')).toBe('# psk=••••••')
    expect(hideValues('  "token": "abc"')).toBe('  "token": ••••••')
    expect(hideValues('[wifi]')).toBe('[wifi]')
    expect(hideValues('')).toBe('')
  })

  it('hides a line without a name whole', () => {
    expect(hideValues('MIIEowIBAAKCAQEA')).toBe('••••••••')
    expect(hideValues('c2VjcmV0IGtleQ==')).toBe('••••••••')
    expect(hideValues('c2VjcmV0IGtleQo=')).toBe('••••••••')
    expect(hideValues('-----BEGIN PRIVATE KEY-----')).toBe('••••••••')
  })
})
