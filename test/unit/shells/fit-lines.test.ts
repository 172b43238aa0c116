/** How lines and tables fit a terminal. */
import { describe, expect, it } from 'vitest'
import { tableLines, widthOf, wrapText } from '../../../src-main/shells/cli/fit-lines.ts'

describe('a line that is too long', () => {
  const sentence = 'XPS 13 has newer work than P17, and nothing is deleted there before you agree to it.'

  it('is broken at spaces, and no word is lost', () => {
    const lines = wrapText(sentence, 30).split('\n')
    expect(lines.length).toBeGreaterThan(2)
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(30)
    expect(lines.join(' ')).toBe(sentence)
  })

  it('goes on below the cell that it belongs to', () => {
    expect(wrapText('  Home files  1,284 new or changed, 36 deleted', 30)).toBe(
      '  Home files  1,284 new or\n              changed, 36\n              deleted',
    )
    expect(wrapText('  - one two three four', 14)).toBe('  - one two\n    three four')
  })

  it('keeps a path whole, and stays as it is where nobody sees an edge', () => {
    expect(wrapText('see /home/alice/Documents/letter.odt now', 12)).toBe('see\n/home/alice/Documents/letter.odt\nnow')
    expect(wrapText(sentence, undefined)).toBe(sentence)
  })
})

describe('a table', () => {
  it('has each cell below the one above it, also where letters are wide, and no spaces at the end', () => {
    expect(
      tableLines([
        ['写真', 'one', ''],
        ['a', 'three', 'end'],
      ]),
    ).toEqual(['写真  one', 'a     three  end'])
  })

  it('has numbers at the right', () => {
    expect(
      tableLines(
        [
          ['a', '1 kB', 'x'],
          ['b', '12 kB', 'y'],
        ],
        [1],
      ),
    ).toEqual(['a   1 kB  x', 'b  12 kB  y'])
  })
})
