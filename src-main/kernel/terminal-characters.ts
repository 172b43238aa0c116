/** Characters that a terminal obeys, or that turn a line around (Unicode TR 36, bidirectional text spoofing). */

/** For a character class: all of them but tab and newline. */
export const terminalCharacters =
  '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f\\u061c\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufeff'

const unfit = new RegExp(`[\\t\\n${terminalCharacters}]`, 'u')

/** It can be shown as part of a line. */
export function isPlainLine(text: string): boolean {
  return !unfit.test(text)
}

/** A space in place of each that is unfit. */
export function toPlainLine(text: string): string {
  return text.replace(new RegExp(unfit, 'gu'), ' ')
}
