import { describe, expect, it } from 'vitest'
import { bufferFromBytePath } from '../../../src-main/kernel/byte-path.ts'
import { unquoteName } from '../../../src-main/tools/restic/stored-trees.ts'

/** As restic writes names: what Go's strconv.Quote makes of them, without the quotes. */
describe('a name in a tree of restic', () => {
  it.each([
    ['plan.md', 'plan.md'],
    ['new\\nline\\ttab', 'new\nline\ttab'],
    ['quote\\"back\\\\slash', 'quote"back\\slash'],
    ['\\\\x41 is no byte', '\\x41 is no byte'],
    ['日本', '日本'],
    ['no-break\\u00a0space', 'no-break\u00a0space'],
    ['\\U000e0001tag', '\u{e0001}tag'],
    ['', ''],
  ])('%s is the text %j', (quoted, name) => {
    expect(bufferFromBytePath(unquoteName(quoted)).toString('utf8')).toBe(name)
  })

  it('has bytes that are no text', () => {
    expect([...bufferFromBytePath(unquoteName('latin\\xe9-\\xff\\a'))]).toEqual([
      ...Buffer.from('latin'),
      0xe9,
      45,
      0xff,
      7,
    ])
  })
})
