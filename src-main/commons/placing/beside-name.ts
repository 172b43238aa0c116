import { bytePathFromText, type BytePath } from '../../kernel/byte-path.ts'
import { toPlainLine } from '../../kernel/terminal-characters.ts'

const mostBytes = 255
const mostWordBytes = 100

/** "report (XPS 13).odt"; with `again` above 1 a number too. A name has at most 255 bytes. */
export function besideName(name: BytePath, words: string, again: number): BytePath {
  const [stem, ending] = splitEnding(name)
  const number = again === 1 ? '' : ` ${again}`
  const addition = ` (${cut(bytePathFromText(inName(words)), mostWordBytes)}${number})`
  return `${cut(stem, mostBytes - addition.length - ending.length)}${addition}${ending}`
}

function inName(words: string): string {
  return toPlainLine(words.replace(/\//g, '-'))
}

/** The last extension, if it is short. ".bashrc" has none, and neither has what ends with a dot. */
function splitEnding(name: BytePath): readonly [stem: BytePath, ending: BytePath] {
  const [, stem, ending] = /^(\.*[^.].*)(\.[^.]{1,11})$/s.exec(name) ?? []
  return stem === undefined || ending === undefined ? [name, ''] : [stem, ending]
}

/** Never cuts a multi-byte character. */
function cut(name: BytePath, bytes: number): BytePath {
  if (name.length <= bytes) return name
  let end = bytes
  while (end > 0 && (name.charCodeAt(end) & 0xc0) === 0x80) end -= 1
  return name.slice(0, end === 0 ? bytes : end)
}
