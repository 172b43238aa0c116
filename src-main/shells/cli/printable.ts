/** What comes from a disk or from the other laptop may hold characters of that kind. They are shown as what they are. */
import { terminalCharacters } from '../../kernel/terminal-characters.ts'

const special = new RegExp(`[${terminalCharacters}]`, 'gu')

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
