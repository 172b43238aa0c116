/** Finds the rule that leaves a path out. Rules become a tree of names, so that most paths are done after two looks. */
import type { BytePath } from '../../../kernel/byte-path.ts'
import {
  mayBeIncluded,
  namesAnywhere,
  type Exclusion,
  type ExclusionKind,
} from '../../../commons/home-exclusions/exclusion.ts'
import { isAtOrBelow, keyOfPath } from '../inventory/inventory-entry.ts'
import { createOwnDecider, type OwnDecision } from './own-decider.ts'
import { nameExpression, nameText, type NamePattern, type OwnRules } from './person-rule.ts'

/** A rule that says "this very path": a key found by its content, another file system. */
export interface LiteralExclusion {
  readonly path: BytePath
  readonly kind: ExclusionKind
}

/**
 * Bytes of a path below /home. The kernel takes no path of 4,096 or more (PATH_MAX), and where a home is frozen and fetched, it
 * has up to 150 bytes before it.
 */
const longestPath = 3_900

export interface RuleNode {
  readonly literals: Map<string, RuleNode>
  readonly wildcards: { readonly name: string; readonly matches: RegExp; readonly node: RuleNode }[]
  rule: Exclusion | undefined
}

/** Of the rules that name a place. */
export function ruleTree(rules: readonly Exclusion[]): RuleNode {
  const root = newNode()
  for (const rule of rules.filter(isPlaced)) {
    let node = root
    for (const name of namesOf(rule.pattern.slice(1))) node = childFor(node, name)
    node.rule = rule
  }
  return root
}

function isPlaced(rule: Exclusion): boolean {
  return namesAnywhere(rule) === undefined
}

function namesOf(path: string): readonly NamePattern[] {
  return path.split('/').map((name) => name.split('*'))
}

/** The rule that covers the entry with a key. */
function createFinder(rules: readonly Exclusion[]): (key: string) => Exclusion | undefined {
  const placed = ruleTree(rules)
  const unplaced = rules.flatMap((rule) => {
    const names = namesAnywhere(rule)
    return names === undefined ? [] : [{ rule, text: namesOf(names).map(nameText).join('\u0001') }]
  })
  const endings = unplaced.map(({ rule, text }) => ({ rule, expression: endingExpression(text) }))
  const anyEnding = endingExpression(unplaced.map(({ text }) => text).join('|'))
  return (key) => {
    const rule = coveredBy(placed, key, 0)
    if (rule !== undefined || endings.length === 0 || !anyEnding.test(key)) return rule
    return endings.find(({ expression }) => expression.test(key))?.rule
  }
}

/** Names that follow each other anywhere in a key, whole. */
function endingExpression(names: string): RegExp {
  return new RegExp(`(?:^|\u0001)(?:${names})(?:\u0001|$)`)
}

/** person: by a rule of the person's own. */
export type LeftOutKind = ExclusionKind | 'person'

/** The kind of the rule that covers the entry with this key, or undefined. */
export type Matcher = (key: string) => LeftOutKind | undefined

/** What decides about a path: a rule that nothing overrides, or the rules of the person together with the caches. */
export type ExclusionDecision =
  | { readonly by: 'never'; readonly kind: ExclusionKind; readonly pattern: string | undefined }
  | ({ readonly by: 'own' } & OwnDecision)

/** `own` is of one home; in all others caches alone can be left out besides what never crosses. */
export function createDecider(
  rules: readonly Exclusion[],
  literals: readonly LiteralExclusion[],
  own: OwnRules,
): (key: string) => ExclusionDecision {
  const neverBy = createFinder(rules.filter(({ kind }) => !mayBeIncluded(kind)))
  const caches = rules.filter(({ kind }) => mayBeIncluded(kind))
  const ofAll = ruleTree(caches)
  // Of a home that lies in this one; those of its own come with the rules of the person.
  const inside = caches.filter(({ pattern }) => pattern.startsWith(`/${own.home}/`))
  const ofInner = inside.length === 0 ? undefined : ruleTree(inside)
  const keys = literals.map(({ path, kind }) => ({ key: keyOfPath(path), kind }))
  const home = `${keyOfPath(own.home)}\u0001`
  const decideOwn = createOwnDecider(own)
  return (key) => {
    if (key.length > longestPath) return { by: 'never', kind: 'deep', pattern: undefined }
    const rule = neverBy(key)
    if (rule !== undefined) return { by: 'never', kind: rule.kind, pattern: rule.pattern }
    const literal = keys.find((one) => isAtOrBelow(key, one.key))
    if (literal !== undefined) return { by: 'never', kind: literal.kind, pattern: undefined }
    const isInside = key.startsWith(home)
    const decision = isInside ? decideOwn(key.slice(home.length)) : undefined
    if (decision?.rule !== undefined) return { by: 'own', ...decision }
    const left = isInside ? ofInner : ofAll
    const cache = left === undefined ? undefined : coveredBy(left, key, 0)
    return { by: 'own', rule: cache, isLeftOut: cache !== undefined, isOnTheWay: false }
  }
}

export function createMatcher(
  rules: readonly Exclusion[],
  literals: readonly LiteralExclusion[] = [],
  own?: OwnRules,
): Matcher {
  if (own !== undefined) {
    const decide = createDecider(rules, literals, own)
    return (key) => kindOf(decide(key))
  }
  const ruleOf = createFinder(rules)
  const keys = literals.map(({ path, kind }) => ({ key: keyOfPath(path), kind }))
  return (key) => {
    if (key.length > longestPath) return 'deep'
    return ruleOf(key)?.kind ?? keys.find((literal) => isAtOrBelow(key, literal.key))?.kind
  }
}

function kindOf(decision: ExclusionDecision): LeftOutKind | undefined {
  if (decision.by === 'never') return decision.kind
  if (!decision.isLeftOut || decision.rule === undefined) return undefined
  return 'kind' in decision.rule ? decision.rule.kind : 'person'
}

function coveredBy(node: RuleNode, key: string, start: number): Exclusion | undefined {
  if (node.rule !== undefined) return node.rule
  if (start > key.length) return undefined
  const separator = key.indexOf('\u0001', start)
  const end = separator === -1 ? key.length : separator
  const name = key.slice(start, end)
  const literal = node.literals.get(name)
  const found = literal === undefined ? undefined : coveredBy(literal, key, end + 1)
  if (found !== undefined) return found
  for (const wildcard of node.wildcards) {
    if (!wildcard.matches.test(name)) continue
    const rule = coveredBy(wildcard.node, key, end + 1)
    if (rule !== undefined) return rule
  }
  return undefined
}

function newNode(): RuleNode {
  return { literals: new Map(), wildcards: [], rule: undefined }
}

function childFor(node: RuleNode, parts: NamePattern): RuleNode {
  const name = parts.join('*')
  if (parts.length === 1) {
    const known = node.literals.get(name)
    if (known !== undefined) return known
    const child = newNode()
    node.literals.set(name, child)
    return child
  }
  const known = node.wildcards.find((wildcard) => wildcard.name === name)
  if (known !== undefined) return known.node
  const child = newNode()
  node.wildcards.push({ name, matches: nameExpression(parts), node: child })
  return child
}
