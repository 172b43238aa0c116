/**
 * One rule of what never crosses, and its grammar: one path a rule, from a home folder on, `*` for any characters within one
 * name. "**" as the first name alone: wherever in a home what follows is. A rule covers what it names and all that is in it. No
 * other wildcards, no exceptions.
 */
import type { exclusionTitles } from './texts.ts'

export type ExclusionKind = keyof typeof exclusionTitles

export interface Exclusion {
  readonly pattern: string
  readonly kind: ExclusionKind
}

export function rules(kind: ExclusionKind, patterns: readonly string[]): readonly Exclusion[] {
  return patterns.map((pattern) => ({ pattern, kind }))
}

/** By a rule of the person's: nothing of it is a secret, or does harm on the other laptop. */
export function mayBeIncluded(kind: ExclusionKind): boolean {
  return kind === 'cache' || kind === 'trash' || kind === 'developer'
}

/** What begins the pattern of a rule that names no place. */
const anywhere = '**/'

/** The names at the end of each path that is meant, for a rule that names no place. */
export function namesAnywhere({ pattern }: Exclusion): string | undefined {
  const below = pattern.replace(/^\//, '')
  return below.startsWith(anywhere) ? below.slice(anywhere.length) : undefined
}

/** Below /home, for every home there is at `home`: "/*", "/CORP/alice". */
export function inHomeAt(home: string, rule: Exclusion): Exclusion {
  const isAnywhere = namesAnywhere(rule) !== undefined
  return { ...rule, pattern: isAnywhere ? `/${rule.pattern}` : `${home}/${rule.pattern}` }
}

/**
 * The same rule where a program keeps its files when it comes as a Flatpak (which has folders of its own for what XDG names,
 * and ~/.var/app/ID for what it may keep in the home) or as a snap (whose home is ~/snap/NAME/REVISION or …/common).
 */
export function alsoInSandboxes(rule: Exclusion): readonly Exclusion[] {
  const { pattern } = rule
  if (!pattern.startsWith('.') || pattern.startsWith('.var/')) return [rule]
  const inFlatpak = pattern.replace(/^\.config\//, 'config/').replace(/^\.local\/share\//, 'data/')
  const places = [pattern, `.var/app/*/${inFlatpak}`, `snap/*/*/${pattern}`]
  return places.map((place) => ({ ...rule, pattern: place }))
}

/** ASCII alone, no other wildcard, no empty name, no `.` or `..`, no space at an end of a name. */
export function isExclusionPattern(pattern: string): boolean {
  const path = pattern.startsWith(`/${anywhere}`) ? pattern.slice(anywhere.length) : pattern
  if (!/^(\/[A-Za-z0-9._+*#~-]([A-Za-z0-9._+*#~ -]*[A-Za-z0-9._+*#~-])?)+$/.test(path)) return false
  return !path.split('/').some((name) => name === '.' || name === '..' || name.includes('**'))
}
