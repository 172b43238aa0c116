/**
 * Names and messages come from another machine, and a terminal does what control characters say: what is not to be seen is
 * written out. C0 and C1 controls, and what turns the direction of the text around (UAX #9), so that a name looks like another.
 */
const unseen = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu

/** One line. */
export function printable(text: string): string {
  return text.replace(unseen, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** The same with its line breaks. */
export function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n')
}
