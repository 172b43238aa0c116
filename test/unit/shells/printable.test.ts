import { describe, expect, it } from 'vitest'
import { printable, printableJson, printableLine } from '../../../src-main/shells/cli/printable.ts'

describe('what is printed of another machine', () => {
  it.each([
    ['an escape sequence', 'a\u001b[2Jb', 'a\\u001b[2Jb'],
    ['the same in one byte', 'a\u009b2Jb', 'a\\u009b2Jb'],
    ['a bell, a backspace and a line break', 'a\u0007\u0008\nb', 'a\\u0007\\u0008\\nb'],
    ['text that is turned around', 'invoice\u202efdp.exe', 'invoice\\u202efdp.exe'],
    ['text that is set apart', '\u2066a\u2069\u200f', '\\u2066a\\u2069\\u200f'],
  ])('writes out %s', (_what, text, printed) => {
    expect(printableLine(text)).toBe(printed)
  })

  it('leaves names of all languages as they are', () => {
    const names = 'Über größe, 写真, می‌خواهم, עברית, 👩‍💻 … “a”'
    expect(printable(names)).toBe(names)
  })

  it('leaves no such character in JSON either', () => {
    const value = { name: 'a\u009b2J\u202eb' }
    expect(printableJson(value)).toBe('{"name":"a\\u009b2J\\u202eb"}')
    expect(JSON.parse(printableJson(value))).toEqual(value)
  })

  it('keeps the line breaks of details', () => {
    expect(printable('one\ntwo\u001b[0m')).toBe('one\ntwo\\u001b[0m')
  })
})
