/**
 * Passwords that a person can copy from paper: eight words of five letters, consonants and vowels in turn, as the proquints of
 * Wilkerson (arXiv:0901.4016) have them. 128 bits by chance.
 */
import { randomBytes } from 'node:crypto'

const consonants = 'bdfghjklmnprstvz'
const vowels = 'aiou'
const wordCount = 8

export function makePassword(): string {
  const bytes = randomBytes(wordCount * 2)
  return Array.from({ length: wordCount }, (_none, at) => wordOf(bytes.readUInt16BE(at * 2))).join('-')
}

function wordOf(bits: number): string {
  const one = (shift: number) => consonants[(bits >> shift) & 15] ?? ''
  const other = (shift: number) => vowels[(bits >> shift) & 3] ?? ''
  return `${one(12)}${other(10)}${one(6)}${other(4)}${one(0)}`
}
