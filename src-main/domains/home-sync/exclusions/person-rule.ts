/**
 * One rule of the person about their home, as a line of ~/system-state/home.stignore says it: "/Downloads/iso" from the home
 * folder on, or the name of something anywhere in it, "*.iso". `*` is any characters within one name. A rule means what it
 * names and all that is in it. "!~bob" alone is about something else: the home of that account is copied too.
 */
import { mayBeIncluded, namesAnywhere, type Exclusion } from '../../../commons/home-exclusions/exclusion.ts'
import { developerLine } from '../../../commons/home-exclusions/developer-caches.ts'
import { exclusionsInHome } from '../../../commons/home-exclusions/exclusions.ts'
import { pathProblem, type PathProblem } from '../../../commons/rule-lines/rule-line.ts'
import { bytePathFromText, type BytePath } from '../../../kernel/byte-path.ts'

export interface PersonHomeRule {
  /** With its backslashes: "/Downloads/iso", "*.iso". */
  readonly pattern: string
  readonly decision: 'exclude' | 'include'
}

/** The rules of one person. */
export interface OwnRules {
  /** Their home folder, below /home: "alice". */
  readonly home: BytePath
  readonly rules: readonly PersonHomeRule[]
}

/** What stands around each `*` of a name; one part alone is the name itself. */
export type NamePattern = readonly BytePath[]

export interface Pattern {
  /** From the home folder on; otherwise one name anywhere in it. */
  readonly isAnchored: boolean
  readonly names: readonly NamePattern[]
}

export type PatternProblem = PathProblem | 'wildcard' | 'includeName' | 'includeWildcard' | 'systemState'

/** What both laptops need of a home, and no rule leaves out: the rules themselves. */
export const systemStateName = 'system-state'

export function isPersonRule(rule: PersonHomeRule): boolean {
  return !('problem' in readRule(rule))
}

/** Whose home a rule adds to what is copied: "bob" of "!~bob". */
export function accountOf({ pattern, decision }: PersonHomeRule): string | undefined {
  return decision === 'include' && pattern !== developerLine ? /^~([^~/*?[\]{}\\\s]+)$/.exec(pattern)?.[1] : undefined
}

export function ruleOfAccount(account: string): PersonHomeRule {
  return { pattern: `~${account}`, decision: 'include' }
}

/** Leaves out all developer caches at once. */
export function isDeveloperRule({ pattern, decision }: PersonHomeRule): boolean {
  return pattern === developerLine && decision === 'exclude'
}

/** The pattern of a rule, or why it cannot be one. One about another account or about developer caches names no path. */
export function readRule(rule: PersonHomeRule): Pattern | { readonly problem: PatternProblem } {
  const { pattern, decision } = rule
  if (accountOf(rule) !== undefined || isDeveloperRule(rule)) return { isAnchored: false, names: [] }
  const read = readPattern(pattern)
  if ('problem' in read) return read
  const { isAnchored, names } = read
  if (decision === 'exclude') {
    const isNeeded = isAnchored && names[0]?.length === 1 && names[0][0] === systemStateName
    return isNeeded ? { problem: 'systemState' } : read
  }
  if (!isAnchored) return { problem: 'includeName' }
  // What leads to it is told from all that stays left out by its name alone.
  return names.slice(0, -1).some((name) => name.length > 1) ? { problem: 'includeWildcard' } : read
}

/** What never crosses and is all that this rule means, whatever it says. Caches are not among it. */
export function neverOf({ pattern }: PersonHomeRule): Exclusion | undefined {
  const read = readPattern(pattern)
  if ('problem' in read || !read.isAnchored) return undefined
  const names = read.names.map((parts) => parts.join('*'))
  return exclusionsInHome.find((rule) => {
    if (mayBeIncluded(rule.kind)) return false
    const last = namesAnywhere(rule)?.split('/')
    const ruled = last ?? rule.pattern.split('/')
    const meant = last === undefined ? names : names.slice(-last.length)
    return ruled.every((name, index) => covers(name, meant[index]))
  })
}

function covers(ruled: string, name: string | undefined): boolean {
  return name !== undefined && nameExpression(ruled.split('*')).test(name)
}

/** `*` is any bytes of one name, none included, as in Syncthing and fnmatch(3). */
export function nameExpression(name: NamePattern): RegExp {
  return new RegExp(`^${nameText(name)}$`)
}

/** The same within a key, where names are parted by 01. */
export function nameText(name: NamePattern): string {
  return name.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^\u0001]*')
}

/** For a rule that is known to be one. */
export function patternOf(rule: PersonHomeRule): Pattern {
  const read = readRule(rule)
  if ('problem' in read) throw new Error(`not a rule about a home: ${rule.pattern}`)
  return read
}

function readPattern(pattern: string): Pattern | { readonly problem: PatternProblem } {
  if (!/^(?:[^\\?[\]{}]|\\[\\*?[\]{}#!])*$/.test(pattern) || /(?<!\\)\*\*/.test(pattern)) return { problem: 'wildcard' }
  const isAnchored = pattern.startsWith('/')
  if (!isAnchored && (pattern === '' || pattern.includes('/'))) return { problem: 'noSlash' }
  const path = isAnchored ? pattern : `/${pattern}`
  const problem = path === '/*' ? 'whole' : pathProblem(path)
  if (problem !== undefined) return { problem }
  return { isAnchored, names: path.slice(1).split('/').map(namePattern) }
}

function namePattern(name: string): NamePattern {
  const parts = ['']
  for (const [token] of name.matchAll(/\\[^]|[^\\]/gu)) {
    if (token === '*') parts.push('')
    else parts.push(`${parts.pop() ?? ''}${token.replace(/^\\/, '')}`)
  }
  return parts.map(bytePathFromText)
}
