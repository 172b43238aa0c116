import { describe, expect, it } from 'vitest'
import { bytePathFromText } from '../../../src-main/kernel/byte-path.ts'
import { ignoreLines, oursIn, ruleAgainst, withOurs } from '../../../src-main/domains/live/ignore-lines.ts'

const linesOf = (own: readonly string[], whole: readonly string[] = [], stems: readonly string[] = []) =>
  ignoreLines({ place: 'Documents', own, sets: [{ place: 'Documents', whole: [...whole], stems: [...stems] }] })

describe('what stays out of a live folder', () => {
  it('is what pc-switcher copies nowhere, by name, and what half of would be worse than nothing', () => {
    const lines = linesOf([])
    for (const line of [
      '(?i).git',
      '(?i)*.sqlite',
      '(?i)*-wal',
      '(?i)*.qcow2',
      '(?i)*.deb',
      '.~lock.*#',
      'SingletonLock',
    ])
      expect(lines).toContain(line)
    // Of another place in the home.
    expect(lines.filter((line) => line.includes('.ssh'))).toEqual([])
  })

  it('is what the person leaves out below it, or by name', () => {
    const lines = linesOf(['/Documents/private', '/Doc*/old/*.tmp', '/Downloads/iso', '*.iso.part'])
    expect(lines).toEqual(expect.arrayContaining(['/private', '/old/*.tmp', '*.iso.part']))
    expect(lines.filter((line) => line.includes('Downloads') || line === '/')).toEqual([])
  })

  it('is what was found in it, whatever it is called', () => {
    const lines = linesOf(
      [],
      ['code', 'a*b?[c]{d}', bytePathFromText('Über uns'), 'two\nlines', 'ends in space ', '\xff'],
      ['maps/town'],
    )
    expect(lines).toEqual(
      expect.arrayContaining([
        '/code',
        String.raw`/a\*b\?\[c\]\{d\}`,
        '/Über uns',
        '/two?lines',
        '/ends in space?',
        '/maps/town.*',
      ]),
    )
    expect(lines.filter((line) => line.includes('\xff'))).toEqual([])
  })

  it('is the same whichever laptop found it', () => {
    const one = { place: 'Documents', whole: ['a'], stems: [] }
    const other = { place: 'Documents', whole: ['b'], stems: [] }
    const both = ignoreLines({ place: 'Documents', own: [], sets: [one, other] })
    expect(ignoreLines({ place: 'Documents', own: [], sets: [other, one, other] })).toEqual(both)
  })

  it('is all of one that became one thing, or that a rule leaves out since', () => {
    expect(linesOf([], ['code', ''])).toEqual(['*'])
    expect(linesOf(['/Documents'])).toEqual(['*'])
    expect(linesOf(['Docu*'])).toEqual(['*'])
  })

  it('is no folder that a rule of the person leaves out as a whole', () => {
    expect(ruleAgainst('Documents/taxes', ['/Documents/private'])).toBeUndefined()
    expect(ruleAgainst('Documents/taxes', ['/Documents'])).toBe('/Documents')
    expect(ruleAgainst('Documents/taxes', ['tax*'])).toBe('tax*')
    expect(ruleAgainst('Documents/taxes', ['/Documents/taxes/2020'])).toBeUndefined()
    expect(ruleAgainst('a*b', [String.raw`/a\*b`])).toBe(String.raw`/a\*b`)
    expect(ruleAgainst('axb', [String.raw`/a\*b`])).toBeUndefined()
  })
})

describe('the lines in .stignore', () => {
  const mine = '// mine\n!/keep\n/drafts\n'

  it('stand before those of the person, and leave them as they were', () => {
    const written = withOurs(mine, ['/code', '/base']).join('\n')
    expect(oursIn(written)).toEqual(['/code', '/base'])
    expect(written.endsWith('// mine\n!/keep\n/drafts')).toBe(true)
    const again = withOurs(`${written}\n`, ['/other']).join('\n')
    expect(oursIn(again)).toEqual(['/other'])
    expect(withOurs(`${again}\n`, [])).toEqual(['// mine', '!/keep', '/drafts'])
  })

  it('are none where nobody wrote any', () => {
    expect(withOurs('', [])).toEqual([])
    expect(withOurs(`${withOurs('', ['/code']).join('\n')}\n`, [])).toEqual([])
    expect(oursIn(mine)).toEqual([])
  })
})
