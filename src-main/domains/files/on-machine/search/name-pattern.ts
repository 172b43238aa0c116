import type { BytePath } from '../../../../kernel/byte-path.ts'

export type NameTest = (name: BytePath) => boolean

/** Part of a name, or with `*` or `?` a pattern for the whole of it; letter case is ignored. `wanted` is text. */
export function compileName(wanted: string): NameTest {
  const text = fold(wanted)
  const test = /[*?]/.test(text) ? wholeName(text) : (name: string) => name.includes(text)
  return (name) => test(fold(Buffer.from(name, 'latin1').toString('utf8')))
}

function wholeName(pattern: string): (name: string) => boolean {
  const source = pattern
    .replace(/[\\^$.+()|[\]{}/]/g, '\\$&')
    .replaceAll('*', '[^]*')
    .replaceAll('?', '[^]')
  const expression = new RegExp(`^${source}$`, 'u')
  return (name) => expression.test(name)
}

/** The same letter can be written in two ways: one code or two. */
function fold(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
