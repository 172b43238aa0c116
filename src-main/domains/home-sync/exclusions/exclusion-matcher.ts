/** Finds the rule that leaves a path out. Rules become a tree of names, so that most paths are done after two looks. */
import type { BytePath } from '../../../kernel/byte-path.ts'
import type { Exclusion, ExclusionKind } from '../../../commons/home-exclusions/exclusions.ts'
import { isAtOrBelow, keyOfPath } from '../inventory/inventory-entry.ts'

/** A rule that says "this very path": a key found by its content, another file system. */
export interface LiteralExclusion {
  readonly path: BytePath
  readonly kind: ExclusionKind
}

export interface RuleNode {
  readonly literals: Map<string, RuleNode>
  readonly wildcards: { readonly name: string; readonly matches: RegExp; readonly node: RuleNode }[]
  rule: Exclusion | undefined
}

export function ruleTree(rules: readonly Exclusion[]): RuleNode {
  const root = newNode()
  for (const rule of rules) {
    let node = root
    for (const name of rule.pattern.slice(1).split('/')) node = childFor(node, name)
    node.rule = rule
  }
  return root
}

/** The kind of the rule that covers the entry with this key, or undefined. */
export type Matcher = (key: string) => ExclusionKind | undefined

export function createMatcher(rules: readonly Exclusion[], literals: readonly LiteralExclusion[] = []): Matcher {
  const root = ruleTree(rules)
  const keys = literals.map(({ path, kind }) => ({ key: keyOfPath(path), kind }))
  return (key) => coveredBy(root, key, 0) ?? keys.find((literal) => isAtOrBelow(key, literal.key))?.kind
}

function coveredBy(node: RuleNode, key: string, start: number): ExclusionKind | undefined {
  if (node.rule !== undefined) return node.rule.kind
  if (start > key.length) return undefined
  const separator = key.indexOf('\u0001', start)
  const end = separator === -1 ? key.length : separator
  const name = key.slice(start, end)
  const literal = node.literals.get(name)
  const found = literal === undefined ? undefined : coveredBy(literal, key, end + 1)
  if (found !== undefined) return found
  for (const wildcard of node.wildcards) {
    if (!wildcard.matches.test(name)) continue
    const kind = coveredBy(wildcard.node, key, end + 1)
    if (kind !== undefined) return kind
  }
  return undefined
}

function newNode(): RuleNode {
  return { literals: new Map(), wildcards: [], rule: undefined }
}

function childFor(node: RuleNode, name: string): RuleNode {
  if (!name.includes('*')) {
    const known = node.literals.get(name)
    if (known !== undefined) return known
    const child = newNode()
    node.literals.set(name, child)
    return child
  }
  const known = node.wildcards.find((wildcard) => wildcard.name === name)
  if (known !== undefined) return known.node
  const child = newNode()
  node.wildcards.push({ name, matches: wildcardExpression(name), node: child })
  return child
}

/** `*` is any bytes of one name, none included, as in Syncthing and fnmatch(3). */
function wildcardExpression(name: string): RegExp {
  const parts = name.split('*').map((part) => part.replace(/[.+#-]/g, '\\$&'))
  return new RegExp(`^${parts.join('[^]*')}$`)
}
