/** Paths and rules as lines of a Syncthing ignore list (docs.syncthing.net/users/ignoring; seen with 1.29.5). */
import { isUtf8, type BytePath } from '../../../kernel/byte-path.ts'
import { mayGoWithItsFolder, type Exclusion } from '../../../commons/home-exclusions/exclusions.ts'
import type { LiteralExclusion } from './exclusion-matcher.ts'

/** `(?d)`: may be deleted when its folder is. Never for keys. */
export function ignoreLineOfRule(rule: Exclusion): string {
  return mayGoWithItsFolder(rule.kind) ? `(?d)${rule.pattern}` : rule.pattern
}

/**
 * The line for exactly this path and all that is in it; undefined for a name that is not UTF-8, which Syncthing never
 * carries (nor a decomposed one, but a line for it does no harm). What a line cannot say (a line is split at newlines and trimmed) is written as `?`, any one character: that may
 * leave out a neighbour too, which the comparison afterwards finds and the second pass carries.
 */
export function ignoreLineOfPath(path: BytePath): string | undefined {
  if (!isUtf8(path)) return undefined
  const text = Buffer.from(path, 'latin1').toString('utf8')
  const literal = Array.from(text, (character) => (isAwkward(character) ? '?' : escaped(character))).join('')
  return `/${literal.replace(/ $/, '?')}`
}

/** The whole list, first match wins: what is kept, what was found on the disks, then the rules. */
export function ignoreLines(
  kept: readonly BytePath[],
  literals: readonly LiteralExclusion[],
  rules: readonly Exclusion[],
): readonly string[] {
  const lines = [...kept, ...literals.map(({ path }) => path)].map(ignoreLineOfPath)
  return [...new Set([...lines.filter((line) => line !== undefined), ...rules.map(ignoreLineOfRule)])]
}

/** Control characters, and every kind of space but the plain one, which trimming could take. */
function isAwkward(character: string): boolean {
  return /[\p{Cc}\p{Zl}\p{Zp}]/u.test(character) || (character !== ' ' && /\s/u.test(character))
}

function escaped(character: string): string {
  return /[\\*?[\]{}]/.test(character) ? `\\${character}` : character
}
