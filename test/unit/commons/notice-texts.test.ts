import { expect, it } from 'vitest'
import {
  installingTexts,
  leavingTexts,
  takingTexts,
  type NoticeTexts,
} from '../../../src-main/commons/notices/texts.ts'
import { showNotice } from '../../../src-main/commons/notices/verbs.ts'
import { isPlainLine } from '../../../src-main/kernel/terminal-characters.ts'

const hostile = ['\u001b[2J', '\u009b2J', 'xps\u202efdp', '\u2066xps', 'two\nlines', 'two\u2028lines', '\u0000']

const shown = ({ login, begin, brokenOff }: NoticeTexts) => ({ login, begin, brokenOff })

const linesOf = ({ login, begin, brokenOff, finished }: NoticeTexts): readonly string[] => [
  login,
  ...[begin, brokenOff, finished].flatMap(({ title, body }) => [title, body]),
]

it.each(hostile)('a login message has no character that a terminal obeys or that turns the line: %j', (name) => {
  for (const texts of [takingTexts(name), leavingTexts(name), installingTexts(name)]) {
    expect(linesOf(texts).filter((line) => !isPlainLine(line))).toEqual([])
    expect(showNotice.input.safeParse(shown(texts)).success).toBe(true)
    expect(showNotice.input.safeParse({ ...shown(texts), login: `from ${name}` }).success).toBe(false)
  }
})

it('keeps names of every script as they are', () => {
  expect(takingTexts('Ñandú ноутбук 笔记本').login).toContain('Ñandú ноутбук 笔记本')
})
