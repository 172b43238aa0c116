/**
 * What the person's files of rules in ~/system-state have in common: one path a line, "!" before it for the opposite, "//"
 * for a comment, and "\" before a character that would mean something. Which paths may have a rule, and what it decides,
 * is told where a file is read.
 */
import type { lineProblems, pathProblems } from './texts.ts'

export type LineProblem = Extract<keyof typeof lineProblems, 'spaces' | 'prefix'>
export type PathProblem = keyof typeof pathProblems | 'noSlash' | 'whole'

export interface RuleLine {
  readonly isNegated: boolean
  /** What follows "!", with its backslashes. */
  readonly pattern: string
}

/** Undefined where nothing is ruled: an empty line, or a comment. */
export function readLine(raw: string): RuleLine | { readonly problem: LineProblem } | undefined {
  const text = raw.replace(/\r$/, '')
  if (text.trim() === '' || text.startsWith('//')) return undefined
  if (text !== text.trim()) return { problem: 'spaces' }
  if (text.startsWith('(?')) return { problem: 'prefix' }
  const isNegated = text.startsWith('!')
  return { isNegated, pattern: isNegated ? text.slice(1) : text }
}

/** Why this cannot be a path of a rule, or undefined. `path` is text and needs no backslashes. */
export function pathProblem(path: string): PathProblem | undefined {
  if (!path.startsWith('/')) return 'noSlash'
  if (path === '/') return 'whole'
  if (path.endsWith('/')) return 'slashAtEnd'
  if (path !== path.trim()) return 'spaceAtEnd'
  if (/\p{Cc}|\uFFFD|\uFEFF/u.test(path)) return 'unprintable'
  const parts = path.slice(1).split('/')
  return parts.some((part) => part === '' || part === '.' || part === '..') ? 'notPlain' : undefined
}

/** Undefined when a character that means something stands there without its backslash. */
export function unescapePath(pattern: string): string | undefined {
  if (!/^(?:[^\\*?[\]{}]|\\[\\*?[\]{}])*$/.test(pattern)) return undefined
  return pattern.replace(/\\(.)/g, '$1')
}

export function escapePath(path: string): string {
  return path.replace(/[\\*?[\]{}]/g, '\\$&')
}

/** Of a file that is not there or empty: those that a new one begins with. */
export function linesOf(text: string | undefined, header: readonly string[]): readonly string[] {
  return (text === undefined || text.trim() === '' ? header.join('\n') : text).replace(/\n+$/, '').split('\n')
}
