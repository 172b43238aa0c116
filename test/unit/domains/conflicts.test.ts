import { describe, expect, it } from 'vitest'
import { groupCopies } from '../../../src-main/domains/conflicts/on-pair/group-copies.ts'
import type { SeenCopy, SeenFile } from '../../../src-main/domains/conflicts/verbs.ts'

const seen = (contents: string, other: Partial<SeenFile> = {}): SeenFile => ({
  ...{ bytes: contents.length, modifiedAt: '2026-11-29T12:00:00.000Z', stamp: 'a'.repeat(64), digest: contents },
  ...other,
})

/** Of a large file. */
const unread: SeenFile = { bytes: 4, modifiedAt: '2026-11-29T12:00:00.000Z', stamp: 'a'.repeat(64) }

const copy = (name: string, other: Partial<SeenCopy> = {}): SeenCopy => ({
  ...{ copy: `Documents/letter.sync-conflict-${name}.odt`, file: 'Documents/letter.odt' },
  ...{ metAt: '2026-11-29T13:00:00.000Z', ofCopy: seen('mine'), ofFile: seen('ours') },
  ...other,
})

const grouped = (p17: readonly SeenCopy[], xps: readonly SeenCopy[] = []) =>
  groupCopies([
    { laptop: 'p17', found: p17 },
    { laptop: 'xps', found: xps },
  ])
const told = (...sides: Parameters<typeof grouped>) => grouped(...sides).map(({ conflict }) => conflict)

describe('conflict files of both laptops', () => {
  it('are one conflict where both have the same versions, decided on the first', () => {
    const [one, ...others] = grouped([copy('1')], [copy('1', { ofCopy: seen('mine', { stamp: 'b'.repeat(64) }) })])
    expect(others).toEqual([])
    expect(one?.conflict).toMatchObject({ file: 'Documents/letter.odt', laptops: ['p17', 'xps'], contents: 'differ' })
    expect(one?.on.map(({ laptop, toDecide }) => [laptop, toDecide.copies[0]?.stamp.slice(0, 1)])).toEqual([
      ['p17', 'a'],
      ['xps', 'b'],
    ])
  })

  it.each<readonly [string, Partial<SeenCopy>, Partial<SeenCopy>]>([
    ['the copy', {}, { ofCopy: seen('other') }],
    ['the file', {}, { ofFile: seen('newer') }],
    [
      'the time of what was not read',
      { ofCopy: unread },
      { ofCopy: { ...unread, modifiedAt: '2026-11-29T12:00:01.000Z' } },
    ],
  ])('are two where %s is another on the other laptop', (_what, here, there) => {
    const laptops = told([copy('1', here)], [copy('1', there)]).map((one) => one.laptops)
    expect(laptops).toEqual([['p17'], ['xps']])
  })

  it('are one for several copies of the same contents', () => {
    const later = '2026-11-29T14:00:00.000Z'
    expect(told([copy('1'), copy('2', { metAt: later })])).toMatchObject([
      { copies: [copy('2').copy, copy('1').copy], metAt: later },
    ])
  })

  it('are one for each other version of a file', () => {
    expect(told([copy('1'), copy('2', { ofCopy: seen('his') })])).toHaveLength(2)
  })

  it('are told as equal by their contents alone, and as not compared where these were not read', () => {
    const same = seen('ours')
    const { ofCopy, ofFile, ...named } = copy('4')
    expect(ofFile).toBeDefined()
    const contents = (one: SeenCopy) => told([one])[0]?.contents
    expect(contents(copy('1', { ofCopy: same }))).toBe('same')
    expect(contents(copy('2', { ofCopy: unread }))).toBe('not-compared')
    expect(contents(copy('3', { ofCopy: { ...unread, bytes: 9 } }))).toBe('differ')
    expect(contents({ ...named, ofCopy })).toBe('differ')
  })

  it('have another id after any change of what is decided', () => {
    const [before, after] = [copy('1'), copy('1', { ofFile: seen('ours', { stamp: 'c'.repeat(64) }) })].map(
      (one) => told([one])[0]?.id,
    )
    expect(before).not.toBe(after)
    expect(told([copy('1')])[0]?.id).toBe(before)
  })
})
