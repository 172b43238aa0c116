import { describe, expect, it } from 'vitest'
import { compareTexts, hideValues, showAll } from '../../../src-renderer/components/diff/side-by-side.ts'

describe('two versions of a text', () => {
  it('are compared before values are hidden, so that a changed secret is seen as changed', () => {
    const { hunks } = compareTexts('Key = one\n', 'Key = two\n', hideValues)
    expect(hunks[0]?.changes.map(({ type, content }) => [type, content])).toEqual([
      ['delete', 'Key = ••••••'],
      ['insert', 'Key = ••••••'],
    ])
  })

  it('number their lines separately', () => {
    const { hunks } = compareTexts('a\nc\n', 'a\nb\nc\n', showAll)
    expect(hunks[0]?.changes.at(-1)).toMatchObject({ type: 'normal', oldLineNumber: 2, newLineNumber: 3 })
  })

  it('say when rows were left out', () => {
    const long = Array.from({ length: 5_000 }, (_, index) => `line ${index}`).join('\n')
    expect(compareTexts(long, `${long}\nnew`, showAll).whole).toBe(false)
    expect(compareTexts('a\n', 'b\n', showAll).whole).toBe(true)
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
