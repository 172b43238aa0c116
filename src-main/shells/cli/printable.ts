/**
 * What comes from a disk or from the other laptop may hold characters that a terminal obeys, or that turn a line around
 * (Unicode TR 36, bidirectional text spoofing). They are shown as what they are.
 */
const obeyed = '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f'
const turning = '\\u061c\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ufeff'
const special = new RegExp(`[${obeyed}${turning}]`, 'gu')

/** Lines stay lines. */
export function printable(text: string): string {
  return text.replace(special, written)
}

/** For what has to be one line: a name, a title. */
export function printableLine(text: string): string {
  return printable(text).replace(/[\t\n]/g, (character) => (character === '\n' ? '\\n' : '\\t'))
}

/** The same value in JSON, which escapes only some of them by itself. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value).replace(special, written)
}

function written(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
